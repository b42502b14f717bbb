import { assert, constantFrom, double, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { quartersBack, turnedBack, type Quarters } from './turned-places.ts';

const size = { width: 1000, height: 1400 };
const place = record({
  x: integer({ min: 200, max: 700 }),
  y: integer({ min: 300, max: 1000 }),
  w: integer({ min: 1, max: 90 }),
  h: integer({ min: 1, max: 30 }),
});

test('a place that was not turned stays', () => {
  expect(turnedBack({ x: 1, y: 2, w: 3, h: 4 }, size, 0)).toEqual({ x: 1, y: 2, w: 3, h: 4 });
});

test('the middle of a place goes back to where it was', () => {
  assert(
    property(place, double({ min: -0.2, max: 0.2, noNaN: true }), (at, radians) => {
      const back = turnedBack(at, size, radians);
      const [dx, dy] = [back.x + back.w / 2 - 500, back.y + back.h / 2 - 700];
      const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
      expect(500 + dx * cos - dy * sin).toBeCloseTo(at.x + at.w / 2, 6);
      expect(700 + dx * sin + dy * cos).toBeCloseTo(at.y + at.h / 2, 6);
      expect(back.w).toBeGreaterThanOrEqual(at.w * Math.cos(radians) - 1e-9);
    }),
  );
});

test('quarters go back: a picture turned by them, and its places with it', () => {
  // The turned picture of a 1000 × 1400 one, and the place that a corner mark at its top left has there.
  const mark = { x: 10, y: 20, w: 30, h: 5 };
  const turned: Record<Quarters, { width: number; height: number; place: typeof mark }> = {
    0: { width: 1000, height: 1400, place: mark },
    1: { width: 1400, height: 1000, place: { x: 1400 - 20 - 5, y: 10, w: 5, h: 30 } },
    2: { width: 1000, height: 1400, place: { x: 1000 - 10 - 30, y: 1400 - 20 - 5, w: 30, h: 5 } },
    3: { width: 1400, height: 1000, place: { x: 20, y: 1000 - 10 - 30, w: 5, h: 30 } },
  };
  assert(
    property(constantFrom<Quarters>(0, 1, 2, 3), (quarters) => {
      const { place: at, ...of } = turned[quarters];
      expect(quartersBack(at, of, quarters)).toEqual(mark);
    }),
  );
});
