import { assert, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { waitAfterFailure, waitBetweenPolls } from './back-off.ts';

const random = double({ min: 0, max: 0.999_999, noNaN: true });

test('waits longer and longer, never more than ten minutes, never nothing', () => {
  assert(
    property(integer({ min: 1, max: 10_000 }), random, (failures, r) => {
      const wait = waitAfterFailure(failures, r);
      expect(wait).toBeGreaterThanOrEqual(250);
      expect(wait).toBeLessThanOrEqual(600_000);
      expect(wait).toBeLessThanOrEqual(Math.max(250, 1000 * 2 ** (failures - 1)));
    }),
  );
});

test('two hundred stations after a power cut come back spread over the whole time', () => {
  const waits = Array.from({ length: 200 }, (_, i) => waitAfterFailure(9, i / 200));
  const inOneSecond = waits.filter((wait) => wait >= 100_000 && wait < 101_000);
  expect(inOneSecond.length).toBeLessThanOrEqual(2);
});

test('never comes before the time that the centre asked for', () => {
  expect(waitAfterFailure(1, 0, 120)).toBeGreaterThanOrEqual(120_000);
  expect(waitAfterFailure(1, 0, 10_000_000)).toBeLessThan(700_000);
});

test('polls once a minute, half more or less', () => {
  expect([waitBetweenPolls(0), waitBetweenPolls(0.5), waitBetweenPolls(0.999)]).toEqual([
    30_000, 60_000, 89_940,
  ]);
});
