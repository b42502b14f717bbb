import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { makeTiff, type TiffPlan } from '../../../test/fixtures/make-tiff.ts';
import { sourceOfBytes, type ByteSource } from './byte-source.ts';
import { readTiff } from './tiff-directories.ts';

const read = (plan: TiffPlan) => readTiff(sourceOfBytes(makeTiff(plan)));
const codeOf = (plan: TiffPlan) => {
  const reading = read(plan);
  return reading.ok ? 'OK' : reading.code;
};

describe('a sound TIFF', () => {
  test.each([
    { littleEndian: true, big: false },
    { littleEndian: false, big: false },
    { littleEndian: true, big: true },
    { littleEndian: false, big: true },
  ])('is read in every layout: $littleEndian $big', (layout) => {
    const reading = read({
      ...layout,
      pages: [{ width: 40, height: 30, rowsPerStrip: 7 }, { bits: 16, samples: 3 }, {}],
    });
    expect(reading).toMatchObject({
      ok: true,
      directories: 3,
      pages: [
        { directory: 0, width: 40, height: 30, bits: 8, samples: 1, compression: 1, tiled: false },
        { directory: 1, bits: 16, samples: 3, photometric: 2 },
        { directory: 2 },
      ],
    });
  });

  test('has as many directories as libvips counts', async () => {
    const bytes = makeTiff({ pages: Array.from({ length: 12 }, () => ({})) });
    const reading = readTiff(sourceOfBytes(bytes));
    const { pages } = await sharp(bytes).metadata();
    expect(reading).toMatchObject({ ok: true, directories: pages });
  });

  test('counts neither smaller versions nor masks as pages', () => {
    const reading = read({
      pages: [{}, { newSubfileType: 1 }, { newSubfileType: 2 }, { newSubfileType: 4 }],
    });
    expect(reading.ok && reading.pages.map((page) => page.directory)).toEqual([0, 2]);
  });

  test('counts them all when there is nothing else', () => {
    const reading = read({ pages: [{ newSubfileType: 1 }, { newSubfileType: 1 }] });
    expect(reading).toMatchObject({ ok: true, pages: [{ directory: 0 }, { directory: 1 }] });
  });

  test('may end with its last directory, without the pointer behind it', () => {
    const bytes = makeTiff();
    expect(readTiff(sourceOfBytes(bytes.subarray(0, bytes.length - 4)))).toMatchObject({
      ok: true,
      directories: 1,
    });
  });

  test('may leave a hole where a strip would be empty', () => {
    const entries = [
      { tag: 273, type: 4 as const, values: [0] },
      { tag: 279, type: 4 as const, values: [0] },
    ];
    expect(codeOf({ pages: [{ entries }] })).toBe('OK');
  });
});

describe('a broken TIFF', () => {
  test('whose directories run in a circle ends', () => {
    expect(codeOf({ pages: [{}, {}, {}], lastPointsTo: 1 })).toBe('BROKEN');
  });

  test.each([
    ['no width', { without: [256] }, 'BROKEN'],
    ['no height', { entries: [{ tag: 257, type: 3, values: [0] }] }, 'BROKEN'],
    ['no pixels named', { without: [273] }, 'BROKEN'],
    ['strips without rows', { entries: [{ tag: 278, type: 3, values: [0] }] }, 'BROKEN'],
    ['fewer strips than rows need', { entries: [{ tag: 278, type: 3, values: [2] }] }, 'BROKEN'],
    ['a size as a text', { entries: [{ tag: 256, type: 1, values: [] }] }, 'BROKEN'],
    ['a strip beyond the end', { entries: [{ tag: 273, type: 4, values: [999_999] }] }, 'TRUNCATED'],
    ['a strip over the end', { entries: [{ tag: 279, type: 4, values: [999_999] }] }, 'TRUNCATED'],
    ['too few bytes', { entries: [{ tag: 279, type: 4, values: [100] }] }, 'TRUNCATED'],
  ] as const)('%s', (_name, page, code) => {
    expect(codeOf({ pages: [page] })).toBe(code);
  });

  test('is not sound when its end is cut off', () => {
    const bytes = makeTiff({ pages: [{}, {}] });
    const sound = [...bytes.keys()].filter((length) => readTiff(sourceOfBytes(bytes.subarray(0, length))).ok);
    // But for a cut right behind a directory: that might be a file whose writer left the last pointer out.
    expect(sound.length).toBe(2);
    expect(sound.at(-1)).toBe(bytes.length - 4);
  });
});

describe('whatever the bytes', () => {
  /** Counts what is read, and refuses reads that only a number from the file could have asked for. */
  function counting(bytes: Uint8Array): { source: ByteSource; reads: () => number } {
    const source = sourceOfBytes(bytes);
    let reads = 0;
    return {
      reads: () => reads,
      source: {
        size: source.size,
        read(offset, length) {
          reads++;
          expect(length).toBeLessThan(2_000_000);
          return source.read(offset, length);
        },
      },
    };
  }

  test('the walk ends without an exception', () => {
    const header = fc.constantFrom([0x49, 0x49, 42, 0], [0x4d, 0x4d, 0, 42], [0x49, 0x49, 43, 0, 8, 0, 0, 0]);
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 400 }), (head, rest) => {
        const { source, reads } = counting(Uint8Array.from([...head, ...rest]));
        readTiff(source);
        expect(reads()).toBeLessThan(5000);
      }),
      { numRuns: 2000 },
    );
  });

  test('so does that of a sound file with some bytes changed', () => {
    const plans = fc.record({ littleEndian: fc.boolean(), big: fc.boolean() });
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(plans, changes, (plan, changed) => {
        const bytes = makeTiff({ ...plan, pages: [{ rowsPerStrip: 2 }, { newSubfileType: 1 }, {}] });
        for (const [at, value] of changed) bytes[at % bytes.length] = value;
        const { source, reads } = counting(bytes);
        const reading = readTiff(source);
        if (reading.ok) expect(reading.pages.length).toBeGreaterThan(0);
        expect(reads()).toBeLessThan(5000);
      }),
      { numRuns: 3000 },
    );
  });
});
