import { assert, integer, property } from 'fast-check';
import { expect, it } from 'vitest';
import { scrollToSee, windowOf } from './window-rows.ts';

const pixels = integer({ min: 0, max: 3_000_000 });
const height = integer({ min: 0, max: 2000 });
const rowHeight = integer({ min: 10, max: 200 });
const count = integer({ min: 0, max: 120_000 });

it('draws every row that is seen, and few others', () => {
  assert(
    property(pixels, height, rowHeight, count, (top, seen, row, rows) => {
      const { first, end } = windowOf(top, seen, row, rows);
      const firstSeen = Math.floor(top / row);
      const endSeen = Math.ceil((top + seen) / row);
      expect(first).toBeLessThanOrEqual(Math.min(firstSeen, rows));
      expect(end).toBeGreaterThanOrEqual(Math.min(endSeen, rows));
      expect(end - first).toBeLessThanOrEqual(endSeen - firstSeen + 16);
    }),
  );
});

it('scrolls by the shortest way until a row is seen whole, and no more', () => {
  assert(
    property(
      integer({ min: 0, max: 9999 }),
      pixels,
      integer({ min: 400, max: 2000 }),
      rowHeight,
      (index, top, seen, row) => {
        const to = scrollToSee(index, top, seen, row);
        const [start, end] = [index * row, (index + 1) * row];
        if (to === null) expect(start >= top && end <= top + seen).toBe(true);
        else {
          expect(start >= to && end <= to + seen).toBe(true);
          expect(scrollToSee(index, to, seen, row)).toBeNull();
        }
      },
    ),
  );
});
