/** Where a bundle goes: one new file, whole, or none. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeOf } from '../../../test/fixtures/backup-world.ts';
import { findSmallDisk } from '../../../test/fixtures/small-disk.ts';
import { must } from '../../../shared/must.ts';
import { saveDiagnostics } from './diagnostics.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'diagnostics-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('writes over nothing', async () => {
  const file = path.join(folder, 'bundle.json');
  expect(await saveDiagnostics(file, 'first')).toBe(file);
  expect(await codeOf(saveDiagnostics(file, 'second'))).toBe('DIAGNOSTICS_NOT_SAVED');
  expect(readFileSync(file, 'utf8')).toBe('first');
  expect(await codeOf(saveDiagnostics('bundle.json', 'third'))).toBe('DIAGNOSTICS_NOT_SAVED');
});

const disk = findSmallDisk(1);
test.skipIf(disk === null)('leaves no half of one on a full disk', async () => {
  const small = must(disk, 'a small disk');
  small.mount(folder);
  try {
    writeFileSync(path.join(folder, 'other'), 'x');
    const text = 'x'.repeat(4 * 1024 * 1024);
    expect(await codeOf(saveDiagnostics(path.join(folder, 'bundle.json'), text))).toBe(
      'DIAGNOSTICS_NOT_SAVED',
    );
    expect(readdirSync(folder)).toEqual(['other']);
  } finally {
    small.unmount(folder);
  }
});
