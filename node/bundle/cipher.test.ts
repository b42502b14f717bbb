import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openBytes, sealBytes, sealedSize, type SealedPlace } from './cipher.ts';

const MIB = 1 << 20;
const place: SealedPlace = { key: randomBytes(32), bundle: 'b', name: 'ops/000001.qb' };

async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const each of source) all.push(each);
  return Buffer.concat(all);
}

async function* cutUp(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

const seal = (bytes: Buffer) => gather(sealBytes([bytes], place));
const open = (bytes: Buffer, at: SealedPlace = place) => gather(openBytes(cutUp(bytes, []), at));

describe('the encryption of a bundle', () => {
  test.each([0, 1, 15, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 7])('gives back %i bytes', async (size) => {
    const bytes = randomBytes(size);
    const sealed = await seal(bytes);
    expect(sealed.length).toBe(sealedSize(size));
    expect((await open(sealed)).equals(bytes)).toBe(true);
  });

  test('in whatever pieces the bytes come', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 700_000 }), { maxLength: 8 });
    const bytes = randomBytes(2 * MIB + 12_345);
    await fc.assert(
      fc.asyncProperty(sizes, sizes, async (going, coming) => {
        const sealed = await gather(sealBytes(cutUp(bytes, going), place));
        expect((await gather(openBytes(cutUp(sealed, coming), place))).equals(bytes)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test('one changed byte anywhere is noticed', async () => {
    const sealed = await seal(randomBytes(MIB + 100));
    const places = fc.integer({ min: 0, max: sealed.length - 1 });
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Buffer.from(sealed);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        await expect(open(damaged)).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' });
      }),
      { numRuns: 40 },
    );
  });

  test('what is cut off anywhere is noticed, also between two pieces', async () => {
    const sealed = await seal(randomBytes(2 * MIB));
    for (const length of [0, 7, 23, 24, 40, 24 + MIB + 16, sealed.length - 1])
      await expect(open(sealed.subarray(0, length))).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' });
  });

  test('pieces that changed their places are noticed', async () => {
    const sealed = await seal(randomBytes(3 * MIB));
    const piece = (no: number) => sealed.subarray(24 + no * (MIB + 16), 24 + (no + 1) * (MIB + 16));
    const swapped = Buffer.concat([sealed.subarray(0, 24), piece(1), piece(0), piece(2)]);
    await expect(open(swapped)).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' });
  });

  test('of another name, bundle or key nothing opens', async () => {
    const sealed = await seal(Buffer.from('a'));
    for (const other of [{ name: 'ops/000002.qb' }, { bundle: 'c' }, { key: randomBytes(32) }])
      await expect(open(sealed, { ...place, ...other })).rejects.toMatchObject({ code: 'BUNDLE_DAMAGED' });
  });
});
