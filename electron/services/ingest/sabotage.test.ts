/** Bad days by real sabotage: kills between two steps, killed children, full disks. What is stored stays, nothing is doubled. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { inPieces, openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { findSmallDisk } from '../../../test/fixtures/small-disk.ts';
import { v7 as newId } from 'uuid';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import { TroubleError } from '../../../shared/result.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';

/** These start several processes one after the other, on a machine that may have other work. */
const SLOW = { timeout: 120_000 };

let folder: string;
let archive: TestIngest | null = null;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-sabotage-'));
});
afterEach(async () => {
  await archive?.close();
  archive = null;
  rmSync(folder, { recursive: true, force: true });
});

async function documentNames(of: TestIngest): Promise<string[]> {
  const documents = await of.documents();
  return documents.map((view) => (view.values['file'] as { name: string }).name).sort();
}

/** A journal that fails as if the program had ended there: before or after the document's change is written. */
function endingAt(moment: 'before commit' | 'after commit'): (journal: Journal) => Journal {
  let ended = false;
  return (journal) => ({
    ...journal,
    async commit(change, writer) {
      if (change.command !== 'import.add') return journal.commit(change, writer);
      if (moment === 'after commit' && !ended) await journal.commit(change, writer);
      ended = true;
      throw new TroubleError('JOURNAL_BROKEN');
    },
  });
}

describe.each(['before commit', 'after commit'] as const)('an end %s', (moment) => {
  test.each([false, true])('loses and doubles nothing (jobs.db lost: %s)', async (jobsLost) => {
    archive = await openTestIngest(folder, { journal: endingAt(moment) });
    const files = { 'a.png': await makeScan('a'), 'b.tif': makeTiff({ pages: [{}, {}] }) };
    const id = await archive.send(files);
    await archive.ingest.idle();
    expect((await archive.report(id)).report).toMatchObject({ stored: 0, state: 'interrupted' });
    await archive.close();
    if (jobsLost)
      for (const suffix of ['', '-wal', '-shm'])
        rmSync(path.join(folder, `jobs.db${suffix}`), { force: true });

    archive = await openTestIngest(folder);
    await archive.ingest.idle();
    // What was written before the end is this import's own, and no bytes known from elsewhere.
    if (!jobsLost) expect((await archive.report(id)).report).toMatchObject({ stored: 2, known: 0, open: 0 });
    const stored = await documentNames(archive);
    // Without jobs.db a part that was not kept yet is forgotten: its sender still has it.
    expect(stored).toEqual(jobsLost ? expect.arrayContaining(['a.png']) : ['a.png', 'b.tif']);
    const again = await archive.send(files);
    await archive.ingest.services['import.finish']({ import: again });
    await archive.ingest.idle();
    expect((await archive.report(again)).report).toMatchObject({
      seen: 2,
      known: stored.length,
      refused: 0,
    });
    expect(await documentNames(archive)).toEqual(['a.png', 'b.tif']);
    expect((await archive.journal.verify()).ok).toBe(true);
  });
});

test('killed children cost time and no file', SLOW, async () => {
  const opened = (archive = await openTestIngest(folder));
  const scans = await Promise.all(Array.from({ length: 12 }, (_, at) => makeScan(`scan ${at}`)));
  let killed = 0;
  const killer = setInterval(() => {
    // A task over which three processes die counts as its file's fault.
    const [pid] = opened.ingest.children();
    if (pid === undefined || killed === 2) return;
    process.kill(pid, 'SIGKILL');
    killed++;
  }, 300);
  try {
    const id = await opened.send(Object.fromEntries(scans.map((scan, at) => [`${at}.png`, scan])));
    await opened.ingest.services['import.finish']({ import: id });
    await opened.ingest.idle();
    const [pid] = opened.ingest.children();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    const { report, files } = await opened.report(id);
    expect(report).toMatchObject({ stored: 12, refused: 0 });
    rmSync(path.join(folder, 'vault', 'cache'), { recursive: true });
    expect(await opened.ingest.picture(files[0]?.sha256 ?? '', 0, 'thumb')).toMatchObject({ ok: true });
  } finally {
    clearInterval(killer);
  }
});

test(
  'a process killed at any moment of an import can be started again over the same files',
  SLOW,
  async () => {
    const source = path.join(folder, 'scans');
    const data = path.join(folder, 'data');
    mkdirSync(source);
    for (let at = 0; at < 10; at++) {
      const picture = await sharp(await makeScan(`kill ${at}`))
        .resize(900, 900)
        .jpeg()
        .toBuffer();
      writeFileSync(path.join(source, `${at}.jpg`), picture);
    }
    writeFileSync(path.join(source, 'p.tif'), makeTiff({ pages: [{}, {}, {}] }));
    const main = path.resolve(import.meta.dirname, '../../../test/fixtures/import-process.ts');

    // Killed when so many files lie in staging: while the first is received, while some are kept, near the end.
    for (const files of [1, 5, 12]) {
      const child = spawn(process.execPath, [main, data, source], { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const watch = setInterval(() => {
        if (countFiles(path.join(data, 'vault', 'staging')) >= files) child.kill('SIGKILL');
      }, 5);
      await ended;
      clearInterval(watch);
    }
    archive = await openTestIngest(data);
    await archive.ingest.idle();
    const { imports } = await archive.ingest.services['import.list']({});
    for (const one of imports) expect(one.seen).toBe(one.stored + one.known + one.refused + one.open);
    await archive.close();

    execFileSync(process.execPath, [main, data, source], { stdio: 'ignore' });
    archive = await openTestIngest(data);
    const names = readdirSync(source)
      .map((name) => `scans/${name}`)
      .sort();
    expect(await documentNames(archive)).toEqual(names);
    expect((await archive.journal.verify()).ok).toBe(true);
  },
);

test(
  'a process killed while it binds leaves to a unit has each of them once, in their order',
  SLOW,
  async () => {
    const source = path.join(folder, 'scans');
    const data = path.join(folder, 'data');
    mkdirSync(source);
    for (let at = 1; at <= 6; at++) {
      const picture = await sharp(await makeScan(`bound ${at}`))
        .resize(900, 900)
        .jpeg()
        .toBuffer();
      writeFileSync(path.join(source, `${at}.jpg`), picture);
    }
    archive = await openTestIngest(data);
    const [fonds, unit] = [newId(), newId()];
    const edits = [
      newRecord(fonds, 'fonds', { parent: null, number: { num: 5 } }),
      newRecord(unit, 'unit', { parent: fonds, number: { num: 1 } }),
    ];
    await archive.journal.commit({ id: newId(), command: 'test.make', edits }, 'window');
    await archive.close();
    const main = path.resolve(import.meta.dirname, '../../../test/fixtures/import-process.ts');
    const args = [main, data, source, '--pattern', '{leaf}', '--unit', unit];
    for (const files of [3, 9]) {
      const child = spawn(process.execPath, args, { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const watch = setInterval(() => {
        if (countFiles(path.join(data, 'vault', 'staging')) >= files) child.kill('SIGKILL');
      }, 5);
      await ended;
      clearInterval(watch);
    }
    execFileSync(process.execPath, args, { stdio: 'ignore' });
    archive = await openTestIngest(data);
    await archive.ingest.idle();
    const pages = (await archive.journal.pages({ parent: sheafIdOf(unit) })).states.map(viewOf);
    expect(pages.map(({ values }) => (values['leaf'] as { written: string }).written)).toEqual(
      Array.from({ length: 6 }, (_, i) => `${i + 1}`),
    );
    expect(await archive.documents()).toHaveLength(1);
    expect((await archive.journal.verify()).ok).toBe(true);
  },
);

function countFiles(staging: string): number {
  try {
    return readdirSync(staging, { recursive: true }).filter((name) => path.extname(String(name)) !== '')
      .length;
  } catch {
    return 0;
  }
}

const smallDisk = findSmallDisk(12);
test.skipIf(smallDisk === null)(
  'a full disk refuses the file, keeps what is stored, and takes it when there is room',
  async () => {
    const disk = path.join(folder, 'disk');
    smallDisk?.mount(disk);
    try {
      archive = await openTestIngest(path.join(disk, 'data'));
      const small = await makeScan('small');
      const noise = Buffer.alloc(3000 * 3000);
      for (let at = 0; at < noise.length; at++) noise[at] = (at * at * 7919) >> 7;
      const large = await sharp(noise, { raw: { width: 3000, height: 3000, channels: 1 } })
        .png({ compressionLevel: 0 })
        .toBuffer();
      const id = await archive.send({ 'small.png': small, 'large.png': large });
      await archive.ingest.idle();
      expect((await archive.report(id)).files.map(({ state, code }) => code ?? state)).toEqual([
        'stored',
        'DISK_FULL',
      ]);
      expect(await documentNames(archive)).toEqual(['small.png']);

      smallDisk?.resize(disk, 60);
      expect(await archive.ingest.putFile(id, 1, inPieces(large, 1 << 20))).toMatchObject({ ok: true });
      await archive.ingest.services['import.finish']({ import: id });
      await archive.ingest.idle();
      expect((await archive.report(id)).report).toMatchObject({ state: 'done', stored: 2, refused: 0 });
      expect((await archive.journal.verify()).ok).toBe(true);
    } finally {
      await archive?.close();
      archive = null;
      smallDisk?.unmount(disk);
    }
  },
);

test('a vault copied as it stands in the middle of an import opens elsewhere', async () => {
  archive = await openTestIngest(path.join(folder, 'one'));
  await archive.send({ 'a.png': await makeScan('a'), 'b.png': null });
  await archive.ingest.idle();
  await archive.close();
  cpSync(path.join(folder, 'one'), path.join(folder, 'two'), { recursive: true });
  archive = await openTestIngest(path.join(folder, 'two'));
  await archive.ingest.idle();
  expect(await documentNames(archive)).toEqual(['a.png']);
});
