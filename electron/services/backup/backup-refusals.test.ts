/** Folders that no backup goes to and no restore comes from; and what a restored station is. */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { filesOf, openStation, type BackupStation } from '../../../test/fixtures/backup-station.ts';
import { codeOf, useBackupWorld } from '../../../test/fixtures/backup-world.ts';
import { printManifest, readManifestText } from '../../../node/backup/backup-manifest.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { inspectJournal } from '../journal/journal-file.ts';
import { restoreBackup } from './restore-backup.ts';

const world = useBackupWorld();

describe('a folder is refused', () => {
  test('that lies in the world.data folder, by name or by a link', async () => {
    symlinkSync(join(world.data, 'vault'), join(world.place, 'link'));
    for (const folder of [
      world.data,
      join(world.data, 'backup'),
      join(world.place, 'link'),
      join(world.place, 'link', 'x'),
    ])
      expect(await codeOf(world.backup({ target: folder }))).toBe('BACKUP_INSIDE_DATA');
    rmSync(join(world.target, 'vault'), { recursive: true });
    symlinkSync(join(world.data, 'vault'), join(world.target, 'vault'));
    expect(await codeOf(world.backup())).toBe('BACKUP_INSIDE_DATA');
    const before = filesOf(world.good);
    expect(filesOf(world.data)).toEqual(before);
  });

  test('that holds another archive’s backup, or world.data that is no backup', async () => {
    const other = join(world.place, 'other');
    await (await openStation(other)).close();
    const before = filesOf(world.target);
    expect(await codeOf(world.backup({ dataFolder: other }))).toBe('BACKUP_FOREIGN');
    expect(filesOf(world.target)).toEqual(before);
    expect(await codeOf(world.backup({ target: other }))).toBe('BACKUP_FOREIGN');
  });

  test('that a newer program has written', async () => {
    const mark = join(world.target, 'qoima-backup.json');
    writeFileSync(mark, readFileSync(mark, 'utf8').replace('"format": 1', '"format": 2'));
    expect(await codeOf(world.backup())).toBe('BACKUP_NEWER');
    const read = readManifestText(readFileSync(join(world.goodTarget, 'backup.json'), 'utf8'));
    if (!read.ok) throw new Error(read.code);
    expect(readManifestText(printManifest(read.value).replace('"format": 1', '"format": 2'))).toMatchObject({
      code: 'BACKUP_NEWER',
    });
  });

  test('that holds work which this station lacks', async () => {
    const ahead = await openStation(world.data);
    await ahead.bringIn(['later']);
    await ahead.close();
    await world.backup();
    expect(await codeOf(world.backup({ dataFolder: world.good }))).toBe('BACKUP_AHEAD');
    // As far, but by other changes.
    const forked = join(world.place, 'forked');
    cpSync(world.good, forked, { recursive: true });
    const station = await openStation(forked);
    await station.bringIn(['other', 'more']);
    await station.close();
    expect(await codeOf(world.backup({ dataFolder: forked }))).toBe('BACKUP_AHEAD');
    expect(await world.restore()).toMatchObject({ isEqual: true });
  });

  test('that is not there, because its disk is not', async () => {
    expect(await codeOf(world.backup({ target: join(world.place, 'no disk', 'backup') }))).toBe(
      'BACKUP_TARGET_MISSING',
    );
    writeFileSync(join(world.place, 'file'), '');
    expect(await codeOf(world.backup({ target: join(world.place, 'file') }))).toBe('BACKUP_TARGET_MISSING');
  });

  test('for a restore, when something is in it or no backup is there', async () => {
    expect(await codeOf(world.restore({ folder: world.data }))).toBe('RESTORE_NOT_EMPTY');
    expect(await codeOf(world.restore({ folder: join(world.target, 'x') }))).toBe('RESTORE_INSIDE_BACKUP');
    expect(await codeOf(restoreBackup({ source: world.place, folder: join(world.place, 'y') }))).toBe(
      'BACKUP_MISSING',
    );
    expect(
      await codeOf(restoreBackup({ source: join(world.place, 'z'), folder: join(world.place, 'y') })),
    ).toBe('BACKUP_MISSING');
    mkdirSync(join(world.place, 'empty'));
    expect(await world.restore({ folder: join(world.place, 'empty') })).toMatchObject({ isEqual: true });
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
    await world.restore();
    const [old, restored] = [await openStation(world.data), await openStation(join(world.place, 'restored'))];
    const [a, b] = [await writeOn(old), await writeOn(restored)];
    expect(a).not.toBe(b);
    await old.close();
    await restored.close();
    const db = inspectJournal(join(world.place, 'restored', 'journal.db'));
    const replicas = db
      .prepare<{ id: string; writer: string | null; seq: number }>('SELECT id, writer, seq FROM replicas')
      .all();
    db.close();
    expect(replicas.filter(({ writer }) => writer !== null)).toHaveLength(3);
    expect(replicas.find(({ id }) => id === a)).toMatchObject({ writer: null, seq: 2 });
    expect(replicas.find(({ id }) => id === b)).toMatchObject({ writer: 'window', seq: 1 });
  });
});
