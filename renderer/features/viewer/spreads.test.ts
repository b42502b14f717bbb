import { assert, boolean, integer, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { spreadOf, turnedFrom } from './spreads.ts';

const modes = record({ isDouble: boolean(), isCoverAlone: boolean() });

it('puts the first page alone and the others in pairs, or all in pairs', () => {
  const book = { isDouble: true, isCoverAlone: true };
  expect([0, 1, 2, 3, 4].map((index) => spreadOf(index, 5, book))).toEqual([
    [0],
    [1, 2],
    [1, 2],
    [3, 4],
    [3, 4],
  ]);
  const plain = { isDouble: true, isCoverAlone: false };
  expect([0, 1, 2].map((index) => spreadOf(index, 3, plain))).toEqual([[0, 1], [0, 1], [2]]);
});

it('turning on shows every page once, and turning back comes to the first', () => {
  assert(
    property(integer({ min: 1, max: 60 }), modes, (total, mode) => {
      const seen: number[] = [];
      let index = 0;
      for (;;) {
        seen.push(...spreadOf(index, total, mode));
        const next = turnedFrom(index, 1, total, mode);
        if (next <= index) break;
        index = next;
      }
      expect(seen).toEqual(Array.from({ length: total }, (_, i) => i));
      for (let i = 0; i < total; i += 1) index = turnedFrom(index, -1, total, mode);
      expect(index).toBe(0);
    }),
  );
});
