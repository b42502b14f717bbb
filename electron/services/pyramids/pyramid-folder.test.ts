import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePyramid } from './make-pyramid.ts';
import { createPyramidFolder, type PyramidFolder } from './pyramid-folder.ts';

const SHAS = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
const [A = '', B = '', C = ''] = SHAS;
const PLACE = { level: 1, x: 1, y: 0 };
let folder: string;
let source: string;
let pyramids: PyramidFolder;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-pyramids-'));
  source = path.join(folder, 'source.png');
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  await sharp({ create: { width: 900, height: 700, channels: 3, background: '#fff', noise } })
    .png()
    .toFile(source);
  pyramids = open(Number.POSITIVE_INFINITY);
  await pyramids.prepare();
});
afterEach(async () => {
  await pyramids.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(limitBytes: number): PyramidFolder {
  return createPyramidFolder({ folder: path.join(folder, 'tiles'), limitBytes });
}

async function make(sha256: string): Promise<string> {
  const to = pyramids.pathOf(sha256, 0);
  expect(await makePyramid(source, 0, to)).toMatchObject({ ok: true });
  return to;
}

/** As if it had been used so many hours ago. */
async function usedHoursAgo(file: string, hours: number): Promise<void> {
  const then = new Date(Date.now() - hours * 3_600_000);
  await utimes(file, then, then);
}

test('what is there is found and cut, what is not is not', async () => {
  await make(A);
  expect(await pyramids.size(A, 0)).toEqual({ width: 900, height: 700 });
  const tile = await pyramids.tile(A, 0, PLACE);
  expect(await sharp(tile ?? undefined).metadata()).toMatchObject({
    format: 'jpeg',
    width: 512,
    height: 512,
  });
  expect(await pyramids.tile(A, 0, { level: 1, x: 2, y: 0 })).toBeNull();
  expect(await pyramids.tile(A, 0, { level: 2, x: 0, y: 0 })).toBeNull();
  expect(await pyramids.tile(A, 1, PLACE)).toBeNull();
  expect(await pyramids.size(B, 0)).toBeNull();
});

test('those used longest ago go when the limit is passed, the new one never', async () => {
  const files = { a: await make(A), b: await make(B), c: await make(C) };
  const { size: bytes } = statSync(files.a);
  await usedHoursAgo(files.a, 3);
  await usedHoursAgo(files.b, 2);
  await pyramids.close();
  pyramids = open(2.5 * bytes);
  // Looked at again, it is not the oldest any more.
  expect(await pyramids.size(A, 0)).not.toBeNull();
  await pyramids.makeRoom(files.c);
  expect(Object.values(files).map((file) => existsSync(file))).toEqual([true, false, true]);
  expect(await pyramids.tile(B, 0, PLACE)).toBeNull();

  await pyramids.close();
  pyramids = open(bytes / 2);
  await usedHoursAgo(files.c, 1);
  await pyramids.makeRoom(files.c);
  expect(Object.values(files).map((file) => existsSync(file))).toEqual([false, false, true]);
});

test('one that is thrown out while it is read gives the tiles that were asked for', async () => {
  const file = await make(A);
  const before = await pyramids.tile(A, 0, PLACE);
  const asked = Array.from({ length: 20 }, () => pyramids.tile(A, 0, PLACE));
  rmSync(file);
  for (const tile of await Promise.all(asked)) expect(tile).toEqual(before);
  // The next look notices that it is gone, and what is made anew is read anew.
  expect(await pyramids.size(A, 0)).toBeNull();
  expect(await pyramids.tile(A, 0, PLACE)).toBeNull();
  await make(A);
  expect(await pyramids.tile(A, 0, PLACE)).toEqual(before);
});

test('many that are read at once are all answered, though few stay open', async () => {
  const shas = Array.from({ length: 20 }, (_, at) => at.toString(16).padStart(64, '0'));
  const bytes = readFileSync(await make(A));
  for (const sha of shas) writeFileSync(pyramids.pathOf(sha, 0), bytes);
  const wanted = await pyramids.tile(A, 0, PLACE);
  const tiles = await Promise.all(
    [...shas, ...shas].flatMap((sha) => [pyramids.tile(sha, 0, PLACE), pyramids.size(sha, 0)]),
  );
  for (const tile of tiles.filter((_, at) => at % 2 === 0)) expect(tile).toEqual(wanted);
});

test.each([
  ['cut off', (file: string) => truncateSync(file, statSync(file).size - 100)],
  ['empty', (file: string) => truncateSync(file, 0)],
  ['of another program', (file: string) => writeFileSync(file, 'II*\0 and words')],
  ['with a changed index', (file: string) => change(file, statSync(file).size - 40)],
])('one that is %s does not count and is taken away', async (_what, damage) => {
  const file = await make(A);
  damage(file);
  expect(await pyramids.size(A, 0)).toBeNull();
  expect(existsSync(file)).toBe(false);
});

test('one whose tile was damaged is taken away when that is asked for', async () => {
  const file = await make(A);
  expect(await pyramids.tile(A, 0, { level: 0, x: 0, y: 0 })).not.toBeNull();
  for (const share of [0.2, 0.4, 0.6, 0.8]) change(file, Math.floor(statSync(file).size * share));
  const places = [0, 1].flatMap((x) => [0, 1].map((y) => ({ level: 1, x, y })));
  for (const place of places) await pyramids.tile(A, 0, place);
  expect(existsSync(file)).toBe(false);
  expect(await pyramids.tile(A, 0, places[0] ?? PLACE)).toBeNull();
});

test('what a kill left half made is swept away', async () => {
  const file = await make(A);
  writeFileSync(`${file}.part`, 'half');
  writeFileSync(`${file}.part0`, 'a band');
  await pyramids.clean();
  expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
});

function change(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}
