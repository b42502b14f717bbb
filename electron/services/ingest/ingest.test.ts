import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { makeScan as makeOneScan } from '../../../test/fixtures/make-scan.ts';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { inPieces, openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { DERIVE_JOB } from './derive-pictures.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';

let folder: string;
let archive: TestIngest;
let turn = 0;

// One archive for all: each test has imports, and bytes, of its own.
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-ingest-'));
  archive = await openTestIngest(folder);
});
beforeEach(() => void (turn += 1));
afterAll(async () => {
  await archive.close();
  rmSync(folder, { recursive: true, force: true });
});

const makeScan = (name: string) => makeOneScan(`${turn} ${name}`);

/** The documents outside the bin that came with an import. */
async function documentsOf(id: string): Promise<RecordView[]> {
  return (await archive.documents()).filter((view) => view.values['import'] === id);
}

/** The job of an import and that of its pictures. */
async function jobsOf(id: string) {
  const { jobs } = await archive.ingest.services['job.list']({});
  const ids = [id, derivedId(id, DERIVE_JOB)];
  return jobs
    .filter((job) => ids.includes(job.id))
    .map(({ kind, state, done, total }) => [kind, state, done, total]);
}

async function reopen(): Promise<void> {
  await archive.close();
  archive = await openTestIngest(folder);
}

const outcomes = (files: readonly { path: string; state: string; code?: string | undefined }[]) =>
  Object.fromEntries(files.map(({ path, state, code }) => [path, code ?? state]));

describe('an import of mixed files', () => {
  test('says of each what became of it, and adds up', async () => {
    const scan = await makeScan('a');
    const id = await archive.send({
      'folder/10.png': scan,
      'folder/2.tif': makeTiff({ pages: [{}, {}] }),
      'folder/again.png': scan,
      'folder/sub/minutes.pdf': makePdf({ pages: ['Minutes', 'of 1932', 'third'] }),
      'folder/really.pdf': await sharp(await makeScan('b'))
        .jpeg()
        .toBuffer(),
      'folder/locked.pdf': makePdf({ locked: true }),
      'folder/empty.png': new Uint8Array(),
      'folder/notes.txt': Buffer.from('not a document'),
      'folder/cut.png': (await makeScan('c')).subarray(0, 100),
      'folder/never.png': null,
    });
    const { report, files } = await archive.finish(id);
    expect(report).toMatchObject({ state: 'done', seen: 10, stored: 4, known: 1, refused: 5, open: 0 });
    expect(outcomes(files)).toEqual({
      'folder/10.png': 'stored',
      'folder/2.tif': 'stored',
      'folder/again.png': 'known',
      'folder/sub/minutes.pdf': 'stored',
      'folder/really.pdf': 'stored',
      'folder/locked.pdf': 'LOCKED',
      'folder/empty.png': 'EMPTY',
      'folder/notes.txt': 'NOT_A_DOCUMENT',
      'folder/cut.png': 'TRUNCATED',
      'folder/never.png': 'NEVER_ARRIVED',
    });
    expect(files[2]?.document).toBe(files[0]?.document);
    expect(files[4]?.warnings).toEqual(['MISLABELLED']);

    // The records: a document each, with its pages, in the order of names.
    const found = await documentsOf(id);
    const byName = new Map(found.map((view) => [(view.values['file'] as { name: string }).name, view]));
    const minutes = byName.get('folder/sub/minutes.pdf');
    expect(minutes?.values['parent']).toBeUndefined();
    expect(minutes?.values).toMatchObject({
      import: id,
      opening: 'Minutes of 1932 third',
      file: { mime: 'application/pdf', pages: 3, picture: true, sha256: files[3]?.sha256 },
    });
    const pages = await archive.journal.pages({ parent: minutes?.id ?? '' });
    expect(pages.states.map((state) => viewOf(state).values['image'])).toEqual(
      [0, 1, 2].map((index) => ({ sha256: files[3]?.sha256, index })),
    );
    const place = (view: RecordView) => view.values['order'] as string;
    const inOrder = [...byName].sort(([, a], [, b]) => (place(a) < place(b) ? -1 : 1));
    expect(inOrder.map(([name]) => name)).toEqual([
      'folder/2.tif',
      'folder/10.png',
      'folder/really.pdf',
      'folder/sub/minutes.pdf',
    ]);

    // One batch per folder, both sealed; pictures of every page.
    expect(await archive.vault.openBatches()).toEqual([]);
    for (const { sha256, state } of files) {
      if (state !== 'stored') continue;
      expect(await archive.ingest.picture(sha256 ?? '', 0, 'thumb')).toMatchObject({ ok: true });
    }
    expect((await archive.journal.verify()).ok).toBe(true);
    const lastTold = () => archive.events.filter(({ event }) => event === 'import.changed').at(-1);
    await expect.poll(() => lastTold()?.value).toEqual(report);
    expect(await jobsOf(id)).toEqual([
      ['import', 'done', 10, 10],
      ['derive', 'done', 7, 7],
    ]);
  });

  test('a sound file without a picture is stored and says so', async () => {
    const id = await archive.send({ '48-bit.tif': makeTiff({ pages: [{ bits: 48 }] }) });
    const { files } = await archive.finish(id);
    expect(files[0]).toMatchObject({ state: 'stored', warnings: ['NO_PICTURE'], pages: 1 });
    expect(await archive.ingest.picture(files[0]?.sha256 ?? '', 0, 'thumb')).toMatchObject({
      code: 'NO_PICTURE',
    });
    expect((await documentsOf(id))[0]?.values['file']).toMatchObject({ picture: false });
  });

  test('a file whose picture fails only when it is made says so, in the report and in its document', async () => {
    // Too large to be tried at once, and no LZW.
    const garbled = { width: 1000, height: 600, entries: [{ tag: 259, type: 3, values: [5] } as const] };
    const id = await archive.send({ 'garbled.tif': makeTiff({ pages: [garbled] }) });
    const { files } = await archive.finish(id);
    expect(files[0]).toMatchObject({ state: 'stored', warnings: ['NO_PICTURE'] });
    expect((await documentsOf(id))[0]?.values['file']).toMatchObject({ picture: false, pages: 1 });
  });

  test('into a unit hangs the documents there; into anything else is refused at once', async () => {
    const at = '01900000-0000-7000-8000-';
    const [fonds, inventory, unit] = [`${at}000000000001`, `${at}000000000002`, `${at}000000000003`];
    const number = { num: 1 };
    await archive.journal.commit(
      {
        id: `${at}000000000009`,
        command: 'record.create',
        edits: [
          newRecord(fonds, 'fonds', { parent: null, number }),
          newRecord(inventory, 'inventory', { parent: fonds, number }),
          newRecord(unit, 'unit', { parent: inventory, number }),
        ],
      },
      'window',
    );
    const id = await archive.send({ 'a.png': await makeScan('a') }, unit);
    await archive.finish(id);
    expect((await documentsOf(id))[0]?.values['parent']).toBe(unit);
    await expect(archive.send({}, fonds)).rejects.toMatchObject({ code: 'BAD_PARENT' });
    await expect(archive.send({}, `${at}0000000000ff`)).rejects.toMatchObject({ code: 'NO_SUCH_RECORD' });
  });

  test('is taken back as a whole, and its files can come again', async () => {
    const scan = await makeScan('a');
    const id = await archive.send({ 'a.png': scan, 'b.tif': makeTiff({ pages: [{ width: 77 }] }) });
    await archive.finish(id);
    expect(await documentsOf(id)).toHaveLength(2);
    expect((await archive.ingest.services['import.undo']({ import: id })).records).toBe(4);
    expect(await documentsOf(id)).toHaveLength(0);
    // The bytes are still in the vault, but nobody sees them: a new document is made for them.
    const again = await archive.send({ 'a.png': scan });
    const { report } = await archive.finish(again);
    expect(report).toMatchObject({ stored: 1, known: 0 });
    expect(await documentsOf(again)).toHaveLength(1);
  });
});

describe('bytes on their way', () => {
  async function announce(path: string, size: number): Promise<string> {
    const { import: id } = await archive.ingest.services['import.begin']({ source: 's', parent: null });
    await archive.ingest.services['import.expect']({ import: id, files: [{ path, size }] });
    return id;
  }

  test('that break off leave the file expected, and it can be sent again', async () => {
    const scan = await makeScan('a');
    const id = await announce('a.png', scan.length);
    async function* breaking() {
      yield scan.slice(0, 50);
      throw new Error('the window was closed');
    }
    expect(await archive.ingest.putFile(id, 0, breaking())).toMatchObject({ code: 'INCOMPLETE' });
    expect(await archive.ingest.putFile(id, 0, inPieces(scan.subarray(0, 60)))).toMatchObject({
      code: 'INCOMPLETE',
    });
    expect((await archive.report(id)).report).toMatchObject({ open: 1 });
    expect(await archive.ingest.putFile(id, 0, inPieces(scan))).toEqual({ ok: true, value: null });
    expect((await archive.finish(id)).report).toMatchObject({ stored: 1, refused: 0 });
  });

  test('are refused when nobody announced them, when they came already, when the import is over', async () => {
    const scan = await makeScan('a');
    const id = await announce('a.png', scan.length);
    expect(await archive.ingest.putFile(id, 5, inPieces(scan))).toMatchObject({ code: 'NO_SUCH_FILE' });
    await archive.ingest.putFile(id, 0, inPieces(scan));
    expect(await archive.ingest.putFile(id, 0, inPieces(scan))).toMatchObject({ code: 'ALREADY_HERE' });
    await archive.finish(id);
    expect(await archive.ingest.putFile(id, 0, inPieces(scan))).toMatchObject({ code: 'IMPORT_ENDED' });
    await expect(
      archive.ingest.services['import.expect']({ import: id, files: [{ path: 'b', size: 1 }] }),
    ).rejects.toMatchObject({ code: 'IMPORT_ENDED' });
  });

  test('from a path that is not there stand as unreadable', async () => {
    const id = await announce('gone.png', 5);
    expect(await archive.ingest.takePath(id, 0, path.join(folder, 'gone.png'))).toMatchObject({ ok: false });
    expect(outcomes((await archive.finish(id)).files)).toEqual({ 'gone.png': 'UNREADABLE' });
  });
});

test('a cancelled import keeps what is stored and refuses the rest', async () => {
  const id = await archive.send({ 'a.png': await makeScan('a'), 'b.png': null });
  await archive.ingest.idle();
  await archive.ingest.services['job.cancel']({ id });
  await archive.ingest.idle();
  const { report, files } = await archive.report(id);
  expect(report).toMatchObject({ state: 'cancelled', seen: 2, stored: 1, refused: 1, open: 0 });
  expect(outcomes(files)).toEqual({ 'a.png': 'stored', 'b.png': 'CANCELLED' });
  expect(await archive.vault.openBatches()).toEqual([]);
  expect(await documentsOf(id)).toHaveLength(1);
});

test('pictures come back after the cache was deleted, and missing ones are no error', async () => {
  const id = await archive.send({ 'a.png': await makeScan('a') });
  const { files } = await archive.finish(id);
  rmSync(path.join(folder, 'vault', 'cache'), { recursive: true });
  const asked = ['thumb', 'reading', 'thumb'] as const;
  for (const made of await Promise.all(
    asked.map((size) => archive.ingest.picture(files[0]?.sha256 ?? '', 0, size)),
  )) {
    expect(made).toMatchObject({ ok: true });
  }
  expect(await archive.ingest.picture('0'.repeat(64), 0, 'thumb')).toMatchObject({ code: 'NOT_FOUND' });
});

test('an interrupted import waits for a person, who goes on or finishes it', async () => {
  const scan = await makeScan('b');
  const id = await archive.send({ 'a.png': await makeScan('a'), 'b.png': null, 'c.png': null });
  await reopen();
  await archive.ingest.idle();
  expect((await archive.report(id)).report).toMatchObject({ state: 'interrupted', stored: 1, open: 2 });
  const { import: again } = await archive.ingest.services['import.begin']({ source: 'again', parent: null });
  await archive.ingest.services['import.expect']({
    import: again,
    files: [{ path: 'b.png', size: scan.length }],
  });
  await archive.ingest.putFile(again, 0, inPieces(scan));
  expect((await archive.finish(again)).report).toMatchObject({ stored: 1 });
  expect((await archive.finish(id)).report).toMatchObject({ state: 'done', stored: 1, refused: 2, open: 0 });
});

test('an import that the program was closed over goes on by itself', async () => {
  const names = Array.from({ length: 12 }, (_, at) => `${at}.png`);
  const scans = await Promise.all(names.map(async (name) => [name, await makeScan(name)] as const));
  const id = await archive.send(Object.fromEntries(scans));
  await archive.ingest.services['import.finish']({ import: id });
  await reopen();
  await archive.ingest.idle();
  expect((await archive.report(id)).report).toMatchObject({ state: 'done', stored: 12, open: 0 });
  expect(await jobsOf(id)).toEqual([
    ['import', 'done', 12, 12],
    ['derive', 'done', 12, 12],
  ]);
});

test('a damaged jobs.db is set aside, and what is in the vault gets its records', async () => {
  const id = await archive.send({ 'a.png': await makeScan('a') });
  await archive.ingest.idle();
  await archive.close();
  writeFileSync(
    path.join(folder, 'jobs.db'),
    'this is no database, and long enough to be looked at '.repeat(200),
  );
  archive = await openTestIngest(folder);
  await archive.ingest.idle();
  expect((await archive.report(id)).report).toMatchObject({ state: 'interrupted', seen: 1, stored: 1 });
  expect(await documentsOf(id)).toHaveLength(1);
  expect((await archive.finish(id)).report).toMatchObject({ state: 'done', stored: 1 });
});
