/** Backups of a real station into real folders, and back. */
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  filesOf,
  once,
  openStation,
  rowsOf,
  type BackupStation,
} from '../../../test/fixtures/backup-station.ts';
import { readManifestText, printManifest } from '../../../node/backup/backup-manifest.ts';
import { verifyFolder } from '../../../node/vault/verify-folder.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { inspectJournal } from '../journal/journal-file.ts';
import { sourceModules } from '../modules.ts';
import { readState } from './backup-state.ts';
import { makeBackup, type BackupOptions } from './make-backup.ts';
import { rehearseRestore } from './rehearse-restore.ts';
import { restoreBackup } from './restore-backup.ts';

let top: string;
/** The station's folder, as all tests copy it; and a backup of it. */
let good: string;
let goodTarget: string;
/** This test's own folder. */
let place: string;
let data: string;
let target: string;

beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), 'backup-'));
  good = join(top, 'good');
  goodTarget = join(top, 'good-target');
  const station = await openStation(good);
  await station.bringIn(['бірінші', 'екінші', 'үшінші']);
  await station.bringIn(['төртінші']);
  const open = await station.bringIn(['бесінші', 'алтыншы', 'бірінші'], { open: true });
  await station.vault.receive(open, 9, 'received only.tif', once('not kept'));
  await station.close();
  await backup({ dataFolder: good, target: goodTarget });
});
afterAll(() => rmSync(top, { recursive: true, force: true }));
beforeEach(() => {
  place = mkdtempSync(join(top, 'test-'));
  data = join(place, 'data');
  target = join(place, 'target');
  cpSync(good, data, { recursive: true });
  cpSync(goodTarget, target, { recursive: true });
});

function backup(options: Partial<BackupOptions> = {}) {
  return makeBackup({ dataFolder: data, target, program: '1.2.3', ...options });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof TroubleError) return error.code;
    throw error;
  }
}

function restore(options: { partial?: boolean; folder?: string } = {}) {
  return restoreBackup({ source: target, folder: join(place, 'restored'), ...options });
}

function rehearse() {
  const { journalThread, vaultThread } = sourceModules();
  return rehearseRestore({ source: target, place: join(data, 'rehearsal'), journalThread, vaultThread });
}

/** Changes one byte in the middle of a file. */
function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = must(bytes[at], 'a byte') ^ 1;
  writeFileSync(path, bytes);
}

/** The path of a file in the target by a pattern. */
function one(pattern: string, folder = target): string {
  return join(folder, must(Object.keys(filesOf(folder, pattern))[0], `a file like ${pattern}`));
}

const SCAN = 'vault/ocfl/**/content/f000001.tif';

describe('a whole cycle', () => {
  test('brings back every record, every op and every stored file, the open batch too', async () => {
    const restored = await restore();
    expect(restored).toMatchObject({ isEqual: true, damaged: [], objects: 2, files: 8 });
    const folder = join(place, 'restored');
    expect(rowsOf(folder)).toEqual(rowsOf(data));
    expect(filesOf(join(folder, 'vault/ocfl'))).toEqual(filesOf(join(data, 'vault/ocfl')));
    // Parts that nobody kept were never promised.
    const staged = Object.entries(filesOf(join(data, 'vault/staging'))).filter(
      ([name]) => !name.includes('/parts/'),
    );
    expect(filesOf(join(folder, 'vault/staging'))).toEqual(Object.fromEntries(staged));
    expect(readdirSync(folder).sort()).toEqual(['backup-state.json', 'journal.db', 'vault']);
  });

  test('gives a station that works on: the open batch is sealed, what was known is known', async () => {
    await restore();
    const station = await openStation(join(place, 'restored'));
    const [open] = await station.vault.openBatches();
    expect(open?.kept.map(({ no, state }) => [no, state])).toEqual([
      [0, 'stored'],
      [1, 'stored'],
      [2, 'known'],
    ]);
    expect(open?.received).toEqual([]);
    await station.vault.seal(must(open, 'the open batch').id);
    await station.bringIn(['жетінші']);
    expect(await station.journal.verify()).toMatchObject({ ok: true });
    await station.close();
    expect((await verifyFolder(join(place, 'restored', 'vault'))).findings).toEqual([]);
    // What it writes on goes into the same backup.
    const folder = join(place, 'restored');
    expect(await backup({ dataFolder: folder })).toMatchObject({ objects: 4, damaged: [] });
  });

  test('leaves a vault that every OCFL program can read', async () => {
    expect(await verifyFolder(join(target, 'vault'))).toMatchObject({
      kind: 'vault',
      valid: true,
      objects: 2,
      findings: [],
    });
  });

  test('is checked by naming its folder', async () => {
    expect(await verifyFolder(target)).toMatchObject({ kind: 'vault', valid: true, objects: 2 });
  });

  test('is rehearsed without touching the data folder', async () => {
    const before = filesOf(data);
    const report = await rehearse();
    expect(report).toMatchObject({ ok: true, codes: [], objects: 2, files: 8, named: 6, found: 6 });
    expect(filesOf(data)).toEqual(before);
  });

  test('is rehearsed by one at a time, and what a killed rehearsal has left goes', async () => {
    const left = join(data, 'rehearsal', 'rehearsal-killed');
    mkdirSync(left, { recursive: true });
    const both = await Promise.all([codeOf(rehearse()), codeOf(rehearse())]);
    expect(both.sort()).toEqual(['BACKUP_REHEARSAL_BUSY', 'none']);
    expect(readdirSync(data)).not.toContain('rehearsal');
  });

  test('is remembered with the number that it holds', async () => {
    const { n, records } = await backup();
    const archive = (await restore()).n;
    expect(archive).toBe(n);
    const db = inspectJournal(join(data, 'journal.db'));
    const id = String(
      db.prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'archive'").get()?.value,
    );
    db.close();
    expect((await readState(data, id)).last).toMatchObject({ target, n, objects: 2, files: 8, damaged: 0 });
    expect((await readState(data, newId())).last).toBeNull();
    expect(records).toBe(9);
  });
});

describe('a further backup', () => {
  test('copies only what is new', async () => {
    expect((await backup()).copied).toEqual({ files: 0, bytes: 0 });
    const station = await openStation(data);
    await station.bringIn(['жаңа', 'тағы']);
    await station.close();
    const report = await backup();
    // Two scans, batch.json, declaration, two inventories and their digests.
    expect(report).toMatchObject({ objects: 3, copied: { files: 8 }, repaired: 0 });
    expect(await restore()).toMatchObject({ isEqual: true, n: report.n });
  });

  test('while a host writes and brings files in is one consistent picture', async () => {
    const station = await openStation(data);
    const over = new AbortController();
    const busy = (async () => {
      for (let i = 0; !over.signal.aborted; i++) await station.bringIn([`a ${i}`, `b ${i}`, `a ${i - 1}`]);
    })();
    for (let i = 0; i < 3; i++) {
      await backup();
      expect(await rehearse()).toMatchObject({ ok: true, codes: [] });
    }
    over.abort();
    await busy;
    await station.close();
  }, 60_000);

  test('takes a batch that was sealed since as an object, and forgets what only staging had', async () => {
    const station = await openStation(data);
    for (const { id, received } of await station.vault.openBatches()) {
      for (const { no } of received) await station.vault.drop(id, no);
      await station.vault.seal(id);
    }
    await station.close();
    for (let i = 0; i < 6; i++) await backup();
    expect(readdirSync(join(target, 'journal'))).toHaveLength(5);
    expect(Object.keys(filesOf(join(target, 'open')))).toEqual([]);
    expect(await restore()).toMatchObject({ isEqual: true, objects: 3 });
  });

  test('of an archive that was killed between sealing a batch and removing its staging has it once', async () => {
    const left = join(place, 'left');
    cpSync(join(data, 'vault/staging'), left, { recursive: true });
    const station = await openStation(data);
    for (const { id, received } of await station.vault.openBatches()) {
      for (const { no } of received) await station.vault.drop(id, no);
      await station.vault.seal(id);
      rmSync(join(left, id, 'object'), { recursive: true });
    }
    await station.close();
    cpSync(left, join(data, 'vault/staging'), { recursive: true });
    expect(await backup()).toMatchObject({ objects: 3, damaged: [] });
    expect(await restore()).toMatchObject({ isEqual: true });
    expect(readdirSync(join(place, 'restored/vault/staging'))).toEqual([]);
  });

  test('keeps the objects that the archive has lost', async () => {
    rmSync(
      join(
        data,
        'vault/ocfl',
        must(
          readdirSync(join(data, 'vault/ocfl')).find((name) => name.length === 3),
          'an object',
        ),
      ),
      { recursive: true },
    );
    expect((await backup()).damaged).toMatchObject([{ code: 'VAULT_FILE_LOST' }]);
    expect(await restore()).toMatchObject({ isEqual: true, objects: 2 });
  });

  test('never puts a damaged scan of the archive in the place of a good one', async () => {
    const path = one(SCAN, data);
    appendFileSync(path, 'rot');
    expect((await backup({ verify: true })).damaged).toMatchObject([{ code: 'VAULT_BYTES_CHANGED' }]);
    expect(await restore()).toMatchObject({ isEqual: true });
  });

  test('of a damaged archive brings everything else and names what is damaged', async () => {
    flip(one(SCAN, data));
    const fresh = join(place, 'fresh');
    const report = await backup({ target: fresh });
    expect(report.damaged).toEqual([
      { where: expect.stringContaining('f000001.tif'), code: 'VAULT_BYTES_CHANGED' },
    ]);
    cpSync(one(SCAN), one(SCAN, data));
    expect(await backup({ target: fresh })).toMatchObject({ damaged: [], repaired: 1 });
  });
});

describe('a byte changed in the backup', () => {
  const PLACES = {
    'a scan': [SCAN, 'BACKUP_BYTES_CHANGED'],
    'an inventory': ['vault/ocfl/**/[0-9a-f]*/inventory.json', 'BACKUP_BYTES_CHANGED'],
    'the digest of an inventory': ['vault/ocfl/**/v1/inventory.json.sha512', 'BACKUP_BYTES_CHANGED'],
    'a file of an open batch': ['open/*/*', 'BACKUP_BYTES_CHANGED'],
  } as const;

  test.each(Object.entries(PLACES))(
    'in %s is found, named, and mended by the next backup',
    async (_name, [pattern, code]) => {
      flip(one(pattern));
      expect(await codeOf(restore())).toBe('BACKUP_DAMAGED');
      expect(readdirSync(place)).not.toContain('restored');
      const report = await rehearse();
      expect(report.ok).toBe(false);
      expect(report.damaged).toEqual([{ where: expect.any(String), code }]);
      await backup();
      expect(await rehearse()).toMatchObject({ ok: true });
      expect(await verifyFolder(join(target, 'vault'))).toMatchObject({ valid: true });
    },
  );

  test('is found and mended by a backup that reads everything', async () => {
    flip(one(SCAN));
    expect((await backup()).repaired).toBe(0);
    expect((await backup({ verify: true })).repaired).toBe(1);
    expect(await restore()).toMatchObject({ isEqual: true });
  });

  test('costs that file and nothing else when the rest is wanted', async () => {
    flip(one(SCAN));
    const report = await restore({ partial: true });
    expect(report).toMatchObject({ isEqual: false, files: 7, objects: 2 });
    expect(report.damaged).toHaveLength(1);
    expect(rowsOf(report.folder)).toEqual(rowsOf(data));
  });

  test('in the journal leads to the one before, when the rest is wanted', async () => {
    const station = await openStation(data);
    await station.bringIn(['кейінгі']);
    await station.close();
    const { n } = await backup();
    flip(join(target, 'journal', must(readdirSync(join(target, 'journal')).sort().at(-1), 'a journal')));
    expect(await codeOf(restore())).toBe('BACKUP_DAMAGED');
    const report = await restore({ partial: true });
    expect(report.n).toBeLessThan(n);
    expect(report.damaged).toMatchObject([{ code: 'BACKUP_BYTES_CHANGED' }]);
  });

  test('in the manifest is seen, and its copy takes its place', async () => {
    flip(join(target, 'backup.json'));
    expect(await restore()).toMatchObject({ isEqual: true, damaged: [{ code: 'BACKUP_MANIFEST_DAMAGED' }] });
    await backup();
    rmSync(join(target, 'history'), { recursive: true });
    writeFileSync(join(target, 'backup.json'), '{');
    expect(await codeOf(restore({ folder: join(place, 'again') }))).toBe('BACKUP_MANIFEST_DAMAGED');
    expect(await codeOf(backup())).toBe('BACKUP_MANIFEST_DAMAGED');
  });
});

describe('a folder is refused', () => {
  test('that lies in the data folder, by name or by a link', async () => {
    symlinkSync(join(data, 'vault'), join(place, 'link'));
    for (const folder of [data, join(data, 'backup'), join(place, 'link'), join(place, 'link', 'x')])
      expect(await codeOf(backup({ target: folder }))).toBe('BACKUP_INSIDE_DATA');
    rmSync(join(target, 'vault'), { recursive: true });
    symlinkSync(join(data, 'vault'), join(target, 'vault'));
    expect(await codeOf(backup())).toBe('BACKUP_INSIDE_DATA');
    const before = filesOf(good);
    expect(filesOf(data)).toEqual(before);
  });

  test('that holds another archive’s backup, or data that is no backup', async () => {
    const other = join(place, 'other');
    await (await openStation(other)).close();
    const before = filesOf(target);
    expect(await codeOf(backup({ dataFolder: other }))).toBe('BACKUP_FOREIGN');
    expect(filesOf(target)).toEqual(before);
    expect(await codeOf(backup({ target: other }))).toBe('BACKUP_FOREIGN');
  });

  test('that a newer program has written', async () => {
    const mark = join(target, 'qoima-backup.json');
    writeFileSync(mark, readFileSync(mark, 'utf8').replace('"format": 1', '"format": 2'));
    expect(await codeOf(backup())).toBe('BACKUP_NEWER');
    const read = readManifestText(readFileSync(join(goodTarget, 'backup.json'), 'utf8'));
    if (!read.ok) throw new Error(read.code);
    expect(readManifestText(printManifest(read.value).replace('"format": 1', '"format": 2'))).toMatchObject({
      code: 'BACKUP_NEWER',
    });
  });

  test('that holds work which this station lacks', async () => {
    const ahead = await openStation(data);
    await ahead.bringIn(['later']);
    await ahead.close();
    await backup();
    expect(await codeOf(backup({ dataFolder: good }))).toBe('BACKUP_AHEAD');
    // As far, but by other changes.
    const forked = join(place, 'forked');
    cpSync(good, forked, { recursive: true });
    const station = await openStation(forked);
    await station.bringIn(['other', 'more']);
    await station.close();
    expect(await codeOf(backup({ dataFolder: forked }))).toBe('BACKUP_AHEAD');
    expect(await restore()).toMatchObject({ isEqual: true });
  });

  test('that is not there, because its disk is not', async () => {
    expect(await codeOf(backup({ target: join(place, 'no disk', 'backup') }))).toBe('BACKUP_TARGET_MISSING');
    writeFileSync(join(place, 'file'), '');
    expect(await codeOf(backup({ target: join(place, 'file') }))).toBe('BACKUP_TARGET_MISSING');
  });

  test('for a restore, when something is in it or no backup is there', async () => {
    expect(await codeOf(restore({ folder: data }))).toBe('RESTORE_NOT_EMPTY');
    expect(await codeOf(restore({ folder: join(target, 'x') }))).toBe('RESTORE_INSIDE_BACKUP');
    expect(await codeOf(restoreBackup({ source: place, folder: join(place, 'y') }))).toBe('BACKUP_MISSING');
    expect(await codeOf(restoreBackup({ source: join(place, 'z'), folder: join(place, 'y') }))).toBe(
      'BACKUP_MISSING',
    );
    mkdirSync(join(place, 'empty'));
    expect(await restore({ folder: join(place, 'empty') })).toMatchObject({ isEqual: true });
  });
});

describe('a restored station', () => {
  async function writeOn(station: BackupStation): Promise<string> {
    const { journal } = station;
    await journal.commit(
      { id: newId(), command: 'fonds.create', edits: [newRecord(newId(), 'fonds', { parent: null })] },
      'window',
    );
    return journal.replica;
  }

  test('writes under new replica ids, and the old ones keep their ops', async () => {
    await restore();
    const [old, restored] = [await openStation(data), await openStation(join(place, 'restored'))];
    const [a, b] = [await writeOn(old), await writeOn(restored)];
    expect(a).not.toBe(b);
    await old.close();
    await restored.close();
    const db = inspectJournal(join(place, 'restored', 'journal.db'));
    const replicas = db
      .prepare<{ id: string; writer: string | null; seq: number }>('SELECT id, writer, seq FROM replicas')
      .all();
    db.close();
    expect(replicas.filter(({ writer }) => writer !== null)).toHaveLength(3);
    expect(replicas.find(({ id }) => id === a)).toMatchObject({ writer: null, seq: 2 });
    expect(replicas.find(({ id }) => id === b)).toMatchObject({ writer: 'window', seq: 1 });
  });
});

test('a cancelled backup leaves the one before, and the next goes on', async () => {
  const station = await openStation(data);
  await station.bringIn(['x', 'y', 'z']);
  await station.close();
  let asked = 0;
  expect(await codeOf(backup({ isCancelled: () => ++asked > 3 }))).toBe('CANCELLED');
  expect(await restore()).toMatchObject({ isEqual: true, objects: 2 });
  expect(await backup()).toMatchObject({ objects: 3 });
});
