/** What has no pyramid, and what is too large to be made at once. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { makeCodestream } from '../../../test/fixtures/make-jp2.ts';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { findSmallDisk } from '../../../test/fixtures/small-disk.ts';
import { startForked } from '../../../node/calls/child.ts';
import { createDecoder } from '../decode/decoder.ts';
import { sourceModules } from '../modules.ts';
import { writeTiff } from '../sample/write-tiff.ts';
import { makePyramid } from './make-pyramid.ts';
import { TILE_SIDE } from './tile-grid.ts';
import { MOST_DIFFERENCE, drawn, usePictures, tileOf, pixelsOf } from './fixture-pictures.ts';

const { at, names, open, made } = usePictures();

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
      expect(names(`${name}-p`)).toEqual([]);
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
