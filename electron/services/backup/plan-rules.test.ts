import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BackupPlan } from '../../../shared/rpc/contract-backup.ts';
import { DAY_MS, isRehearsalDue, judgeTarget } from './plan-rules.ts';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
const HOUR_MS = 60 * 60_000;
const daily = { kind: 'daily', hour: 20 } as const;
/** 22 November 2026 is a Sunday. */
const weekly = { kind: 'weekly', day: 5, hour: 18 } as const;
const plugged = { kind: 'plugged' } as const;
const here = { hereSince: at(1, 0), tried: null };

describe('a daily plan', () => {
  test('is due from its hour on, once', () => {
    expect(judgeTarget(daily, { ...here, last: at(21, 20, 1) }, at(22, 19, 59)).isDue).toBe(false);
    expect(judgeTarget(daily, { ...here, last: at(21, 20, 1) }, at(22, 20, 0)).isDue).toBe(true);
    expect(judgeTarget(daily, { ...here, last: at(22, 20, 1) }, at(22, 23, 0)).isDue).toBe(false);
  });

  test('makes up for the evening when the program was not running', () => {
    expect(judgeTarget(daily, { ...here, last: at(20, 20, 5) }, at(22, 9))).toEqual({
      state: 'fine',
      isDue: true,
      next: at(22, 20),
    });
  });

  test('is late after two days, due at once when there never was one', () => {
    expect(judgeTarget(daily, { ...here, last: at(20, 8) }, at(22, 9)).state).toBe('overdue');
    expect(judgeTarget(daily, { ...here, last: null }, at(22, 9))).toMatchObject({
      state: 'never',
      isDue: true,
    });
  });

  test('waits for the disk, and an hour after a try that failed', () => {
    const last = at(20, 8);
    expect(judgeTarget(daily, { last, hereSince: null, tried: null }, at(22, 9)).isDue).toBe(false);
    expect(judgeTarget(daily, { ...here, last, tried: at(22, 8, 30) }, at(22, 9)).isDue).toBe(false);
    expect(judgeTarget(daily, { ...here, last, tried: at(22, 8) }, at(22, 9)).isDue).toBe(true);
  });
});

test('a weekly plan is due from its day and hour on', () => {
  expect(judgeTarget(weekly, { ...here, last: at(13, 18, 1) }, at(20, 17)).isDue).toBe(false);
  expect(judgeTarget(weekly, { ...here, last: at(13, 18, 1) }, at(20, 18)).isDue).toBe(true);
  expect(judgeTarget(weekly, { ...here, last: at(20, 18, 1) }, at(22, 9))).toEqual({
    state: 'fine',
    isDue: false,
    next: at(27, 18),
  });
});

test('a plan for a disk that comes and goes is due when it comes, and daily while it stays', () => {
  const last = at(22, 8);
  expect(judgeTarget(plugged, { last, hereSince: null, tried: null }, at(22, 9)).isDue).toBe(false);
  expect(judgeTarget(plugged, { last, hereSince: at(22, 8, 30), tried: null }, at(22, 9)).isDue).toBe(true);
  expect(judgeTarget(plugged, { last, hereSince: at(22, 7), tried: null }, at(22, 9)).isDue).toBe(false);
  expect(judgeTarget(plugged, { last, hereSince: at(22, 7), tried: null }, at(23, 9)).isDue).toBe(true);
});

describe('a clock that jumped', () => {
  test('makes the age of a backup unknown and a new one due', () => {
    expect(judgeTarget(daily, { ...here, last: at(22, 9) + 365 * DAY_MS }, at(22, 9))).toMatchObject({
      state: 'unknown',
      isDue: true,
    });
  });

  test('does not hold a try back for ever', () => {
    const tried = at(22, 9) + 100 * DAY_MS;
    expect(judgeTarget(daily, { ...here, last: null, tried }, at(22, 9)).isDue).toBe(true);
  });

  test('proposes a rehearsal anew', () => {
    expect(isRehearsalDue(at(1, 0), at(22, 9) + DAY_MS, at(22, 9))).toBe(true);
  });
});

test('a rehearsal is due a month after the last one, never without a backup', () => {
  expect(isRehearsalDue(null, null, at(22, 9))).toBe(false);
  expect(isRehearsalDue(at(1, 0), null, at(22, 9))).toBe(true);
  expect(isRehearsalDue(at(1, 0), at(22, 9) - 29 * DAY_MS, at(22, 9))).toBe(false);
  expect(isRehearsalDue(at(1, 0), at(22, 9) - 31 * DAY_MS, at(22, 9))).toBe(true);
});

const whens: fc.Arbitrary<BackupPlan['when']> = fc.oneof(
  fc.record({ kind: fc.constant('daily' as const), hour: fc.integer({ min: 0, max: 23 }) }),
  fc.record({
    kind: fc.constant('weekly' as const),
    day: fc.integer({ min: 0, max: 6 }),
    hour: fc.integer({ min: 0, max: 23 }),
  }),
  fc.constant(plugged),
);
const moments = fc.integer({ min: at(1, 0) - 400 * DAY_MS, max: at(1, 0) + 400 * DAY_MS });

test('whatever the plan and the clock: what was backed up just now is not due, and what is a week late is', () => {
  fc.assert(
    fc.property(whens, moments, (when, now) => {
      const hereSince = now - HOUR_MS;
      expect(judgeTarget(when, { last: now, hereSince, tried: null }, now)).toMatchObject({
        isDue: false,
        state: 'fine',
      });
      expect(judgeTarget(when, { last: now - 9 * DAY_MS, hereSince, tried: null }, now)).toMatchObject({
        isDue: true,
        state: 'overdue',
      });
      const { next } = judgeTarget(when, { last: now, hereSince, tried: null }, now);
      if (next !== null) expect(next - now).toBeGreaterThan(0);
      if (next !== null) expect(next - now).toBeLessThanOrEqual(7 * DAY_MS + HOUR_MS);
    }),
  );
});
