import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { gradient, makeCodestream, makeJp2 } from '../../../test/fixtures/make-jp2.ts';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { findSmallDisk } from '../../../test/fixtures/small-disk.ts';
import { startForked } from '../../../node/calls/child.ts';
import { createDecoder } from '../decode/decoder.ts';
import { sourceModules } from '../modules.ts';
import { writeTiff } from '../sample/write-tiff.ts';
import { appendIndex } from './append-index.ts';
import { makePyramid, measurePicture } from './make-pyramid.ts';
import { openPyramid, type PyramidFile } from './pyramid-file.ts';
import { countLevels, TILE_SIDE, tilesOf } from './tile-grid.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-pyramid-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const opened: PyramidFile[] = [];
afterEach(async () => {
  for (const pyramid of opened.splice(0)) await pyramid.close();
});
const at = (name: string) => path.join(folder, name);

/** What JPEG with halved colour may change of 255, on average. */
const MOST_DIFFERENCE = 4;

/** A picture in which no region looks like another, nor like itself when it is turned or mirrored. */
function drawn(width: number, height: number, channels: 1 | 3 = 3): Sharp {
  const pixels = Buffer.alloc(width * height * channels);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const paper = ((x >> 5) + (y >> 6)) % 3 === 0 ? 40 : 180;
      const values = [paper + (x * 70) / width, paper + (y * 70) / height, paper];
      for (let channel = 0; channel < channels; channel++) pixels[to++] = values[channel] ?? 0;
    }
  }
  return sharp(pixels, { raw: { width, height, channels } });
}

async function open(file: string): Promise<PyramidFile> {
  const pyramid = await openPyramid(file);
  if (typeof pyramid === 'string') throw new Error(pyramid);
  opened.push(pyramid);
  return pyramid;
}

async function made(source: string, index = 0, turnedAtOncePixels?: number): Promise<PyramidFile> {
  const to = `${source}-${index}.tif`;
  expect(await makePyramid(source, index, to, turnedAtOncePixels)).toEqual({ ok: true, value: null });
  return open(to);
}

async function tileOf(pyramid: PyramidFile, level: number, x: number, y: number): Promise<Sharp> {
  const tile = await pyramid.tile({ level, x, y });
  if (typeof tile === 'string') throw new Error(tile);
  return sharp(tile);
}

type Pixels = { readonly data: Buffer; readonly width: number; readonly height: number };

async function pixelsOf(picture: Sharp): Promise<Pixels> {
  const upright = picture.flatten({ background: '#fff' }).toColourspace('srgb');
  const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(3);
  return { data, width: info.width, height: info.height };
}

/** One value of the picture shrunk by `scale`: the mean of the pixels it stands for. */
function meanAt({ data, width }: Pixels, scale: number, x: number, y: number, channel: number): number {
  let sum = 0;
  for (let row = y * scale; row < (y + 1) * scale; row++) {
    for (let column = x * scale; column < (x + 1) * scale; column++)
      sum += data[(row * width + column) * 3 + channel] ?? 0;
  }
  return sum / scale ** 2;
}

/** Every tile of some levels beside the same region of the upright picture, shrunk to the level; of 255 they differ by a few. */
async function expectSame(pyramid: PyramidFile, upright: Sharp, levels: readonly number[]): Promise<void> {
  const whole = await pixelsOf(upright);
  expect(pyramid.size).toEqual({ width: whole.width, height: whole.height });
  for (const level of levels) {
    const scale = 2 ** (countLevels(pyramid.size) - 1 - level);
    const tiles = tilesOf(pyramid.size, level) ?? { across: 0, down: 0 };
    for (let number = 0; number < tiles.across * tiles.down; number++) {
      const [x, y] = [number % tiles.across, Math.floor(number / tiles.across)];
      const tile = await pixelsOf(await tileOf(pyramid, level, x, y));
      expect([tile.width, tile.height]).toEqual([TILE_SIDE, TILE_SIDE]);
      // Only pixels that stand for whole ones: the last may stand for a part, and beyond it is padding.
      const [right, bottom] = [Math.floor(whole.width / scale), Math.floor(whole.height / scale)];
      let difference = 0;
      let compared = 0;
      for (let row = 0; row < TILE_SIDE && y * TILE_SIDE + row < bottom; row += 3) {
        for (let column = 0; column < TILE_SIDE && x * TILE_SIDE + column < right; column += 3) {
          for (let channel = 0; channel < 3; channel++) {
            const wanted = meanAt(whole, scale, x * TILE_SIDE + column, y * TILE_SIDE + row, channel);
            difference += Math.abs(wanted - (tile.data[(row * TILE_SIDE + column) * 3 + channel] ?? 0));
            compared++;
          }
        }
      }
      expect([level, x, y, difference / Math.max(1, compared) < MOST_DIFFERENCE]).toEqual([
        level,
        x,
        y,
        true,
      ]);
    }
  }
}

describe('the tiles show what the picture shows', () => {
  test('of a TIFF in strips', async () => {
    const source = at('strips.tif');
    await drawn(3301, 1403).tiff({ compression: 'lzw' }).toFile(source);
    await expectSame(await made(source), sharp(source), [0, 1, 2, 3]);
  });

  test('of a picture so wide that the padding takes a tile of its own, to its last pixel', async () => {
    const source = at('wide.tif');
    await drawn(16_500, 600).tiff({ compression: 'lzw' }).toFile(source);
    const pyramid = await made(source);
    await expectSame(pyramid, sharp(source), [4, 6]);
    // At a 64th the last pixel stands for some columns of the picture and for padding, which is as light as paper.
    const { data } = await pixelsOf(await tileOf(pyramid, 0, 0, 0));
    expect(data[Math.floor(16_500 / 64) * 3]).toBeGreaterThan(100);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('of a JPEG that stands as EXIF says, %i', async (orientation) => {
    const source = at(`exif-${orientation}.jpg`);
    await drawn(1301, 803).jpeg({ quality: 95 }).withMetadata({ orientation }).toFile(source);
    const upright = (): Sharp => sharp(source).autoOrient();
    const { width, height } = (await upright().toBuffer({ resolveWithObject: true })).info;
    expect(await measurePicture(source, 0)).toEqual({ ok: true, value: { width, height } });
    const levels = [0, countLevels({ width, height }) - 1];
    const atOnce = await made(source);
    expect(atOnce.size).toEqual({ width, height });
    await expectSame(atOnce, upright(), levels);
    // And the same when it is too large to be turned in one piece.
    await expectSame(await made(source, 0, 300_000), upright(), levels);
  });

  test('of a page of one bit, in shades of grey', async () => {
    const source = at('bits.tif');
    await drawn(2600, 1800, 1)
      .threshold(128)
      .toColourspace('b-w')
      .tiff({ compression: 'ccittfax4', bitdepth: 1 })
      .toFile(source);
    const pyramid = await made(source);
    await expectSame(pyramid, sharp(source), [0, 3]);
    expect(await (await tileOf(pyramid, 3, 0, 0)).metadata()).toMatchObject({ channels: 1 });
  });

  test('of sixteen bits, of PNG with transparency and of WebP', async () => {
    const sources = { deep: at('deep.tif'), clear: at('clear.png'), web: at('web.webp') };
    await drawn(1400, 700).toColourspace('rgb16').tiff({ compression: 'deflate' }).toFile(sources.deep);
    await drawn(1400, 700).ensureAlpha(0.5).png().toFile(sources.clear);
    await drawn(1400, 700).webp({ quality: 95 }).toFile(sources.web);
    for (const source of Object.values(sources)) await expectSame(await made(source), sharp(source), [0, 2]);
  });

  test('of the page asked for', async () => {
    const source = at('pages.tif');
    const pages = [drawn(600, 600), drawn(600, 600).flop(), drawn(600, 600).flip()];
    const buffers = await Promise.all(pages.map((page) => page.png().toBuffer()));
    await sharp(buffers, { join: { animated: true } })
      .tiff({ compression: 'lzw' })
      .toFile(source);
    for (const [index, buffer] of buffers.entries()) {
      await expectSame(await made(source, index), sharp(buffer), [0, 1]);
    }
    expect(await makePyramid(source, 3, at('none'))).toEqual({ ok: false, code: 'NOT_FOUND' });
  });

  test('upright as the reading copy is, in the same proportion', async () => {
    const source = at('proportion.jpg');
    await drawn(3900, 1234).jpeg().withMetadata({ orientation: 6 }).toFile(source);
    const { size } = await made(source);
    expect(size).toEqual({ width: 1234, height: 3900 });
  });
});

test('JPEG 2000 has its tiles, and nothing of its decoding is left', async () => {
  const source = at('tiles.jp2');
  writeFileSync(source, makeJp2(await makeCodestream({ width: 700, height: 600, tile: 64 })));
  expect(await measurePicture(source, 0)).toEqual({ ok: true, value: { width: 700, height: 600 } });
  const pyramid = await made(source);
  expect(pyramid.size).toEqual({ width: 700, height: 600 });
  const { data, info } = await (await tileOf(pyramid, 1, 1, 1)).raw().toBuffer({ resolveWithObject: true });
  for (const [x, y] of [
    [10, 10],
    [180, 80],
  ] as const) {
    const wanted = gradient(TILE_SIDE + x, TILE_SIDE + y, 0) * 255;
    expect(Math.abs((data[(y * info.width + x) * info.channels] ?? 0) - wanted)).toBeLessThan(20);
  }
  expect(readdirSync(folder).filter((name) => name.startsWith('tiles.jp2'))).toEqual([
    'tiles.jp2',
    'tiles.jp2-0.tif',
  ]);
  expect(await makePyramid(source, 1, at('no-page.tif'))).toEqual({ ok: false, code: 'NOT_FOUND' });
});

test('a large page of a PDF has tiles, in which its lines are sharp; an ordinary one is drawn by the window', async () => {
  const source = at('plan.pdf');
  // A1, with a red square.
  const size = [1684, 2384] as const;
  writeFileSync(source, makePdf({ size, drawing: 'q 1 0 0 rg 337 1669 168 168 re f Q ' }));
  const measured = await measurePicture(source, 0);
  const { width, height } = measured.ok ? measured.value : { width: 0, height: 0 };
  expect(width * height).toBeLessThan(50_100_000);
  expect(height / width).toBeCloseTo(size[1] / size[0], 3);
  const pyramid = await made(source);
  expect(pyramid.size.height).toBe(height);
  const level = countLevels(pyramid.size) - 1;
  const edge = Math.round((337 / size[0]) * width);
  const row = Math.round((600 / size[1]) * height);
  const tile = await tileOf(pyramid, level, Math.floor(edge / TILE_SIDE), Math.floor(row / TILE_SIDE));
  const { data } = await pixelsOf(tile);
  const greenAt = (x: number) => data[((row % TILE_SIDE) * TILE_SIDE + (x % TILE_SIDE)) * 3 + 1] ?? 0;
  expect([greenAt(edge - 4) > 200, greenAt(edge + 4) < 60]).toEqual([true, true]);
  expect(readdirSync(folder).filter((name) => name.startsWith('plan.pdf'))).toEqual([
    'plan.pdf',
    'plan.pdf-0.tif',
  ]);
  const ordinary = at('ordinary.pdf');
  writeFileSync(ordinary, makePdf({ size: [595, 842] }));
  expect(await measurePicture(ordinary, 0)).toEqual({ ok: false, code: 'NO_PICTURE' });
  expect(await makePyramid(ordinary, 0, at('no.tif'))).toEqual({ ok: false, code: 'NO_PICTURE' });
  expect(await measurePicture(source, 1)).toEqual({ ok: false, code: 'NOT_FOUND' });
});

test('a pyramid knows whether the picture itself is larger', async () => {
  const size = { width: TILE_SIDE, height: TILE_SIDE };
  for (const told of [size, { ...size, reduced: true } as const]) {
    const file = at('told.tif');
    await drawn(size.width, size.height)
      .tiff({ tile: true, tileWidth: TILE_SIDE, tileHeight: TILE_SIDE, compression: 'jpeg' })
      .toFile(file);
    await appendIndex(file, told);
    expect((await open(file)).size).toEqual(told);
  }
});

describe('what cannot be pictured', () => {
  test('has no pyramid and leaves nothing behind', async () => {
    const good = await drawn(3300, 1000).jpeg().toBuffer();
    const floats = await drawn(700, 700).toColourspace('scrgb').tiff({ compression: 'lzw' }).toBuffer();
    const files = {
      'floats.tif': floats,
      'pages.pdf': makePdf({ pages: ['one'] }),
      'words.txt': Buffer.from('words'),
      'half.jpg': good.subarray(0, good.length / 2),
      'half.jp2': (await makeCodestream()).subarray(0, 200),
    };
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(at(name), bytes);
      const to = at(`${name}-p`);
      expect([name, await makePyramid(at(name), 0, to)]).toEqual([name, { ok: false, code: 'NO_PICTURE' }]);
      expect(readdirSync(folder).filter((each) => each.startsWith(`${name}-p`))).toEqual([]);
    }
  });

  test('where nothing can be written throws what the disk says', async () => {
    const source = at('sound.png');
    await drawn(700, 700).png().toFile(source);
    await expect(makePyramid(source, 0, at('nowhere/p.tif'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  const disk = findSmallDisk(1);
  test.runIf(disk !== null)(
    'on a full disk says so, whether whole or turned, and gives the room back',
    async () => {
      const full = at('full');
      const source = at('no-room.jpg');
      const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
      await sharp({ create: { width: 3000, height: 3000, channels: 3, background: '#fff', noise } })
        .jpeg()
        .withMetadata({ orientation: 6 })
        .toFile(source);
      disk?.mount(full);
      try {
        for (const atOnce of [undefined, 4_000_000]) {
          const making = makePyramid(source, 0, path.join(full, 'p.tif'), atOnce);
          await expect(making).rejects.toMatchObject({ code: 'ENOSPC' });
          expect(readdirSync(full)).toEqual([]);
        }
      } finally {
        disk?.unmount(full);
      }
    },
  );
});

describe('a large picture in strips', () => {
  /** Blocks of colour by place, cheap to make. */
  async function largeTiff(file: string, width: number, height: number): Promise<void> {
    const rows = 100;
    const strip = Buffer.alloc(width * rows * 3);
    await writeTiff(file, { width, height, rowsPerStrip: rows, dpi: 400 }, (top, count) => {
      for (let x = 0; x < width; x++) {
        strip[x * 3] = (x >> 4) & 0xff;
        strip[x * 3 + 1] = (top / rows) & 0xff;
        strip[x * 3 + 2] = 128;
      }
      for (let row = 1; row < count; row++) strip.copyWithin(row * width * 3, 0, width * 3);
      return strip.subarray(0, count * width * 3);
    });
  }

  test('of 56 megapixels is cut where it should be', async () => {
    const source = at('large.tif');
    await largeTiff(source, 8000, 7000);
    const pyramid = await made(source);
    for (const [x, y] of [
      [0, 0],
      [7, 6],
      [14, 13],
    ] as const) {
      const tile = await tileOf(pyramid, 4, x, y);
      const region = { width: 200, height: 200 };
      const cut = await pixelsOf(tile.extract({ left: 20, top: 30, ...region }));
      const place = { left: x * TILE_SIDE + 20, top: y * TILE_SIDE + 30, ...region };
      const wanted = await pixelsOf(sharp(source).extract(place));
      let difference = 0;
      for (const [position, value] of wanted.data.entries()) {
        difference += Math.abs(value - (cut.data[position] ?? 0));
      }
      expect([x, y, difference / wanted.data.length < MOST_DIFFERENCE]).toEqual([x, y, true]);
    }
  });

  test('of 200 megapixels is made in a process of 300 MB', async () => {
    const source = at('huge.tif');
    await largeTiff(source, 16_000, 12_500);
    const decoder = createDecoder({
      startChild: startForked,
      module: sourceModules().decodeChild,
      memoryMb: 300,
    });
    const { signal } = new AbortController();
    expect(await decoder.pyramid(source, 0, at('huge'), signal)).toEqual({ ok: true, value: null });
    decoder.close();
    expect((await open(at('huge'))).size).toEqual({ width: 16_000, height: 12_500 });
  }, 60_000);
});
