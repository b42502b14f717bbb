import { assert, constantFrom, double, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanRotation, fitCentre, fitScale, placePages, wholeOf } from './stage-layout.ts';

const length = double({ min: 100, max: 4000, noNaN: true });
const aspect = double({ min: 0.3, max: 3, noNaN: true });

describe('fitting', () => {
  it('shows the whole page, and fills the room one way', () => {
    assert(
      property(length, length, aspect, constantFrom(0, 90, 180, 270), (width, height, across, rotation) => {
        const whole = wholeOf([across]);
        const scale = fitScale('page', { width, height }, whole, rotation);
        const [w, h] = rotation % 180 === 0 ? [across * scale, scale] : [scale, across * scale];
        expect(w).toBeLessThanOrEqual(width * 1.000_001);
        expect(h).toBeLessThanOrEqual(height * 1.000_001);
        expect(Math.min(Math.abs(w - width), Math.abs(h - height))).toBeLessThan(0.001);
        const centre = fitCentre({ width, height }, whole, rotation, scale);
        expect(centre.x).toBeCloseTo(0, 6);
        expect(centre.y).toBeCloseTo(0.5, 6);
      }),
    );
  });

  it('to the width begins at the top of what is seen', () => {
    const room = { width: 1000, height: 500 };
    const whole = wholeOf([0.7]);
    const scale = fitScale('width', room, whole, 0);
    expect(scale * 0.7).toBeCloseTo(1000, 6);
    expect(fitCentre(room, whole, 0, scale).y * scale).toBeCloseTo(250, 6);
    // Turned right, the left side of the page is at the top of the screen.
    const turned = fitScale('width', { width: 1000, height: 100 }, whole, 90);
    expect((fitCentre({ width: 1000, height: 100 }, whole, 90, turned).x + 0.35) * turned).toBeCloseTo(50, 6);
  });
});

it('two pages stand side by side about the middle', () => {
  assert(
    property(tuple(aspect, aspect), ([one, other]) => {
      const [left, right] = placePages([one, other]);
      expect((left?.x ?? 0) + one).toBeLessThan(right?.x ?? 0);
      expect((left?.x ?? 0) + (right?.x ?? 0) + other).toBeCloseTo(0, 6);
    }),
  );
});

it('turns come back to quarters of one circle', () => {
  expect([-90, 0, 450, 360, 89].map(cleanRotation)).toEqual([270, 0, 90, 0, 90]);
});
