import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { packPicture, unpackPictures, type PackedPicture } from './picture-pack.ts';

const picture = fc.record({
  head: fc.record({
    master: fc.constant('ab'.repeat(32)),
    page: fc.integer({ min: 0, max: 99 }),
    size: fc.constantFrom('thumb' as const, 'reading' as const),
    sha256: fc.constant('cd'.repeat(32)),
  }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }),
});

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let place = 0;
  for (let turn = 0; place < bytes.length; turn++) {
    const length = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(place, place + length);
    place += length;
  }
}

async function all(pieces: AsyncIterable<Uint8Array>, most?: number): Promise<PackedPicture[]> {
  const found: PackedPicture[] = [];
  for await (const one of unpackPictures(pieces, most)) found.push(one);
  return found;
}

it('gives back what was packed, however it is cut on its way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(picture, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }),
      fc.nat(),
      async (pictures, sizes, end) => {
        const packed = pictures.map(({ head, bytes }) => ({ head: { ...head, bytes: bytes.length }, bytes }));
        const body = Buffer.concat(packed.map(packPicture));
        expect(await all(cut(body, sizes))).toEqual(packed);
        // A pack that was cut off gives those that are whole.
        const part = await all(cut(body.subarray(0, end % (body.length + 1)), sizes));
        expect(packed.slice(0, part.length)).toEqual(part);
      },
    ),
  );
});

it('refuses what is no pack, and one that does not end', async () => {
  const bad = (bytes: Uint8Array) => all(cut(bytes, [7]));
  await expect(bad(new Uint8Array([255, 255, 255, 255, 1]))).rejects.toThrow(RangeError);
  await expect(bad(Buffer.from('\0\0\0\x02{}rest'))).rejects.toThrow(RangeError);
  await expect(bad(Buffer.from('\0\0\0\x02\xff\xferest', 'latin1'))).rejects.toThrow(RangeError);
  await expect(all(cut(new Uint8Array(5000), [1000]), 4000)).rejects.toThrow(RangeError);
});
