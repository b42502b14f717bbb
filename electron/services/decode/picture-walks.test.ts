import * as fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeCodestream, makeJp2 } from '../../../test/fixtures/make-jp2.ts';
import { sourceOfBytes } from './byte-source.ts';
import { walkJp2 } from './jp2-file.ts';
import { walkJpeg } from './jpeg-walk.ts';
import { walkPng } from './png-walk.ts';
import type { WalkReading } from './walk-reading.ts';
import { walkWebp } from './webp-walk.ts';

const WIDTH = 90;
const HEIGHT = 60;
const noise = () => {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let at = 0; at < pixels.length; at++) pixels[at] = (at * at * 31) % 256;
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
};

const walkers: [string, (bytes: Uint8Array) => WalkReading, () => Promise<Uint8Array>][] = [
  ['JPEG', (bytes) => walkJpeg(sourceOfBytes(bytes)), () => noise().jpeg().toBuffer()],
  [
    'progressive JPEG',
    (bytes) => walkJpeg(sourceOfBytes(bytes)),
    () => noise().jpeg({ progressive: true }).toBuffer(),
  ],
  ['PNG', (bytes) => walkPng(sourceOfBytes(bytes)), () => noise().png().toBuffer()],
  ['WebP', (bytes) => walkWebp(sourceOfBytes(bytes)), () => noise().webp().toBuffer()],
  [
    'lossless WebP',
    (bytes) => walkWebp(sourceOfBytes(bytes)),
    () => noise().webp({ lossless: true }).toBuffer(),
  ],
  [
    'WebP with a profile',
    (bytes) => walkWebp(sourceOfBytes(bytes)),
    () => noise().withIccProfile('srgb').webp().toBuffer(),
  ],
  [
    'JPEG 2000',
    (bytes) => walkJp2(sourceOfBytes(bytes)),
    async () => makeJp2(await makeCodestream({ width: WIDTH, height: HEIGHT, tile: 32 })),
  ],
];

describe.each(walkers)('%s', (name, walk, make) => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await make();
  });

  test('tells its size', () => {
    expect(walk(bytes)).toEqual({ ok: true, width: WIDTH, height: HEIGHT, extraBytes: false });
  });

  test('is truncated wherever it is cut', () => {
    const head = name.includes('JPEG 2000') ? 12 : 16;
    for (let length = head; length < bytes.length; length += Math.max(1, Math.floor(bytes.length / 97))) {
      expect(walk(bytes.subarray(0, length)), `cut at ${length}`).toMatchObject({ ok: false });
    }
    expect(walk(bytes.subarray(0, bytes.length - 1))).toEqual({ ok: false, code: 'TRUNCATED' });
  });

  test('notices what follows its end', () => {
    const longer = Buffer.concat([bytes, Buffer.from('this belongs to nothing')]);
    expect(walk(longer)).toMatchObject({ ok: true, extraBytes: true });
  });

  test('never throws, whatever is changed in it', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(changes, fc.nat(), (changed, length) => {
        const damaged = Uint8Array.from(bytes.subarray(0, 4 + (length % bytes.length)));
        for (const [at, value] of changed) damaged[at % damaged.length] = value;
        walk(damaged);
      }),
      { numRuns: 500 },
    );
  });
});

test('zeros behind a JPEG are padding, not something that does not belong', async () => {
  const bytes = Buffer.concat([await noise().jpeg().toBuffer(), Buffer.alloc(3000)]);
  expect(walkJpeg(sourceOfBytes(bytes))).toMatchObject({ ok: true, extraBytes: false });
});

test('a PNG whose header was changed is broken', async () => {
  const bytes = await noise().png().toBuffer();
  bytes[19] = 7;
  expect(walkPng(sourceOfBytes(bytes))).toEqual({ ok: false, code: 'BROKEN' });
});
