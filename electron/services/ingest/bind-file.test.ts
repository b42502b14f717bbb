/** Files that become the leaves of a unit: in order, once, taken back, also when the program ends between two steps. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeScan as makeAnyScan } from '../../../test/fixtures/make-scan.ts';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { inPieces, openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { boundTo, type Bound } from '../../../shared/binding/bound.ts';
import { readLeafRanges, type Leaves } from '../../../shared/model/leaves.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import { deleteRecord, newRecord } from '../../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';
import { boundPageId } from './bound-file.ts';

let folder: string;
let archive: TestIngest;
let unit: string;

// One archive for all of them, a unit for each: to open an archive takes longer than what is tested.
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-bound-'));
  archive = await openTestIngest(folder);
});
beforeEach(async () => {
  unit = await makeUnit();
});
afterAll(async () => {
  await archive.close();
  rmSync(folder, { recursive: true, force: true });
});

async function makeUnit(): Promise<string> {
  const [fonds, id] = [newId(), newId()];
  await commit([
    newRecord(fonds, 'fonds', { parent: null, number: { num: 5 } }),
    newRecord(id, 'unit', { parent: fonds, number: { num: 123 } }),
  ]);
  return id;
}

function commit(edits: Parameters<Journal['commit']>[0]['edits']) {
  return archive.journal.commit({ id: newId(), command: 'test.make', edits }, 'window');
}

/** Another one in each unit: the same bytes are known elsewhere. */
const makeScan = (name: string) => makeAnyScan(`${unit} ${name}`);
const leaf = (text: string) => readLeafRanges(text) as Leaves;
const to = (text: string | null, more?: Partial<Bound>) =>
  boundTo(unit, text === null ? [] : [leaf(text)], more);

type Sent = readonly [name: string, bytes: Uint8Array | null, bound: Bound];

/** Announces and sends, in the order given; answers the import. */
async function send(files: readonly Sent[]): Promise<string> {
  const { services } = archive.ingest;
  const { import: id } = await services['import.begin']({ source: 'leaves', parent: null });
  await announce(id, files);
  for (const [no, [, bytes]] of files.entries())
    if (bytes !== null) await archive.ingest.putFile(id, no, inPieces(bytes));
  return id;
}

function announce(id: string, files: readonly Sent[]) {
  return archive.ingest.services['import.expect']({
    import: id,
    files: files.map(([name, bytes, bound]) => ({ path: name, size: bytes?.length ?? 1, bound })),
  });
}

async function view(id: string): Promise<RecordView | null> {
  const [state] = await archive.journal.state([id]);
  return state === undefined ? null : viewOf(state);
}

async function pages(of = unit): Promise<RecordView[]> {
  return (await archive.journal.pages({ parent: sheafIdOf(of) })).states.map(viewOf);
}

/** `45:name` of each page in the order of the sheaf. */
async function told(): Promise<string[]> {
  return (await pages()).map(({ values }) => {
    const { written = '' } = (values['leaf'] ?? {}) as { written?: string };
    const { index } = values['image'] as { index: number };
    return `${written}:${(values['file'] as { name: string }).name}${index === 0 ? '' : `#${index}`}`;
  });
}

describe('files bound to a unit', () => {
  test('become the pages of one document, by leaf and not by arrival', async () => {
    const names = ['3', '1', '1об', '2а', '2', '12', '2об'];
    const files = await Promise.all(
      names.map(async (name): Promise<Sent> => [`${name}.png`, await makeScan(name), to(name)]),
    );
    const id = await send([...files, ['cover.png', await makeScan('cover'), to(null)]]);
    const { report, files: outcomes } = await archive.finish(id);
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
    const sheaf = must(await view(sheafIdOf(unit)), 'the sheaf');
    expect(sheaf.values).toEqual({ parent: unit, order: 'Zz' });
    expect(outcomes[0]).toMatchObject({
      document: sheaf.id,
      bound: { unit, leaf: '3', page: boundPageId(id, 0, 0) },
    });
    const [first] = await pages();
    expect(first?.values).toMatchObject({
      parent: sheaf.id,
      import: id,
      file: { name: '1.png', mime: 'image/png', pages: 1, picture: true },
    });
    expect(await archive.vault.openBatches()).toEqual([]);
    expect((await archive.journal.verify()).ok).toBe(true);
  });

  test('of several pictures follow each other, counted on where that is said', async () => {
    const tiff = makeTiff({ pages: [{}, {}, {}] });
    await archive.finish(
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
    await archive.finish(first);
    const page2 = boundPageId(first, 1, 0);
    await archive.finish(
      await send([
        ['between.png', await makeScan('between'), to(null, { place: { after: page2 } })],
        ['front.png', await makeScan('front'), to(null, { place: { after: null } })],
      ]),
    );
    expect(await told()).toEqual([':front.png', '1:1.png', '2:2.png', ':between.png', '3:3.png']);
    const again = await send([['2 new.png', must(new2, 'new 2'), to(null, { there: page2 })]]);
    expect((await archive.finish(again)).report).toMatchObject({ stored: 1 });
    expect(await told()).toEqual([':front.png', '1:1.png', '2:2 new.png', ':between.png', '3:3.png']);
    expect((await pages()).map(({ id }) => id)).toContain(page2);
    await archive.journal.undo();
    expect(await told()).toEqual([':front.png', '1:1.png', '2:2.png', ':between.png', '3:3.png']);
  });

  test('are recognised on their leaf, and taken again on another one', async () => {
    const scan = await makeScan('a');
    await archive.finish(await send([['1.png', scan, to('1')]]));
    const { report, files } = await archive.finish(
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
    const loose = await archive.finish(await archive.send({ 'loose.png': scan }));
    expect(loose.files).toMatchObject([{ state: 'known', document: sheafIdOf(unit) }]);
  });

  test('take the place of what their leaves showed, when that is said', async () => {
    await archive.finish(await send([['1.png', await makeScan('1'), to('1')]]));
    const [before] = await pages();
    await archive.finish(
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
    expect((await archive.finish(id)).report).toMatchObject({ stored: 2, known: 0 });
    expect(await told()).toEqual(['1:scan.png', '2:scan.png']);
  });
});

describe('a unit', () => {
  test('that is in the bin takes no announcement, and what was under way becomes a document', async () => {
    const scan = await makeScan('1');
    const { services } = archive.ingest;
    const { import: id } = await services['import.begin']({ source: 's', parent: null });
    await announce(id, [['1.png', scan, to('1')]]);
    await commit([deleteRecord(must(await view(unit), 'the unit'))]);
    await archive.ingest.putFile(id, 0, inPieces(scan));
    const { files } = await archive.finish(id);
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
    await archive.finish(await send([['1.png', await makeScan('1'), to('1')]]));
    await commit([deleteRecord(must(await view(sheafIdOf(unit)), 'the sheaf'))]);
    await archive.finish(await send([['2.png', await makeScan('2'), to('2')]]));
    expect(await told()).toEqual(['2:2.png']);
    expect(must(await view(sheafIdOf(unit)), 'the sheaf').deleted).toBe(false);
  });
});

describe('undoing an import', () => {
  test('takes its leaves back, and leaves those of others', async () => {
    const first = await send([['1.png', await makeScan('1'), to('1')]]);
    await archive.finish(first);
    await archive.finish(await send([['2.png', await makeScan('2'), to('2')]]));
    await archive.ingest.services['import.undo']({ import: first });
    expect(await told()).toEqual(['2:2.png']);
  });

  test('brings back the pictures whose place it took, and leaves no empty sheaf', async () => {
    const first = await send([['1.png', await makeScan('1'), to('1')]]);
    await archive.finish(first);
    const second = await send([
      ['1 new.png', await makeScan('1 new'), to('1', { there: 'replace' })],
      ['2.png', await makeScan('2'), to('2')],
    ]);
    await archive.finish(second);
    expect(await told()).toEqual(['1:1 new.png', '2:2.png']);
    expect(await archive.ingest.services['import.undo']({ import: second })).toEqual({ records: 2 });
    expect(await told()).toEqual(['1:1.png']);
    await archive.journal.undo();
    expect(await told()).toEqual(['1:1 new.png', '2:2.png']);
    await archive.journal.redo();
    await archive.ingest.services['import.undo']({ import: first });
    const sheaf = must(await view(sheafIdOf(unit)), 'the sheaf');
    expect(sheaf.deleted).toBe(true);
    await archive.journal.undo();
    expect(await told()).toEqual(['1:1.png']);
  });
});

/** A journal that fails as if the program had ended there: before or after the pages are written. */
function endingAt(moment: 'before' | 'after', command: string): (journal: Journal) => Journal {
  let ended = false;
  return (journal) => ({
    ...journal,
    async commit(change, writer) {
      if (change.command !== command) return journal.commit(change, writer);
      if (moment === 'after' && !ended) await journal.commit(change, writer);
      ended = true;
      throw new TroubleError('JOURNAL_BROKEN');
    },
  });
}

describe('an end', () => {
  test.each([
    ['after', 'sheaf.make', false],
    ['before', 'import.add', true],
    ['after', 'import.add', false],
    ['after', 'leaf.replace', true],
  ] as const)('%s %s loses and doubles nothing (jobs.db lost: %s)', async (moment, command, isLost) => {
    if (command === 'leaf.replace')
      await archive.finish(await send([['old.png', await makeScan('old'), to('1')]]));
    await archive.close();
    archive = await openTestIngest(folder, { journal: endingAt(moment, command) });
    const id = await send([
      ['2.tif', makeTiff({ pages: [{}, {}] }), to('2', { counted: true })],
      ['1.png', await makeScan('1'), to('1', { there: 'replace' })],
    ]);
    await archive.ingest.idle();
    await archive.close();
    if (isLost)
      for (const suffix of ['', '-wal', '-shm'])
        rmSync(path.join(folder, `jobs.db${suffix}`), { force: true });
    archive = await openTestIngest(folder);
    await archive.ingest.idle();
    const expected = ['1:1.png', '2:2.tif', '3:2.tif#1'];
    if (!isLost) {
      expect((await archive.finish(id)).report).toMatchObject({ stored: 2, known: 0, open: 0 });
      expect(await told()).toEqual(expected);
    }
    // Sent again, what is there is known, and what a lost jobs.db forgot comes in.
    const again = await send([
      ['2.tif', makeTiff({ pages: [{}, {}] }), to('2', { counted: true })],
      ['1.png', await makeScan('1'), to('1', { there: 'replace' })],
    ]);
    expect((await archive.finish(again)).report).toMatchObject({ seen: 2, refused: 0, open: 0 });
    expect(await told()).toEqual(expected);
    expect((await archive.journal.verify()).ok).toBe(true);
  });
});

describe('a page that somebody waits for', () => {
  test('is there when the answer comes, and the same when it is asked for again', async () => {
    const scan = await makeScan('1');
    const source = path.join(folder, 'scan.png');
    writeFileSync(source, scan);
    const id = await send([['1.png', null, to('1')]]);
    const { services } = archive.ingest;
    const { first } = await services['import.expect']({
      import: id,
      files: [{ path: '2.png', size: scan.length, bound: to('2', { same: 'page' }) }],
    });
    const answers = await Promise.all([
      archive.ingest.takePage(id, first, source),
      archive.ingest.takePage(id, first, source),
    ]);
    const page = boundPageId(id, first, 0);
    for (const answer of answers)
      expect(answer).toMatchObject({
        ok: true,
        value: { state: 'stored', mime: 'image/png', pages: [page] },
      });
    expect(await told()).toEqual(['2:2.png']);
    await archive.close();
    archive = await openTestIngest(folder);
    expect(await archive.ingest.takePage(id, first, source)).toMatchObject({ value: { pages: [page] } });
    expect(await told()).toEqual(['2:2.png']);
    writeFileSync(source, 'nothing');
    expect(await archive.ingest.takePage(id, 0, source)).toMatchObject({ ok: false, code: 'INCOMPLETE' });
    expect(await archive.ingest.takePage(id, 99, source)).toMatchObject({ ok: false, code: 'NO_SUCH_FILE' });
  });
});
