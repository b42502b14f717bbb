import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gradient, makeCodestream, makeJp2 } from '../../../test/fixtures/make-jp2.ts';
import { sourceOfBytes } from './byte-source.ts';
import { inspectFile } from './inspect.ts';
import { readJp2, type Jp2File } from './jp2-file.ts';
import { drawJp2, measureJp2, writeJp2AsTiff } from './jp2-picture.ts';
import { planJp2, reduceToPixels, reduceToSide } from './jp2-plan.ts';

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-jp2-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function keep(bytes: Uint8Array, name = 'picture.jp2'): string {
  const file = path.join(folder, `${count++}-${name}`);
  writeFileSync(file, bytes);
  return file;
}

const WHOLE = { side: 10_000 };

async function pixelsOf(input: Buffer | string) {
  const { data, info } = await sharp(input).raw().toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number, channel = 0) => data[(y * info.width + x) * info.channels + channel],
  };
}

function fileOf(bytes: Uint8Array): Jp2File {
  const reading = readJp2(sourceOfBytes(bytes));
  if (!reading.ok || reading.file === null) throw new Error('not a picture');
  return reading.file;
}

const PLACES = [
  [0, 0],
  [64, 33],
  [89, 59],
  [40, 17],
] as const;

describe('what is drawn', () => {
  test.each([
    ['lossless', {}, 0],
    ['with loss', { lossless: false }, 12],
    ['in tiles', { tile: 32 }, 0],
    ['in tiles without halving', { tile: 16, levels: 0 }, 0],
    ['of four bits', { bits: 4 }, 9],
    ['of one bit', { bits: 1, components: 1 }, 128],
    ['of twelve bits', { bits: 12, components: 1 }, 1],
    ['of sixteen bits', { bits: 16, components: 1 }, 1],
    ['of sixteen bits with loss', { bits: 16, components: 1, lossless: false }, 12],
    ['of sixteen bits with a sign', { bits: 16, components: 1, signed: true }, 1],
  ] as const)('is what was coded: %s', async (_name, plan, most) => {
    const drawn = await drawJp2(keep(await makeCodestream(plan)), WHOLE);
    expect((await sharp(drawn).metadata()).channels).toBe('components' in plan ? 1 : 3);
    const picture = await pixelsOf(drawn);
    expect(picture).toMatchObject({ width: 90, height: 60 });
    for (const [x, y] of PLACES) {
      const wanted = Math.round(gradient(x, y, 0) * 255);
      expect(Math.abs((picture.at(x, y) ?? -1) - wanted), `${x},${y}`).toBeLessThanOrEqual(most);
    }
  });

  test('has the colours that the boxes tell', async () => {
    const sample = (_x: number, _y: number, component: number) => [200, 30, 90, 0][component] ?? 0;
    const drawn = async (components: number, boxes: Parameters<typeof makeJp2>[1]) => {
      const bytes = await makeCodestream({
        components,
        width: 8,
        height: 8,
        sample: (...at) => sample(...at) / 255,
      });
      const picture = await pixelsOf(await drawJp2(keep(makeJp2(bytes, boxes)), WHOLE));
      return [0, 1, 2].map((channel) => picture.at(3, 3, channel));
    };
    expect(await drawn(3, {})).toEqual([200, 30, 90]);
    // The channels are named the other way round.
    expect(await drawn(3, { channels: [3, 2, 1] })).toEqual([90, 30, 200]);
    // The last of four is opacity: nothing is seen of the rest, on white.
    expect(await drawn(4, { channels: [1, 2, 3, 0] })).toEqual([255, 255, 255]);
    expect(await drawn(3, { colours: 18 })).toEqual([147, 255, 26]);
    const palette = Array.from({ length: 256 }, (_, index) => [index, 255 - index, 7]);
    expect(await drawn(1, { palette })).toEqual([200, 55, 7]);
    const grey = await makeCodestream({ components: 2, width: 8, height: 8, sample });
    const drawnGrey = await drawJp2(keep(makeJp2(grey, { colours: 17 })), WHOLE);
    expect((await sharp(drawnGrey).metadata()).channels).toBe(1);
  });

  test('is as large as is wanted, and not much larger', async () => {
    const large = keep(await makeCodestream({ width: 1000, height: 700, levels: 5 }));
    const small = await pixelsOf(await drawJp2(large, { side: 200 }));
    expect([small.width, small.height]).toEqual([250, 175]);
    expect(await pixelsOf(await drawJp2(large, { mostPixels: 200_000 }))).toMatchObject({
      width: 500,
      height: 350,
    });
    // One that cannot be halved is shrunk while it is put together.
    const flat = keep(
      await makeCodestream({ width: 700, height: 500, levels: 0, tile: 64, sample: (x) => x / 700 }),
    );
    const shrunk = await pixelsOf(await drawJp2(flat, { side: 150 }));
    expect([shrunk.width, shrunk.height]).toEqual([175, 125]);
    expect(shrunk.at(87, 60)).toBeGreaterThan(124);
    expect(shrunk.at(87, 60)).toBeLessThan(131);
  });

  test('lies in a file whole, the same as in memory', async () => {
    const source = keep(await makeCodestream({ width: 300, height: 200, tile: 64 }));
    const to = path.join(folder, 'whole.tif');
    expect(await writeJp2AsTiff(source, to)).toEqual({ width: 300, height: 200, reduced: false });
    const [file, memory] = [await pixelsOf(to), await pixelsOf(await drawJp2(source, WHOLE))];
    for (const [x, y] of [...PLACES, [299, 199], [255, 128]] as const) {
      expect(file.at(x, y, 1)).toBe(memory.at(x, y, 1));
    }
    expect(await measureJp2(source)).toEqual({
      ok: true,
      value: { width: 300, height: 200, reduced: false },
    });
  });
});

describe('within little memory', () => {
  test('tiles are decoded some at a time', async () => {
    const file = fileOf(await makeCodestream({ width: 300, height: 200, tile: 32 }));
    const plan = planJp2(file, 0, 300_000);
    expect(plan?.reduce).toBe(0);
    expect(plan?.rects.length).toBeGreaterThan(3);
    const tiles = plan?.rects.reduce(
      (sum, { left, top, right, bottom }) => sum + (right - left) * (bottom - top),
      0,
    );
    expect(tiles).toBe(70);
  });

  test('one tile that is too much is decoded halved, or not at all', async () => {
    const file = fileOf(await makeCodestream({ width: 300, height: 200, levels: 3 }));
    expect(planJp2(file, 0, 2_000_000)?.reduce).toBe(0);
    expect(planJp2(file, 0, 700_000)?.reduce).toBe(1);
    expect(planJp2(file, 0, 1000)).toBeNull();
  });

  test('halving goes as far as is wanted', async () => {
    const file = fileOf(await makeCodestream({ width: 300, height: 200 }));
    expect([10_000, 300, 150, 149, 75, 1].map((side) => reduceToSide(file, side))).toEqual([
      0, 0, 1, 1, 2, 8,
    ]);
    expect([60_000, 59_999, 15_000, 14_999].map((most) => reduceToPixels(file, most))).toEqual([0, 1, 1, 2]);
  });
});

describe('the verdict', () => {
  test('on sound files is that they have a page and a picture', async () => {
    for (const bytes of [
      await makeCodestream(),
      makeJp2(await makeCodestream({ tile: 32 })),
      await makeCodestream({ components: 1, bits: 16 }),
    ]) {
      const verdict = await inspectFile(keep(bytes), 'x.jp2');
      expect(verdict).toMatchObject({ verdict: 'ok', mime: 'image/jp2', pages: 1, warnings: [] });
    }
  });

  test('on one with a missing end marker is that it was mended', async () => {
    const bytes = await makeCodestream();
    const verdict = await inspectFile(keep(bytes.subarray(0, -2)), 'x.j2k');
    expect(verdict).toMatchObject({ verdict: 'ok', warnings: ['REPAIRED'] });
  });

  test('on one that no child can hold in full is that it is shown smaller', async () => {
    const bytes = await makeCodestream({ components: 1, width: 64, height: 64, levels: 5 });
    // It says that it is 12,000 pixels wide and high, of one tile; the tile's coded bytes do not matter for the plan.
    for (const place of [8, 12, 24, 28]) bytes.writeUInt32BE(12_000, place);
    const verdict = await inspectFile(keep(bytes), 'x.j2k');
    expect(verdict).toMatchObject({ verdict: 'ok', warnings: ['REDUCED_RESOLUTION'] });
  });

  test('on broken ones names the cause', async () => {
    const bytes = makeJp2(await makeCodestream());
    const codeOf = async (damaged: Uint8Array) => (await inspectFile(keep(damaged), 'x.jp2')).code;
    expect(await codeOf(bytes.subarray(0, bytes.length - 300))).toBe('TRUNCATED');
    const noSize = Buffer.from(bytes);
    noSize.fill(
      0,
      bytes.length - bytes.readUInt32BE(bytes.indexOf('jp2c') - 4) + 8 + 8,
      bytes.indexOf('jp2c') + 30,
    );
    expect(await codeOf(noSize)).toBe('BROKEN');
  });
});
