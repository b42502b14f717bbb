/** Files that become the leaves of a unit: in order, once, and taken back. */
import { describe, expect, test } from 'vitest';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { inPieces } from '../../../test/fixtures/open-ingest.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import { must } from '../../../shared/must.ts';
import { deleteRecord } from '../../../shared/sync/edits.ts';
import { boundPageId } from './bound-file.ts';
import { bindingWorld, type Sent } from './fixture-binding.ts';

const world = bindingWorld();
const { announce, commit, makeScan, pages, send, to, told, view } = world;

describe('files bound to a unit', () => {
  test('become the pages of one document, by leaf and not by arrival', async () => {
    const names = ['3', '1', '1об', '2а', '2', '12', '2об'];
    const files = await Promise.all(
      names.map(async (name): Promise<Sent> => [`${name}.png`, await makeScan(name), to(name)]),
    );
    const id = await send([...files, ['cover.png', await makeScan('cover'), to(null)]]);
    const { report, files: outcomes } = await world.archive.finish(id);
    expect(report).toMatchObject({ state: 'done', seen: 8, stored: 8, refused: 0 });
    expect(await told()).toEqual([
      '1:1.png',
      '1об:1об.png',
      '2:2.png',
      '2об:2об.png',
      '2а:2а.png',
      '3:3.png',
      '12:12.png',
      ':cover.png',
    ]);
    const sheaf = must(await view(sheafIdOf(world.unit)), 'the sheaf');
    expect(sheaf.values).toEqual({ parent: world.unit, order: 'Zz' });
    expect(outcomes[0]).toMatchObject({
      document: sheaf.id,
      bound: { unit: world.unit, leaf: '3', page: boundPageId(id, 0, 0) },
    });
    const [first] = await pages();
    expect(first?.values).toMatchObject({
      parent: sheaf.id,
      import: id,
      file: { name: '1.png', mime: 'image/png', pages: 1, picture: true },
    });
    expect(await world.archive.vault.openBatches()).toEqual([]);
    expect((await world.archive.journal.verify()).ok).toBe(true);
  });

  test('of several pictures follow each other, counted on where that is said', async () => {
    const tiff = makeTiff({ pages: [{}, {}, {}] });
    await world.archive.finish(
      await send([
        ['b.tif', tiff, to('5об', { counted: true, same: 'page' })],
        ['a.tif', tiff, to('2')],
        ['7.png', await makeScan('7'), to('7')],
      ]),
    );
    expect(await told()).toEqual([
      '2:a.tif',
      ':a.tif#1',
      ':a.tif#2',
      '5об:b.tif',
      '6:b.tif#1',
      '6 об.:b.tif#2',
      '7:7.png',
    ]);
  });

  test('stand behind a page, or in its place, when a person says so; undo brings the picture back', async () => {
    const [one, two, three, new2] = await Promise.all(['1', '2', '3', 'new 2'].map((name) => makeScan(name)));
    const first = await send([
      ['1.png', must(one, '1'), to('1')],
      ['2.png', must(two, '2'), to('2')],
      ['3.png', must(three, '3'), to('3')],
    ]);
    await world.archive.finish(first);
    const page2 = boundPageId(first, 1, 0);
    await world.archive.finish(
      await send([
        ['between.png', await makeScan('between'), to(null, { place: { after: page2 } })],
        ['front.png', await makeScan('front'), to(null, { place: { after: null } })],
      ]),
    );
    expect(await told()).toEqual([':front.png', '1:1.png', '2:2.png', ':between.png', '3:3.png']);
    const again = await send([['2 new.png', must(new2, 'new 2'), to(null, { there: page2 })]]);
    expect((await world.archive.finish(again)).report).toMatchObject({ stored: 1 });
    expect(await told()).toEqual([':front.png', '1:1.png', '2:2 new.png', ':between.png', '3:3.png']);
    expect((await pages()).map(({ id }) => id)).toContain(page2);
    await world.archive.journal.undo();
    expect(await told()).toEqual([':front.png', '1:1.png', '2:2.png', ':between.png', '3:3.png']);
  });

  test('are recognised on their leaf, and taken again on another one', async () => {
    const scan = await makeScan('a');
    await world.archive.finish(await send([['1.png', scan, to('1')]]));
    const { report, files } = await world.archive.finish(
      await send([
        ['again.png', scan, to('1 лиц.')],
        ['2.png', scan, to('2')],
        ['blank.png', scan, to('1', { same: 'page' })],
      ]),
    );
    expect(report).toMatchObject({ seen: 3, known: 1, stored: 2 });
    expect(files.map(({ state, warnings }) => [state, ...warnings])).toEqual([
      ['known'],
      ['stored', 'ALSO_ELSEWHERE'],
      ['stored', 'ALSO_ELSEWHERE'],
    ]);
    expect(await told()).toEqual(['1:1.png', '1:blank.png', '2:2.png']);
    // As a loose file it is known too, and by the document that the leaves are.
    const loose = await world.archive.finish(await world.archive.send({ 'loose.png': scan }));
    expect(loose.files).toMatchObject([{ state: 'known', document: sheafIdOf(world.unit) }]);
  });

  test('take the place of what their leaves showed, when that is said', async () => {
    await world.archive.finish(await send([['1.png', await makeScan('1'), to('1')]]));
    const [before] = await pages();
    await world.archive.finish(
      await send([
        ['1 a.png', await makeScan('1 a'), to('1', { there: 'replace' })],
        ['1 b.png', await makeScan('1 b'), to('1')],
        ['2.png', await makeScan('2'), to('2', { there: 'replace' })],
      ]),
    );
    expect(await told()).toEqual(['1:1 a.png', '1:1 b.png', '2:2.png']);
    expect((await pages())[0]?.id).toBe(before?.id);
  });
});

describe('files of one name and the same bytes in one import', () => {
  // A scanner that names all its files the same, and two leaves that bear nothing.
  test.each(['both', 'replace'] as const)('are each on their own leaf (%s)', async (there) => {
    const scan = await makeScan('nothing');
    const id = await send([
      ['scan.png', scan, to('1', { there, same: 'page' })],
      ['scan.png', scan, to('2', { there, same: 'page' })],
    ]);
    expect((await world.archive.finish(id)).report).toMatchObject({ stored: 2, known: 0 });
    expect(await told()).toEqual(['1:scan.png', '2:scan.png']);
  });
});

describe('a unit', () => {
  test('that is in the bin takes no announcement, and what was under way becomes a document', async () => {
    const scan = await makeScan('1');
    const { services } = world.archive.ingest;
    const { import: id } = await services['import.begin']({ source: 's', parent: null });
    await announce(id, [['1.png', scan, to('1')]]);
    await commit([deleteRecord(must(await view(world.unit), 'the unit'))]);
    await world.archive.ingest.putFile(id, 0, inPieces(scan));
    const { files } = await world.archive.finish(id);
    expect(files).toMatchObject([{ state: 'stored', warnings: ['NOT_BOUND'] }]);
    const document = must(await view(files[0]?.document ?? ''), 'the document');
    expect(document.t).toBe('document');
    expect(document.values['parent']).toBeUndefined();
    await expect(announce(id, [['2.png', scan, to('2')]])).rejects.toMatchObject({ code: 'IMPORT_ENDED' });
    const { import: other } = await services['import.begin']({ source: 's', parent: null });
    await expect(announce(other, [['2.png', scan, to('2')]])).rejects.toMatchObject({
      code: 'NO_SUCH_RECORD',
    });
  });

  test('whose leaves went into the bin gets new ones; the old ones stay there', async () => {
    await world.archive.finish(await send([['1.png', await makeScan('1'), to('1')]]));
    await commit([deleteRecord(must(await view(sheafIdOf(world.unit)), 'the sheaf'))]);
    await world.archive.finish(await send([['2.png', await makeScan('2'), to('2')]]));
    expect(await told()).toEqual(['2:2.png']);
    expect(must(await view(sheafIdOf(world.unit)), 'the sheaf').deleted).toBe(false);
  });
});

describe('undoing an import', () => {
  test('takes its leaves back, and leaves those of others', async () => {
    const first = await send([['1.png', await makeScan('1'), to('1')]]);
    await world.archive.finish(first);
    await world.archive.finish(await send([['2.png', await makeScan('2'), to('2')]]));
    await world.archive.ingest.services['import.undo']({ import: first });
    expect(await told()).toEqual(['2:2.png']);
  });

  test('brings back the pictures whose place it took, and leaves no empty sheaf', async () => {
    const first = await send([['1.png', await makeScan('1'), to('1')]]);
    await world.archive.finish(first);
    const second = await send([
      ['1 new.png', await makeScan('1 new'), to('1', { there: 'replace' })],
      ['2.png', await makeScan('2'), to('2')],
    ]);
    await world.archive.finish(second);
    expect(await told()).toEqual(['1:1 new.png', '2:2.png']);
    expect(await world.archive.ingest.services['import.undo']({ import: second })).toEqual({ records: 2 });
    expect(await told()).toEqual(['1:1.png']);
    await world.archive.journal.undo();
    expect(await told()).toEqual(['1:1 new.png', '2:2.png']);
    await world.archive.journal.redo();
    await world.archive.ingest.services['import.undo']({ import: first });
    const sheaf = must(await view(sheafIdOf(world.unit)), 'the sheaf');
    expect(sheaf.deleted).toBe(true);
    await world.archive.journal.undo();
    expect(await told()).toEqual(['1:1.png']);
  });
});
