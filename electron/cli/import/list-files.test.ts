import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asNobody } from '../../../test/fixtures/as-nobody.ts';
import { listFiles } from './list-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-list-'));
  mkdirSync(path.join(folder, 'a', 'sub'), { recursive: true });
  writeFileSync(path.join(folder, 'a', '1.tif'), 'x');
  writeFileSync(path.join(folder, 'a', 'sub', '2.tif'), 'xy');
});
afterEach(() => {
  chmodSync(path.join(folder, 'a', 'sub'), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

test('lists files and folders with everything below, without following links', () => {
  symlinkSync(folder, path.join(folder, 'a', 'circle'));
  const { files, skippedLinks } = listFiles([path.join(folder, 'a'), path.join(folder, 'a', '1.tif')]);
  expect(files.map(({ path, size }) => [path, size])).toEqual([
    ['a/1.tif', 1],
    ['a/sub/2.tif', 2],
    ['1.tif', 1],
  ]);
  expect(skippedLinks).toEqual([path.join(folder, 'a', 'circle')]);
});

test('lists what is missing, so that it stands in the report', () => {
  expect(listFiles([path.join(folder, 'nowhere')]).files).toMatchObject([{ path: 'nowhere', size: 0 }]);
});

test('lists a folder that may not be read, so that it stands in the report', ({ skip }) => {
  chmodSync(folder, 0o755);
  chmodSync(path.join(folder, 'a', 'sub'), 0);
  const module = new URL('./list-files.ts', import.meta.url).href;
  const listing = asNobody(`
    const { listFiles } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(listFiles([${JSON.stringify(path.join(folder, 'a'))}])));`);
  if (listing === undefined) skip('nobody may not read the program here');
  expect((listing as { files: unknown[] }).files).toMatchObject([
    { path: 'a/1.tif' },
    { path: 'a/sub', size: 0 },
  ]);
});
