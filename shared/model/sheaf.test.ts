import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256Hex } from './sha256-hex.ts';
import { isSheaf, sheafIdOf } from './sheaf.ts';

const UNIT = '01890a5d-ac96-774b-bcce-b302099a8057';

it('is known by its id in its unit, and by having no file of its own', () => {
  const id = sheafIdOf(UNIT);
  expect(isSheaf({ id, t: 'document', values: { parent: UNIT } })).toBe(true);
  expect(isSheaf({ id, t: 'document', values: { parent: null } })).toBe(false);
  expect(isSheaf({ id, t: 'document', values: { parent: UNIT, file: {} } })).toBe(false);
  expect(isSheaf({ id: UNIT, t: 'document', values: { parent: UNIT } })).toBe(false);
});

it('hashes texts of every length as Node does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }),
  );
});
