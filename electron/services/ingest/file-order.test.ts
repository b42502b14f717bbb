import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderBetween, ordersAfter } from '../../../shared/model/order.ts';
import { comparePaths } from '../../../shared/binding/compare-paths.ts';
import { placeOf } from './file-order.ts';

test('names are ordered as a person counts, files before subfolders', () => {
  const paths = ['b/1.tif', 'a/10.tif', 'a/2.tif', '100.tif', 'a/sub/1.tif', '9.tif', 'a/Ә.tif', 'a/Б.tif'];
  expect([...paths].sort(comparePaths)).toEqual([
    '9.tif',
    '100.tif',
    'a/2.tif',
    'a/10.tif',
    'a/Ә.tif',
    'a/Б.tif',
    'a/sub/1.tif',
    'b/1.tif',
  ]);
});

test('the order of paths is one order', () => {
  const paths = fc.array(fc.string({ unit: fc.constantFrom('a', 'B', '/', '1', '0', '.', 'я') }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(paths, (some) => {
      const sorted = [...some].sort(comparePaths);
      for (const [index, one] of sorted.entries()) {
        for (const later of sorted.slice(index)) expect(comparePaths(one, later)).toBeLessThanOrEqual(0);
      }
    }),
  );
});

const times = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2080, 0) });
const ranks = fc.integer({ min: 0, max: 900_000_000 });

test('places follow the ranks within an import, and imports follow each other', () => {
  fc.assert(
    fc.property(times, ranks, ranks, fc.integer({ min: 1, max: 1e12 }), (time, a, b, later) => {
      if (a !== b) expect(placeOf(time, a) < placeOf(time, b)).toBe(a < b);
      if (time + later < Date.UTC(2081, 0)) expect(placeOf(time, a) < placeOf(time + later, b)).toBe(true);
    }),
  );
});

test('people can order before, between and behind what an import brought', () => {
  fc.assert(
    fc.property(times, ranks, (time, rank) => {
      const [first, second] = [placeOf(time, rank), placeOf(time, rank + 1)];
      const before = orderBetween(ordersAfter(null, 5).at(-1) ?? null, first);
      const between = orderBetween(first, second);
      const behind = orderBetween(second, null);
      expect([before, first, between, second, behind]).toEqual(
        [behind, second, between, first, before].sort((a, b) => (a < b ? -1 : 1)),
      );
    }),
  );
});
