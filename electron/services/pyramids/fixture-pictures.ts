/** Pictures that can be told apart everywhere, and pyramids beside what they should show; for tests. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { makePyramid } from './make-pyramid.ts';
import { openPyramid, type PyramidFile } from './pyramid-file.ts';
import { countLevels, TILE_SIDE, tilesOf } from './tile-grid.ts';

/** What JPEG with halved colour may change of 255, on average. */
export const MOST_DIFFERENCE = 4;

/** A picture in which no region looks like another, nor like itself when it is turned or mirrored. */
export function drawn(width: number, height: number, channels: 1 | 3 = 3): Sharp {
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

type Pictures = {
  readonly at: (name: string) => string;
  /** The files whose names begin so. */
  readonly names: (start: string) => string[];
  readonly open: (file: string) => Promise<PyramidFile>;
  /** The pyramid of a picture, made beside it. */
  readonly made: (source: string, index?: number, turnedAtOncePixels?: number) => Promise<PyramidFile>;
};

/** For a file of tests: a folder for their pictures, and pyramids that are closed after each. */
export function usePictures(): Pictures {
  let folder: string;
  const opened: PyramidFile[] = [];
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'qoima-pyramid-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    for (const pyramid of opened.splice(0)) await pyramid.close();
  });
  const open = async (file: string): Promise<PyramidFile> => {
    const pyramid = await openPyramid(file);
    if (typeof pyramid === 'string') throw new Error(pyramid);
    opened.push(pyramid);
    return pyramid;
  };
  return {
    at: (name) => path.join(folder, name),
    names: (start) => readdirSync(folder).filter((name) => name.startsWith(start)),
    open,
    async made(source, index = 0, turnedAtOncePixels) {
      const to = `${source}-${index}.tif`;
      expect(await makePyramid(source, index, to, turnedAtOncePixels)).toEqual({ ok: true, value: null });
      return open(to);
    },
  };
}

export async function tileOf(pyramid: PyramidFile, level: number, x: number, y: number): Promise<Sharp> {
  const tile = await pyramid.tile({ level, x, y });
  if (typeof tile === 'string') throw new Error(tile);
  return sharp(tile);
}

type Pixels = { readonly data: Buffer; readonly width: number; readonly height: number };

export async function pixelsOf(picture: Sharp): Promise<Pixels> {
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
export async function expectSame(
  pyramid: PyramidFile,
  upright: Sharp,
  levels: readonly number[],
): Promise<void> {
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
