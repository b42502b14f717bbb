import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyAgain, existingBackup, makeEmpty } from './restore-place.ts';

const own = { folder: '' };
beforeEach(() => {
  own.folder = mkdtempSync(join(tmpdir(), 'qoima-restore-place-'));
});
afterEach(() => rmSync(own.folder, { recursive: true, force: true }));

test('a place is new, or empty but for what its disk brings along', async () => {
  expect(await makeEmpty(join(own.folder, 'new', 'place'))).toBe(true);
  const disk = join(own.folder, 'disk');
  mkdirSync(join(disk, 'System Volume Information'), { recursive: true });
  mkdirSync(join(disk, 'lost+found'));
  expect(await makeEmpty(disk)).toBe(false);
  writeFileSync(join(disk, 'letter.doc'), 'somebody’s');
  await expect(makeEmpty(disk)).rejects.toMatchObject({ code: 'RESTORE_NOT_EMPTY' });
});

test('what came to nothing is taken away, and nothing else', async () => {
  for (const name of ['lost+found', 'vault', 'journal']) mkdirSync(join(own.folder, name));
  await emptyAgain(own.folder, false, 'vault');
  expect(readdirSync(own.folder)).toEqual(['lost+found']);
  const made = join(own.folder, 'made');
  mkdirSync(join(made, 'journal'), { recursive: true });
  await emptyAgain(made, true);
  expect(existsSync(made)).toBe(false);
});

test('a backup that is not there is said to be missing', async () => {
  expect(await existingBackup(own.folder)).toContain('qoima-restore-place-');
  await expect(existingBackup(join(own.folder, 'away'))).rejects.toMatchObject({ code: 'BACKUP_MISSING' });
});
