import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastSlot, nextSlot, type Slot } from './slots.ts';

const at = (text: string) => new Date(text).getTime();

test('an hour of each day, of a day of the week, of a day of the month', () => {
  const now = at('2026-11-22T13:30:00');
  expect(lastSlot({ hour: 2 }, now)).toBe(at('2026-11-22T02:00:00'));
  expect(lastSlot({ hour: 20 }, now)).toBe(at('2026-11-21T20:00:00'));
  expect(nextSlot({ hour: 2 }, now)).toBe(at('2026-11-23T02:00:00'));
  expect(lastSlot({ hour: 2, weekday: 1 }, now)).toBe(at('2026-11-16T02:00:00'));
  expect(nextSlot({ hour: 2, day: 1 }, now)).toBe(at('2026-12-01T02:00:00'));
  expect(lastSlot({ hour: 2, day: 31 }, at('2027-03-01T12:00:00'))).toBe(at('2027-02-28T02:00:00'));
});

const slots: fc.Arbitrary<Slot> = fc.oneof(
  fc.record({ hour: fc.nat(23) }),
  fc.record({ hour: fc.nat(23), weekday: fc.nat(6) }),
  fc.record({ hour: fc.nat(23), day: fc.integer({ min: 1, max: 31 }) }),
);

test('the last one has come, the next one has not, and none lies between', () => {
  fc.assert(
    fc.property(slots, fc.integer({ min: at('2000-01-01'), max: at('2100-01-01') }), (slot, now) => {
      const [last, next] = [lastSlot(slot, now), nextSlot(slot, now)];
      expect(last).toBeLessThanOrEqual(now);
      expect(next).toBeGreaterThan(now);
      expect(nextSlot(slot, last)).toBe(next);
    }),
  );
});
