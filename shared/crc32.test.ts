import * as fc from 'fast-check';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

it('is the checksum that zlib gives, whatever the length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(crc32(bytes)).toBe(zlibCrc32(bytes));
    }),
  );
  const long = Uint8Array.from({ length: 100_003 }, (_, i) => (i * i) % 251);
  expect(crc32(long)).toBe(zlibCrc32(long));
});
