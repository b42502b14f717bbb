import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import sharp, { type Sharp, type TiffOptions } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { deriveFile } from './derive.ts';
import { drawTiff } from './tiff-picture.ts';
import { unpack } from './tiff-unpack.ts';

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-tiff-picture-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function keep(bytes: Uint8Array): string {
  const file = path.join(folder, `${count++}.tif`);
  writeFileSync(file, bytes);
  return file;
}

function drawn(channels: 1 | 3): Sharp {
  const pixels = Buffer.alloc(70 * 50 * channels);
  for (let at = 0; at < pixels.length; at++) pixels[at] = (at * at * 31 + (at >> 6)) % 256;
  return sharp(pixels, { raw: { width: 70, height: 50, channels } });
}

const samples = (input: Buffer | string) => sharp(input).toColourspace('srgb').raw().toBuffer();

describe('a picture that libvips knows too is the same', () => {
  const options: readonly TiffOptions[] = (['none', 'lzw', 'deflate', 'packbits'] as const).flatMap(
    (compression) => [
      { compression, predictor: 'none' as const },
      { compression, predictor: 'horizontal' as const },
      { compression, tile: true, tileWidth: 32, tileHeight: 16 },
    ],
  );
  test.each(options)('%j', async (option) => {
    for (const picture of [
      drawn(3),
      drawn(1).toColourspace('b-w'),
      drawn(1).toColourspace('grey16'),
      drawn(3).toColourspace('rgb16'),
    ]) {
      const bytes = await picture.tiff(option).toBuffer();
      const [ours, theirs] = [await samples(drawTiff(keep(bytes), 0, 10_000)), await samples(bytes)];
      expect(ours.length).toBe(theirs.length);
      // Of sixteen bits libvips leaves the lower ones away, we round.
      expect(ours.every((sample, at) => Math.abs(sample - (theirs[at] ?? 0)) <= 1)).toBe(true);
    }
  });
});

describe('a picture that only we know', () => {
  test('of 12 bits shows what it holds', async () => {
    const file = keep(makeTiff({ pages: [{ bits: 12, width: 6, height: 2 }] }));
    // The bytes of a strip are 0, 7, 14, …: of 12 bits each two samples take three of them.
    const values = [0x000, 0x70e, 0x151, 0xc23, 0x2a3, 0x138].map((value) =>
      Math.round((value * 255) / 4095),
    );
    const { data } = await sharp(drawTiff(file, 0, 100))
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 6)]).toEqual(values);
  });

  test('has its thumbnail and reading copy', async () => {
    const to = path.join(folder, 'thumb.webp');
    const file = keep(makeTiff({ pages: [{}, { bits: 14, samples: 3, width: 30, height: 20 }] }));
    expect(await deriveFile(file, 1, [{ size: 'thumb', to }])).toEqual({ ok: true, value: null });
    expect(await sharp(to).metadata()).toMatchObject({ width: 30, height: 20 });
  });

  test('in planes of tiles, packed by Zstandard, in the order of another machine', async () => {
    const plane = (value: number) => zstdCompressSync(Buffer.alloc(16 * 16 * 2, Buffer.from([value, 0])));
    const planes = [200, 30, 90].map(plane);
    const head = makeTiff({
      littleEndian: false,
      pages: [
        {
          samples: 3,
          bits: 16,
          without: [273, 278, 279],
          entries: [
            { tag: 259, type: 3, values: [50_000] },
            { tag: 284, type: 3, values: [2] },
            { tag: 322, type: 3, values: [16] },
            { tag: 323, type: 3, values: [16] },
            { tag: 324, type: 4, values: [1000, 2000, 3000] },
            { tag: 325, type: 4, values: planes.map(({ length }) => length) },
          ],
        },
      ],
    });
    const bytes = Buffer.alloc(4000);
    bytes.set(head);
    for (const [at, packed] of planes.entries()) bytes.set(packed, 1000 * (at + 1));
    const { data } = await sharp(drawTiff(keep(bytes), 0, 100))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)]).toEqual([199, 30, 90]);
  });

  test('whose pixels are not all there is none', async () => {
    const garbled = {
      width: 100,
      height: 60,
      bits: 12,
      entries: [{ tag: 259, type: 3, values: [5] } as const],
    };
    expect(() => drawTiff(keep(makeTiff({ pages: [garbled] })), 0, 100)).toThrow();
  });

  test('is shrunk while it is decoded', async () => {
    const file = keep(makeTiff({ pages: [{ bits: 10, width: 90, height: 60 }] }));
    expect(await sharp(drawTiff(file, 0, 30)).metadata()).toMatchObject({ width: 30, height: 20 });
  });
});

test('whatever is unpacked, it takes no more room than its pixels, and ends', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 5, 8, 32_773, 50_000),
      fc.uint8Array({ maxLength: 300 }),
      fc.nat({ max: 5000 }),
      (compression, bytes, most) => {
        try {
          expect(unpack(bytes, compression, most).length).toBeLessThanOrEqual(most + 65_536);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect(String(error)).not.toContain('AssertionError');
        }
      },
    ),
    { numRuns: 2000 },
  );
});
