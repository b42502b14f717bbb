import { writeFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { gradient, makeCodestream, makeJp2 } from '../../../test/fixtures/make-jp2.ts';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { appendIndex } from './append-index.ts';
import { makePyramid, measurePicture } from './make-pyramid.ts';
import { countLevels, TILE_SIDE } from './tile-grid.ts';
import { drawn, usePictures, tileOf, pixelsOf, expectSame } from './fixture-pictures.ts';

const { at, names, open, made } = usePictures();

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
  expect(names('tiles.jp2')).toEqual(['tiles.jp2', 'tiles.jp2-0.tif']);
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
  expect(names('plan.pdf')).toEqual(['plan.pdf', 'plan.pdf-0.tif']);
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
