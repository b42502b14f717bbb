import { expect, test } from 'vitest';
import { isWithinHours, travelWait } from './travel.ts';

test('files travel within the hours, over midnight too, and always when there are none', () => {
  const at = (hours: { from: number; to: number } | null) =>
    [0, 6, 12, 18, 23].filter((hour) => isWithinHours(hours, hour));
  expect(at(null)).toEqual([0, 6, 12, 18, 23]);
  expect(at({ from: 6, to: 18 })).toEqual([6, 12]);
  expect(at({ from: 18, to: 6 })).toEqual([0, 18, 23]);
  expect(at({ from: 5, to: 5 })).toEqual([0, 6, 12, 18, 23]);
});

test('why files wait, and until when: the hours of the plan, or the day when its bytes are spent', () => {
  const at = (day: number, hour: number, minute = 0) => new Date(2026, 0, day, hour, minute);
  const wait = (hours: { from: number; to: number } | null, isSpent: boolean, now: Date) => {
    const told = travelWait(hours, isSpent, now);
    return told && { why: told.why, until: new Date(told.until) };
  };
  const night = { from: 20, to: 6 };
  expect(wait(night, false, at(5, 21))).toBeNull();
  expect(wait(night, false, at(5, 6, 30))).toEqual({ why: 'hours', until: at(5, 20) });
  expect(wait({ from: 6, to: 8 }, false, at(5, 9))).toEqual({ why: 'hours', until: at(6, 6) });
  expect(wait(null, true, at(5, 9, 30))).toEqual({ why: 'limit', until: at(6, 0) });
  expect(wait(night, true, at(5, 21))).toEqual({ why: 'limit', until: at(6, 0) });
  expect(wait({ from: 6, to: 8 }, true, at(5, 7))).toEqual({ why: 'limit', until: at(6, 6) });
});
