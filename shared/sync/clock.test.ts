import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockMs, MAX_AHEAD_MS, receiveClock, tickClock } from './clock.ts';
import { clockSchema } from './op.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

describe('the local clock', () => {
  test('is the machine’s time when that has moved on', () => {
    const clock = tickClock(tickClock(null, NOON), NOON + 5);
    expect(clock).toBe(`${(NOON + 5).toString(16).padStart(12, '0')}-0000`);
  });

  test('counts when the machine’s clock stands or goes back', () => {
    const first = tickClock(null, NOON);
    const second = tickClock(first, NOON - 86_400_000);
    expect(second > first).toBe(true);
    expect(clockMs(second)).toBe(NOON);
  });

  test('moves to the next millisecond when the counter is full', () => {
    const full = `${NOON.toString(16).padStart(12, '0')}-ffff`;
    expect(tickClock(full, NOON)).toBe(`${(NOON + 1).toString(16).padStart(12, '0')}-0000`);
  });

  test('rises, and is well formed, whatever the machine says; it never refuses', () => {
    const time = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -1));
    fc.assert(
      fc.property(fc.array(time, { maxLength: 50 }), (times) => {
        let last = null;
        for (const now of times) {
          const next: string = tickClock(last, now);
          expect(clockSchema.safeParse(next).success).toBe(true);
          // At the very end of time it stands still; predecessors still tell what supersedes what.
          if (last !== null && last < 'ffffffffffff-ffff') expect(next > last).toBe(true);
          last = next;
        }
      }),
    );
  });
});

describe('a received clock', () => {
  test('pulls ours up to it, so that an answer is later than what it answers', () => {
    const theirs = tickClock(null, NOON + 60_000);
    const ours = receiveClock(tickClock(null, NOON), theirs, NOON);
    expect(ours).toBe(theirs);
    expect(tickClock(ours, NOON) > theirs).toBe(true);
  });

  test('of a station whose date is years ahead pulls ours five minutes at most', () => {
    const theirs = tickClock(null, Date.UTC(2099, 0));
    expect(clockMs(receiveClock(tickClock(null, NOON), theirs, NOON))).toBe(NOON + MAX_AHEAD_MS);
  });

  test('never takes ours back', () => {
    const ours = tickClock(null, NOON);
    expect(receiveClock(ours, tickClock(null, NOON - 1), NOON)).toBe(ours);
    expect(receiveClock(ours, tickClock(null, NOON + 1), 0)).toBe(ours);
  });
});
