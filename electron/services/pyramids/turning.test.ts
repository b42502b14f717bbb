import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import { bandsOf, keepsRows, turningOf } from './turning.ts';

test('a picture that stands upright is not turned', () => {
  expect([0, 1, 9, NaN].map(turningOf)).toEqual([null, null, null, null]);
});

test('only mirroring left with right takes rows as they come', () => {
  const upright = [2, 3, 4, 5, 6, 7, 8].filter((each) => keepsRows(must(turningOf(each), 'a turning')));
  expect(upright).toEqual([2]);
});

test('bands hold each row once, and only the last may be narrower', () => {
  const args = [
    fc.integer({ min: 3, max: 8 }),
    fc.integer({ min: 1, max: 5000 }),
    fc.integer({ min: 1, max: 700 }),
  ] as const;
  fc.assert(
    fc.property(...args, (orientation, height, most) => {
      const bands = bandsOf(must(turningOf(orientation), 'a turning'), height, most);
      const rows = bands.flatMap(({ top, rows: count }) =>
        Array.from({ length: count }, (_, at) => top + at),
      );
      expect(rows.toSorted((a, b) => a - b)).toEqual(Array.from({ length: height }, (_, at) => at));
      const counts = bands.map((band) => band.rows);
      expect(new Set(counts.slice(0, -1)).size).toBeLessThanOrEqual(1);
      expect(counts.at(-1)).toBeLessThanOrEqual(Math.min(most, counts[0] ?? 0));
    }),
  );
});
