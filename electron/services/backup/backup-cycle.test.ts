/** Backups of a real station into real folders, and back. */
import { appendFileSync, cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { filesOf, openStation, rowsOf } from '../../../test/fixtures/backup-station.ts';
import { codeOf, flip, SCAN, useBackupWorld } from '../../../test/fixtures/backup-world.ts';
import { readHistory } from '../../../node/backup/backup-manifest.ts';
import { verifyFolder } from '../../../node/vault/verify-folder.ts';
import { must } from '../../../shared/must.ts';
import { inspectJournal } from '../journal/journal-file.ts';
import { readStates } from './backup-state.ts';

const world = useBackupWorld();

describe('a whole cycle', () => {
  test('brings back every record, every op and every stored file, the open batch too', async () => {
    const restored = await world.restore();
    expect(restored).toMatchObject({ isEqual: true, damaged: [], objects: 2, files: 8 });
    const folder = join(world.place, 'restored');
    expect(rowsOf(folder)).toEqual(rowsOf(world.data));
    expect(filesOf(join(folder, 'vault/ocfl'))).toEqual(filesOf(join(world.data, 'vault/ocfl')));
    // Parts that nobody kept were never promised.
    const staged = Object.entries(filesOf(join(world.data, 'vault/staging'))).filter(
      ([name]) => !name.includes('/parts/'),
    );
    expect(filesOf(join(folder, 'vault/staging'))).toEqual(Object.fromEntries(staged));
    expect(readdirSync(folder).sort()).toEqual(['backup-state', 'journal.db', 'lock.db', 'vault']);
  });

  test('gives a station that works on: the open batch is sealed, what was known is known', async () => {
    await world.restore();
    const station = await openStation(join(world.place, 'restored'));
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
    expect((await verifyFolder(join(world.place, 'restored', 'vault'))).findings).toEqual([]);
    // What it writes on goes into the same backup.
    const folder = join(world.place, 'restored');
    expect(await world.backup({ dataFolder: folder })).toMatchObject({ objects: 4, damaged: [] });
  });

  test('leaves a vault that every OCFL program can read', async () => {
    expect(await verifyFolder(join(world.target, 'vault'))).toMatchObject({
      kind: 'vault',
      valid: true,
      objects: 2,
      findings: [],
    });
  });

  test('is checked by naming its folder', async () => {
    expect(await verifyFolder(world.target)).toMatchObject({ kind: 'vault', valid: true, objects: 2 });
  });

  test('is rehearsed without touching the world.data folder', async () => {
    const before = filesOf(world.data);
    const report = await world.rehearse();
    expect(report).toMatchObject({ ok: true, codes: [], objects: 2, files: 8, named: 6, found: 6 });
    expect(filesOf(world.data)).toEqual(before);
  });

  test('is rehearsed by one at a time, and what a killed rehearsal has left goes', async () => {
    const left = join(world.data, 'rehearsal', 'rehearsal-killed');
    mkdirSync(left, { recursive: true });
    const both = await Promise.all([codeOf(world.rehearse()), codeOf(world.rehearse())]);
    expect(both.sort()).toEqual(['BACKUP_REHEARSAL_BUSY', 'none']);
    expect(readdirSync(world.data)).not.toContain('rehearsal');
  });

  test('is remembered with the number that it holds', async () => {
    const { n, records } = await world.backup();
    const archive = (await world.restore()).n;
    expect(archive).toBe(n);
    const db = inspectJournal(join(world.data, 'journal.db'));
    const id = String(
      db.prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'archive'").get()?.value,
    );
    db.close();
    expect((await readStates(world.data, id)).get(world.target)?.last).toMatchObject({
      n,
      objects: 2,
      files: 8,
      damaged: 0,
    });
    expect((await readStates(world.data, newId())).size).toBe(0);
    expect(records).toBe(9);
  });
});

describe('a further backup', () => {
  test('copies only what is new', async () => {
    expect((await world.backup()).copied).toEqual({ files: 0, bytes: 0 });
    const station = await openStation(world.data);
    await station.bringIn(['жаңа', 'тағы']);
    await station.close();
    const report = await world.backup();
    // Two scans, batch.json, declaration, two inventories and their digests.
    expect(report).toMatchObject({ objects: 3, copied: { files: 8 }, repaired: 0 });
    expect(await world.restore()).toMatchObject({ isEqual: true, n: report.n });
  });

  test('while a host writes and brings files in is one consistent picture', async () => {
    const station = await openStation(world.data);
    const over = new AbortController();
    const busy = (async () => {
      for (let i = 0; !over.signal.aborted; i++) await station.bringIn([`a ${i}`, `b ${i}`, `a ${i - 1}`]);
    })();
    for (let i = 0; i < 2; i++) {
      await world.backup();
      expect(await world.rehearse()).toMatchObject({ ok: true, codes: [] });
    }
    over.abort();
    await busy;
    await station.close();
  }, 60_000);

  test('made while the clock was wrong is the newest all the same', async () => {
    const station = await openStation(world.data);
    for (const year of [2035, 2036, 2009, 2010, 2011, 2012]) {
      await station.bringIn([`${year}`]);
      await world.backup({ now: () => Date.UTC(year, 0, 1) });
    }
    await station.close();
    const history = await readHistory(world.target);
    expect(history.map(({ manifest }) => manifest.made.slice(0, 4))).toEqual([
      '2012',
      '2011',
      '2010',
      '2009',
      '2036',
    ]);
    flip(join(world.target, 'backup.json'));
    expect(await world.restore()).toMatchObject({ made: expect.stringMatching(/^2012/), isEqual: true });
  });

  test('takes a batch that was sealed since as an object, and forgets what only staging had', async () => {
    const station = await openStation(world.data);
    for (const { id, received } of await station.vault.openBatches()) {
      for (const { no } of received) await station.vault.drop(id, no);
      await station.vault.seal(id);
    }
    await station.close();
    for (let i = 0; i < 6; i++) await world.backup();
    expect(readdirSync(join(world.target, 'journal'))).toHaveLength(5);
    expect(Object.keys(filesOf(join(world.target, 'open')))).toEqual([]);
    expect(await world.restore()).toMatchObject({ isEqual: true, objects: 3 });
  });

  test('of an archive that was killed between sealing a batch and removing its staging has it once', async () => {
    const left = join(world.place, 'left');
    cpSync(join(world.data, 'vault/staging'), left, { recursive: true });
    const station = await openStation(world.data);
    for (const { id, received } of await station.vault.openBatches()) {
      for (const { no } of received) await station.vault.drop(id, no);
      await station.vault.seal(id);
      rmSync(join(left, id, 'object'), { recursive: true });
    }
    await station.close();
    cpSync(left, join(world.data, 'vault/staging'), { recursive: true });
    expect(await world.backup()).toMatchObject({ objects: 3, damaged: [] });
    expect(await world.restore()).toMatchObject({ isEqual: true });
    expect(readdirSync(join(world.place, 'restored/vault/staging'))).toEqual([]);
  });

  test('keeps the objects that the archive has lost', async () => {
    rmSync(
      join(
        world.data,
        'vault/ocfl',
        must(
          readdirSync(join(world.data, 'vault/ocfl')).find((name) => name.length === 3),
          'an object',
        ),
      ),
      { recursive: true },
    );
    expect((await world.backup()).damaged).toMatchObject([{ code: 'VAULT_FILE_LOST' }]);
    expect(await world.restore()).toMatchObject({ isEqual: true, objects: 2 });
  });

  test('never puts a damaged scan of the archive in the world.place of a world.good one', async () => {
    const path = world.one(SCAN, world.data);
    appendFileSync(path, 'rot');
    expect((await world.backup({ verify: true })).damaged).toMatchObject([{ code: 'VAULT_BYTES_CHANGED' }]);
    expect(await world.restore()).toMatchObject({ isEqual: true });
  });

  test('of a damaged archive brings everything else and names what is damaged', async () => {
    flip(world.one(SCAN, world.data));
    const fresh = join(world.place, 'fresh');
    const report = await world.backup({ target: fresh });
    expect(report.damaged).toEqual([
      { where: expect.stringContaining('f000001.tif'), code: 'VAULT_BYTES_CHANGED' },
    ]);
    cpSync(world.one(SCAN), world.one(SCAN, world.data));
    expect(await world.backup({ target: fresh })).toMatchObject({ damaged: [], repaired: 1 });
  });
});

test('a cancelled backup leaves the one before, and the next goes on', async () => {
  const station = await openStation(world.data);
  await station.bringIn(['x', 'y', 'z']);
  await station.close();
  let asked = 0;
  expect(await codeOf(world.backup({ isCancelled: () => ++asked > 3 }))).toBe('CANCELLED');
  expect(await world.restore()).toMatchObject({ isEqual: true, objects: 2 });
  expect(await world.backup()).toMatchObject({ objects: 3 });
});
