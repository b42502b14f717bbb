import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { common, joined, placeOf, rowsOfSet, without } from './ask-rows.ts';

const rows = fc
  .uniqueArray(fc.integer({ min: 1, max: 600 }), { maxLength: 500 })
  .map((all) => Uint32Array.from(all).sort());

test('lists of rows are joined, met and parted as sets are, and stay in their order', () => {
  fc.assert(
    fc.property(rows, rows, fc.integer({ min: 1, max: 600 }), (one, other, row) => {
      const [a, b] = [new Set(one), new Set(other)];
      expect([...common(one, other)]).toEqual([...one].filter((each) => b.has(each)));
      expect([...without(one, other)]).toEqual([...one].filter((each) => !b.has(each)));
      expect([...joined(one, other)]).toEqual([...new Set([...one, ...other])].sort((x, y) => x - y));
      expect(placeOf(one, row)).toBe(one.indexOf(row));
      expect([...rowsOfSet(Uint8Array.from({ length: 601 }, (_, each) => (a.has(each) ? 1 : 0)))]).toEqual([
        ...one,
      ]);
    }),
  );
});
