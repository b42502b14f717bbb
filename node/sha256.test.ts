import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from './sha256.ts';

const part = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: 'grapheme' }),
  // Half letters too: they count as what UTF-8 makes of them.
  fc.string({ unit: fc.integer({ min: 0xd7f0, max: 0xe010 }).map((code) => String.fromCharCode(code)) }),
);
/** Beside what is hashed together, what is too long for that. */
const long = fc.constantFrom(new Uint8Array(0), new Uint8Array(70_000).fill(7), 'қ'.repeat(40_000));

test('is the hash of the parts one after another, a text as its UTF-8', () => {
  fc.assert(
    fc.property(fc.array(part), long, (parts, more) => {
      const all = [...parts, more];
      const bytes = Buffer.concat(
        all.map((one) => (typeof one === 'string' ? new TextEncoder().encode(one) : one)),
      );
      expect(Buffer.from(sha256(...all)).toString('hex')).toBe(
        createHash('sha256').update(bytes).digest('hex'),
      );
    }),
  );
});
