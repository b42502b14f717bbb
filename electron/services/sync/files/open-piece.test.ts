/** Parts of files on their way out, read into memory that is used again. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../../../shared/must.ts';
import { openPiece } from './open-piece.ts';

let folder: string;
let path: string;
const scan = randomBytes(5 * 2 ** 20 + 7);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-piece-'));
  path = join(folder, 'a.tif');
  writeFileSync(path, scan);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function partOf(offset: number, length: number) {
  const opened = await openPiece(path, offset, length, () => undefined);
  if (!opened.ok) throw new Error(opened.code);
  return opened.value;
}

test('every part comes as it stands in the file, also in memory that was used before', async () => {
  const parts = [
    [0, scan.length],
    [1, 2 ** 20],
    [2 ** 20 - 1, 3 * 2 ** 20 + 5],
    [scan.length - 1, 1],
    [scan.length, 0],
  ] as const;
  // Twice: the second time all memory was used before.
  for (const each of [...parts, ...parts].map((part) => [part, partOf(...part)] as const)) {
    const [[offset, length], opened] = each;
    const { bytes, close } = await opened;
    const came: Buffer[] = [];
    for await (const piece of bytes) came.push(Buffer.from(piece));
    await close();
    expect(Buffer.compare(Buffer.concat(came), scan.subarray(offset, offset + length))).toBe(0);
  }
});

test('a file that has become shorter is told, and none that is not there', async () => {
  const { bytes, trouble, close } = await partOf(0, scan.length);
  truncateSync(path, 10);
  await expect(
    (async () => {
      for await (const piece of bytes) must(piece, 'bytes');
    })(),
  ).rejects.toThrow();
  expect(trouble()).toBe('FILE_CHANGED');
  await close();
  rmSync(path);
  expect(await openPiece(path, 0, 1, () => undefined)).toMatchObject({ ok: false, code: 'FILE_MISSING' });
});
