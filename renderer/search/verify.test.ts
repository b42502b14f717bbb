import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { closeWorlds } from './fixture-engine.ts';
import {
  FONDS,
  TAG,
  unit,
  UNITS,
  openThirtyUnits,
  type Done,
  verify,
  find,
  changeUnseen,
} from './fixture-thirty-units.ts';

afterEach(closeWorlds);

describe('a check of the whole index', () => {
  it('finds nothing in a true one, however it came to be', async () => {
    const world = await openThirtyUnits();
    expect(await verify(world)).toMatchObject({ isWhole: true, checked: UNITS + 3, untrue: 0, findings: [] });
    world.journal.write([{ rec: FONDS, f: { number: { num: 7 } } }]);
    world.journal.write([{ rec: unit(4), k: 'del' }]);
    world.journal.write([{ rec: TAG, f: { 'label/ru': 'Мектеп' } }]);
    world.journal.write([{ rec: unit(3), f: { [`tags/${TAG}`]: false } }]);
    await world.settled();
    expect(await verify(world)).toMatchObject({ untrue: 0 });
    await world.stored();
    await world.restart();
    expect((await world.settled()).from).toBe('snapshot');
    expect(await verify(world)).toMatchObject({ untrue: 0 });
  });

  it('finds rows that changed without notice, and the index is true afterwards', async () => {
    const world = await openThirtyUnits();
    await changeUnseen(world, unit(5), 'слово5', 'подмена');
    await changeUnseen(world, unit(6), '1926', '1826');
    await world.db().records.delete(unit(7));
    expect(find(world, 'подмена')).toEqual([]);
    const { untrue, findings } = await verify(world);
    expect(untrue).toBe(3);
    expect(findings).toEqual(
      expect.arrayContaining([
        { kind: 'unfound', id: unit(5) },
        { kind: 'facts', id: unit(6) },
        { kind: 'dead', id: unit(7) },
      ]),
    );
    expect((await world.settled()).from).toBe('healed');
    expect(find(world, 'подмена')).toEqual([unit(5)]);
    expect(find(world, '', { from: 1826, to: 1826 })).toEqual([unit(6)]);
    expect(find(world, 'слово7 ')).toEqual([]);
    expect(await verify(world)).toMatchObject({ untrue: 0 });
  });

  it('finds a fonds whose number changed without notice, and all that lies in it', async () => {
    const world = await openThirtyUnits();
    await changeUnseen(world, FONDS, '"num":5', '"num":6');
    const { untrue } = await verify(world);
    expect(untrue).toBe(UNITS + 2);
    expect(find(world, 'Ф. 6 Оп. 1 Д. 3 ')).toEqual([unit(2)]);
  });

  it('does not take for untrue what is written while it goes on', async () => {
    const world = await openThirtyUnits();
    for (let i = 0; i < 10; i++) {
      const checking = verify(world);
      for (let j = 0; j < UNITS; j++) {
        world.journal.write([{ rec: unit(j), f: { 'title/ru': `Дело ${i} слово${j}` } }]);
        if (j % 5 === 0) world.journal.write([{ rec: FONDS, f: { number: { num: 5 + i + j } } }]);
        if (j % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
      expect(await checking).toMatchObject({ untrue: 0 });
    }
    await world.settled();
    expect(find(world, 'Дело 9 слово3 ')).toEqual([unit(3)]);
  });
});

it('a check that breaks off is not shown as going on', async () => {
  const world = await openThirtyUnits();
  const closed = new Promise<void>((resolve) => {
    world.check.subscribe(() => {
      if (world.check.get().state === 'running') resolve(world.engine.close());
    });
  });
  world.engine.verify();
  await closed;
  expect(world.check.get()).toEqual({ state: 'none' });
});

describe('a check of some entries', () => {
  it('is made by itself when nothing has changed for a while, and heals once in an hour', async () => {
    let time = 1_000_000;
    const world = await openThirtyUnits(() => time);
    const next = async (ms: number): Promise<Done> => {
      const before = world.check.get();
      time += ms;
      world.engine.grown();
      return world.until(world.check, (check): check is Done => check.state === 'done' && check !== before);
    };
    expect(await next(31_000)).toMatchObject({ isWhole: false, untrue: 0 });
    await changeUnseen(world, unit(11), 'слово11', 'подмена');
    expect(await next(31 * 60_000)).toMatchObject({ isWhole: false, untrue: 1 });
    expect((await world.settled()).from).toBe('healed');
    expect(find(world, 'подмена')).toEqual([unit(11)]);
    await changeUnseen(world, unit(12), 'слово12', 'другая');
    expect(await next(31 * 60_000)).toMatchObject({ untrue: 1, isHealed: false });
    expect(find(world, 'другая')).toEqual([]);
    expect(await next(31 * 60_000)).toMatchObject({ untrue: 1 });
    expect(find(world, 'другая')).toEqual([unit(12)]);
  });
});
