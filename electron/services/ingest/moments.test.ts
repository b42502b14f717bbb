/** Things that happen at the same moment, or while the program was not there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeScan as makeOneScan } from '../../../test/fixtures/make-scan.ts';
import { inPieces, openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { TroubleError } from '../../../shared/result.ts';
import { deleteRecord, newRecord } from '../../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';

let folder: string;
let archive: TestIngest;
let turn = 0;

// One archive for all: each test has imports, and bytes, of its own.
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-moments-'));
  archive = await openTestIngest(folder);
});
beforeEach(() => void (turn += 1));
afterAll(async () => {
  await archive.close();
  rmSync(folder, { recursive: true, force: true });
});

const makeScan = (name: string) => makeOneScan(`${turn} ${name}`);

/** The documents outside the bin that came with one of these imports. */
async function documentsOf(...ids: string[]): Promise<RecordView[]> {
  return (await archive.documents()).filter((view) => ids.some((id) => view.values['import'] === id));
}

async function reopenWith(sql: string): Promise<void> {
  await archive.ingest.idle();
  await archive.close();
  const jobs = new DatabaseSync(path.join(folder, 'jobs.db'));
  jobs.exec(sql);
  jobs.close();
  archive = await openTestIngest(folder);
  await archive.ingest.idle();
}

describe('a finished import', () => {
  test('that has lost a received file waits for a person, and takes it once more', async () => {
    const scan = await makeScan('a');
    const { services } = archive.ingest;
    const { import: id } = await services['import.begin']({ source: 's', parent: null });
    await services['import.expect']({ import: id, files: [{ path: 'a.png', size: scan.length }] });
    await reopenWith(`
      UPDATE imports SET state = 'running' WHERE id = '${id}';
      UPDATE files SET state = 'received', sha256 = '${'0'.repeat(64)}' WHERE import = '${id}'`);
    expect(await archive.report(id)).toMatchObject({
      report: { state: 'interrupted', open: 1, refused: 0 },
      files: [{ state: 'expected' }],
    });
    expect(await archive.ingest.putFile(id, 0, inPieces(scan))).toMatchObject({ ok: true });
    expect((await archive.finish(id)).report).toMatchObject({ state: 'done', stored: 1, refused: 0 });
  });

  test.each([
    ["state = 'received', document = NULL, mime = NULL, pages = NULL", { known: 1, stored: 0 }],
    ["state = 'judged'", { known: 0, stored: 1 }],
  ])('whose last lines a power cut took back (%s) finds its files in the vault', async (lines, sum) => {
    const id = await archive.send({ 'a.png': await makeScan('a') });
    const { files } = await archive.finish(id);
    await reopenWith(
      `UPDATE imports SET state = 'running' WHERE id = '${id}'; UPDATE files SET ${lines} WHERE import = '${id}'`,
    );
    expect(await archive.report(id)).toMatchObject({
      report: { state: 'done', open: 0, refused: 0, ...sum },
      files: [{ document: files[0]?.document }],
    });
    expect(await documentsOf(id)).toHaveLength(1);
  });

  test.each(['for the first time', 'once more'])('waits for a file that is being sent %s', async (when) => {
    const scan = await makeScan('a');
    const { services } = archive.ingest;
    const { import: id } = await services['import.begin']({ source: 's', parent: null });
    await services['import.expect']({ import: id, files: [{ path: 'a.png', size: scan.length }] });
    if (when === 'once more') await archive.ingest.takePath(id, 0, path.join(folder, 'gone.png'));
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    let tellBegun = () => {};
    const begun = new Promise<void>((resolve) => (tellBegun = resolve));
    async function* slowly() {
      yield scan.slice(0, 50);
      tellBegun();
      await gate;
      yield scan.slice(50);
    }
    const coming = archive.ingest.putFile(id, 0, slowly());
    await begun;
    expect((await archive.finish(id)).report).toMatchObject({ state: 'running' });
    goOn();
    expect(await coming).toMatchObject({ ok: true });
    await archive.ingest.idle();
    expect((await archive.report(id)).report).toMatchObject({ state: 'done', stored: 1, refused: 0 });
  });
});

test('an import that is cancelled while a file comes stays cancelled', async () => {
  const scan = await makeScan('a');
  const id = await archive.send({ 'a.png': null });
  await reopenWith('');
  expect((await archive.report(id)).report).toMatchObject({ state: 'interrupted' });
  await Promise.all([
    archive.ingest.services['import.cancel']({ import: id }),
    archive.ingest.putFile(id, 0, inPieces(scan)),
    archive.ingest.services['import.expect']({ import: id, files: [{ path: 'b', size: 1 }] }).catch(() => 0),
  ]);
  await archive.ingest.idle();
  expect((await archive.report(id)).report).toMatchObject({ state: 'cancelled', open: 0 });
  expect(await archive.vault.openBatches()).toEqual([]);
});

test('a cancelled import that could not be cleared up is cleared up at the next start', async () => {
  const id = await archive.send({ 'a.png': null });
  await reopenWith(`UPDATE imports SET state = 'cancelled' WHERE id = '${id}'; DELETE FROM jobs`);
  expect((await archive.report(id)).report).toMatchObject({ state: 'cancelled', refused: 1, open: 0 });
});

test('the same file sent twice at the same moment comes in once', async () => {
  const scan = await makeScan('a');
  const { services } = archive.ingest;
  const { import: id } = await services['import.begin']({ source: 's', parent: null });
  await services['import.expect']({ import: id, files: [{ path: 'a.png', size: scan.length }] });
  const answers = await Promise.all([
    archive.ingest.putFile(id, 0, inPieces(scan)),
    archive.ingest.putFile(id, 0, inPieces(scan)),
  ]);
  expect(answers).toMatchObject([{ ok: true }, { code: 'ALREADY_HERE' }]);
  expect((await archive.finish(id)).report).toMatchObject({ seen: 1, stored: 1 });
});

test('two imports of the same files at the same time store each once', async () => {
  const scans = Object.fromEntries(
    await Promise.all([1, 2, 3].map(async (at) => [`${at}.png`, await makeScan(`${at}`)] as const)),
  );
  const ids = await Promise.all([archive.send(scans), archive.send(scans)]);
  await Promise.all(ids.map((id) => archive.ingest.services['import.finish']({ import: id })));
  await archive.ingest.idle();
  const reports = await Promise.all(ids.map(async (id) => (await archive.report(id)).report));
  expect(reports.map(({ state, stored, known }) => [state, stored + known])).toEqual([
    ['done', 3],
    ['done', 3],
  ]);
  expect(reports.reduce((sum, { stored }) => sum + stored, 0)).toBe(3);
  expect(await documentsOf(...ids)).toHaveLength(3);
});

test('documents are not hidden in a unit that is in the bin', async () => {
  const [fonds, inventory, unit] = [newId(), newId(), newId()];
  const number = { num: 1 };
  const commit = (edits: Parameters<typeof archive.journal.commit>[0]['edits']) =>
    archive.journal.commit({ id: newId(), command: 'test', edits }, 'window');
  await commit([
    newRecord(fonds, 'fonds', { parent: null, number }),
    newRecord(inventory, 'inventory', { parent: fonds, number }),
    newRecord(unit, 'unit', { parent: inventory, number }),
  ]);
  const { services } = archive.ingest;
  const { import: id } = await services['import.begin']({ source: 's', parent: unit });
  const [state] = await archive.journal.state([fonds]);
  if (state === undefined) throw new Error('the fonds was made');
  await commit([deleteRecord(viewOf(state))]);
  await expect(services['import.begin']({ source: 's', parent: unit })).rejects.toMatchObject({
    code: 'NO_SUCH_RECORD',
  });
  const scan = await makeScan('a');
  await services['import.expect']({ import: id, files: [{ path: 'a.png', size: scan.length }] });
  await archive.ingest.putFile(id, 0, inPieces(scan));
  expect((await archive.finish(id)).report).toMatchObject({ stored: 1 });
  expect((await documentsOf(id)).map(({ values }) => values['parent'])).toEqual([undefined]);
});

test('a part that is too short is not taken for the file when the program ended before dropping it', async () => {
  await archive.close();
  const drop = () => Promise.reject(new Error('the program has ended'));
  archive = await openTestIngest(folder, { vault: (vault) => ({ ...vault, drop }) });
  const scan = await makeScan('a');
  const id = await archive.send({ 'a.png': null });
  const { first } = await archive.ingest.services['import.expect']({
    import: id,
    files: [{ path: 'b.png', size: scan.length + 1 }],
  });
  expect(await archive.ingest.putFile(id, first, inPieces(scan))).toMatchObject({ ok: false });
  await reopenWith('');
  expect((await archive.report(id)).files[first]).toMatchObject({ path: 'b.png', state: 'expected' });
});

test('of two equal files the second is kept only when the first has its records', async () => {
  // Both have arrived, and are taken in together by the next start.
  await archive.close();
  const keep = () => Promise.reject(new TroubleError('DISK_ERROR'));
  archive = await openTestIngest(folder, { vault: (vault) => ({ ...vault, keep }) });
  const scan = await makeScan('a');
  const id = await archive.send({ 'a.png': scan, 'b.png': scan });
  await archive.ingest.idle();
  await archive.close();
  const happened: string[] = [];
  archive = await openTestIngest(folder, {
    vault: (vault) => ({
      ...vault,
      keep(batch, no, meta) {
        happened.push('keep');
        return vault.keep(batch, no, meta);
      },
    }),
    journal: (journal) => ({
      ...journal,
      async commit(change, writer) {
        const written = await journal.commit(change, writer);
        if (change.command === 'import.add') happened.push('written');
        return written;
      },
    }),
  });
  const { report } = await archive.finish(id);
  expect(report).toMatchObject({ stored: 1, known: 1 });
  expect(happened).toEqual(['keep', 'written', 'keep']);
});
