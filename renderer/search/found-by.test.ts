import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { regionBody, regionTarget } from '../../shared/model/region-parts.ts';
import { closeWorlds } from './fixture-engine.ts';
import { idOf, FONDS, TAG, unit, UNITS, openThirtyUnits, verify, find } from './fixture-thirty-units.ts';

afterEach(closeWorlds);

describe('what an entry knows', () => {
  it('finds by the text, tags and fonds of a region, and by the years of its unit', async () => {
    const world = await openThirtyUnits();
    const [document, page, region] = [idOf(901), idOf(902), idOf(903)];
    world.journal.write([
      { rec: document, t: 'document', k: 'new', f: { parent: unit(2), 'title/kk': 'Хат' } },
      { rec: page, t: 'page', k: 'new', f: { parent: document, regions: true } },
      {
        rec: region,
        t: 'region',
        k: 'new',
        f: {
          parent: page,
          target: regionTarget(page, { x: 1, y: 1, w: 5, h: 5 }),
          body: regionBody('Қолтаңба: Құлжабек'),
          [`tags/${TAG}`]: true,
        },
      },
    ]);
    await world.settled();
    expect(find(world, 'құлжаб')).toEqual([region]);
    expect(find(world, 'Ф. 5 Оп. 1 Д. 3 қолтаңба')).toEqual([region]);
    expect(
      find(world, '', { levels: ['region'], tags: [TAG], fonds: [FONDS], from: 1922, to: 1922 }),
    ).toEqual([region]);
    expect(find(world, '', { levels: ['document'], from: 1923 })).toEqual([]);
    world.journal.write([{ rec: unit(2), f: { dates: { written: '', edtf: '1950' } } }]);
    await world.settled();
    expect(find(world, '', { levels: ['document', 'region'], from: 1950, to: 1950 })).toEqual([
      document,
      region,
    ]);
    world.journal.write([{ rec: page, k: 'del' }]);
    await world.settled();
    expect(find(world, 'құлжабек')).toEqual([]);
    expect(await verify(world)).toMatchObject({ untrue: 0 });
  });

  it('finds by every text of a description', async () => {
    const world = await openThirtyUnits();
    world.journal.write([
      {
        rec: unit(1),
        f: {
          'scope/ru': 'О переселенцах',
          [`notes/${idOf(950)}`]: { text: 'Реставрирован', isPublic: true },
          [`otherTitles/${idOf(951)}`]: { language: 'kk', text: 'Көшіп келгендер' },
        },
      },
    ]);
    await world.settled();
    for (const text of ['переселенцах', 'реставрирован', 'көшіп келген'])
      expect(find(world, text)).toEqual([unit(1)]);
  });

  it('moves with its unit to another fonds, whatever the numbers', async () => {
    const world = await openThirtyUnits();
    const [fonds, inventory, document] = [idOf(910), idOf(911), idOf(912)];
    world.journal.write([
      { rec: fonds, t: 'fonds', k: 'new', f: { parent: null, number: { num: 5 } } },
      { rec: inventory, t: 'inventory', k: 'new', f: { parent: fonds, number: { num: 1 } } },
      { rec: document, t: 'document', k: 'new', f: { parent: unit(8), 'title/kk': 'Хат' } },
    ]);
    await world.settled();
    expect(find(world, 'хат', { fonds: [FONDS] })).toEqual([document]);
    world.journal.write([{ rec: unit(8), f: { parent: inventory } }]);
    await world.settled();
    expect(find(world, 'хат', { fonds: [FONDS] })).toEqual([]);
    expect(find(world, 'хат', { fonds: [fonds] })).toEqual([document]);
  });

  it('forgets the name of a tag that went into the bin since the index was stored', async () => {
    const world = await openThirtyUnits();
    expect(find(world, 'школа ')).toHaveLength(UNITS / 3);
    await world.stored();
    await world.engine.close();
    world.journal.write([{ rec: TAG, k: 'del' }]);
    await world.restart();
    await world.settled();
    expect(find(world, 'школа ')).toEqual([]);
    expect(await verify(world)).toMatchObject({ untrue: 0 });
  });
});
