import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openingOf } from '../decode/derive.ts';
import { inspectFile } from '../decode/inspect.ts';
import { drawFile } from './draw-file.ts';
import { drawMap } from './draw-map.ts';
import { drawPage } from './draw-page.ts';
import { ownFace } from './letters.ts';
import type { Drawing } from './sample-plan.ts';

const TEXT = 'Ақбұлақ ауылында екі бөлмелі бастауыш мектеп салынсын, оған қырық бала қабылдансын.';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-sample-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function draw(form: Drawing['form'], name: string): Promise<string> {
  const file = path.join(folder, name);
  const drawing: Drawing = { form, look: 'typed', stamp: true, pages: [['^ҚАУЛЫ', TEXT], [TEXT]] };
  expect(await drawFile(file, name, drawing)).toBe(statSync(file).size);
  return file;
}

test('a TIFF has all its pages and passes inspection', async () => {
  const file = await draw('tiff', 'a.tif');
  expect(await inspectFile(file, 'a.tif')).toMatchObject({ verdict: 'ok', pages: 2, mime: 'image/tiff' });
});

test('a PDF carries its text unseen, and the garbled one carries no letter of Kazakh', async () => {
  const clean = await draw('pdf', 'a.pdf');
  expect(await inspectFile(clean, 'a.pdf')).toMatchObject({ verdict: 'ok', pages: 2, warnings: [] });
  expect(await openingOf(clean)).toBe(`ҚАУЛЫ ${TEXT} ${TEXT}`);
  const garbled = await openingOf(await draw('garbled', 'b.pdf'));
  expect(garbled).toHaveLength(garbled.trim().length);
  expect(garbled).not.toMatch(/[әғқңөұүһі]/iu);
  expect(garbled).toContain('бастауыш мектеп');
});

test('the same page is drawn from the same texts at every time', () => {
  const options = { look: 'written', stamp: false, seed: 's' } as const;
  expect(Buffer.from(drawPage([TEXT], options).jpeg)).toEqual(Buffer.from(drawPage([TEXT], options).jpeg));
});

test('a machine without a font of Kazakh still shows every letter of it', async () => {
  const inked = async (letter: string) => {
    const { jpeg } = drawPage([letter], { look: 'typed', stamp: false, seed: 's', face: ownFace() });
    const { data } = await sharp(jpeg)
      .extract({ left: 160, top: 110, width: 60, height: 60 })
      .grayscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return data.reduce((sum, value) => sum + (value < 110 ? 1 : 0), 0);
  };
  const blank = await inked(' ');
  for (const letter of 'әғқңөұүһіӘҒҚҢӨҰҮҺІ') expect(await inked(letter), letter).toBeGreaterThan(blank + 20);
  // A bar or a tail is ink of its own.
  expect(await inked('қ')).toBeGreaterThan(await inked('к'));
  expect(await inked('ө')).toBeGreaterThan(await inked('о'));
});

test('the map is written strip by strip and can be opened', async () => {
  const file = path.join(folder, 'map.tif');
  const rows: number[] = [];
  await drawMap(file, { width: 640, height: 501 }, (done) => rows.push(done));
  expect(rows).toEqual([125, 250, 375, 500, 501]);
  expect(await inspectFile(file, 'map.tif')).toMatchObject({ verdict: 'ok', pages: 1, warnings: [] });
  const { width, height } = await sharp(readFileSync(file)).metadata();
  expect([width, height]).toEqual([640, 501]);
});
