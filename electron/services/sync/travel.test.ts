import { expect, test } from 'vitest';
import { isWithinHours } from './travel.ts';

test('files travel within the hours, over midnight too, and always when there are none', () => {
  const at = (hours: { from: number; to: number } | null) =>
    [0, 6, 12, 18, 23].filter((hour) => isWithinHours(hours, hour));
  expect(at(null)).toEqual([0, 6, 12, 18, 23]);
  expect(at({ from: 6, to: 18 })).toEqual([6, 12]);
  expect(at({ from: 18, to: 6 })).toEqual([0, 18, 23]);
  expect(at({ from: 5, to: 5 })).toEqual([0, 6, 12, 18, 23]);
});
