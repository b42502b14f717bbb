import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextReview, reviewOrder, shownReview } from './review-order.ts';

const ids = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 });

describe('the record that is shown', () => {
  it('is the one wanted while it waits, the first one where none is wanted', () => {
    expect(shownReview(['a', 'b'], 'b', [])).toBe('b');
    expect(shownReview(['a', 'b'], null, [])).toBe('a');
    expect(shownReview([], null, [])).toBeNull();
  });

  it('is the next one that still waits when it was settled, the last one behind the end', () => {
    expect(shownReview(['a', 'c', 'd'], 'b', ['a', 'b', 'c', 'd'])).toBe('c');
    expect(shownReview(['a', 'd'], 'b', ['a', 'b', 'c', 'd'])).toBe('d');
    expect(shownReview(['a', 'b'], 'c', ['a', 'b', 'c'])).toBe('b');
    expect(shownReview([], 'a', ['a'])).toBeNull();
  });

  it('is always one that waits, whatever was settled meanwhile and whoever settled it', () => {
    fc.assert(
      fc.property(ids, ids, fc.option(fc.constantFrom('a', 'b', 'c')), (now, before, wanted) => {
        const shown = shownReview(now, wanted, before);
        expect(shown === null ? now : now.includes(shown)).toEqual(shown === null ? [] : true);
      }),
    );
  });
});

it('what is put off stands behind the others, and nothing is lost or doubled', () => {
  fc.assert(
    fc.property(ids, ids, (waiting, off) => {
      const order = reviewOrder(waiting, new Set(off));
      expect([...order].sort()).toEqual([...waiting].sort());
      const first = order.findIndex((id) => off.includes(id));
      if (first >= 0) expect(order.slice(first).every((id) => off.includes(id))).toBe(true);
    }),
  );
});

it('steps go around the ends and stay where there is no other', () => {
  expect(nextReview(['a', 'b', 'c'], 'c', 1)).toBe('a');
  expect(nextReview(['a', 'b', 'c'], 'a', -1)).toBe('c');
  expect(nextReview(['a'], 'a', 1)).toBeNull();
  expect(nextReview([], null, 1)).toBeNull();
});
