import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { existingBackup, takeEmpty } from './restore-place.ts';

const own = { folder: '' };
beforeEach(() => {
  own.folder = mkdtempSync(join(tmpdir(), 'qoima-restore-place-'));
});
afterEach(() => rmSync(own.folder, { recursive: true, force: true }));

test('a place is new, or empty but for what its disk brings along', async () => {
  const made = join(own.folder, 'new', 'place');
  (await takeEmpty(made)).keep();
  expect(existsSync(made)).toBe(true);
  const disk = join(own.folder, 'disk');
  mkdirSync(join(disk, 'System Volume Information'), { recursive: true });
  mkdirSync(join(disk, 'lost+found'));
  await (await takeEmpty(disk)).giveUp();
  writeFileSync(join(disk, 'letter.doc'), 'somebody’s');
  await expect(takeEmpty(disk)).rejects.toMatchObject({ code: 'RESTORE_NOT_EMPTY' });
});

test('it is for one restore alone, until that is whole or gave up', async () => {
  const folder = join(own.folder, 'place');
  const first = await takeEmpty(folder);
  await expect(takeEmpty(folder)).rejects.toMatchObject({ code: 'RESTORE_NOT_EMPTY' });
  await first.giveUp();
  const second = await takeEmpty(folder);
  writeFileSync(join(folder, 'journal'), '');
  second.keep();
  await expect(takeEmpty(folder)).rejects.toMatchObject({ code: 'RESTORE_NOT_EMPTY' });
  expect(readdirSync(folder)).toEqual(['journal', 'lock.db']);
});

test('what came to nothing is taken away, and nothing else', async () => {
  mkdirSync(join(own.folder, 'lost+found'));
  const place = await takeEmpty(own.folder);
  for (const name of ['vault', 'journal']) mkdirSync(join(own.folder, name));
  await place.giveUp('vault');
  expect(readdirSync(own.folder)).toEqual(['lost+found']);
  const made = join(own.folder, 'made');
  const other = await takeEmpty(made);
  mkdirSync(join(made, 'journal'));
  await other.giveUp();
  expect(existsSync(made)).toBe(false);
});

test('a backup that is not there is said to be missing', async () => {
  expect(await existingBackup(own.folder)).toContain('qoima-restore-place-');
  await expect(existingBackup(join(own.folder, 'away'))).rejects.toMatchObject({ code: 'BACKUP_MISSING' });
});
