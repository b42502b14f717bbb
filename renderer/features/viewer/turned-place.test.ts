import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { aspectAsSeen, toStage, unturnedBounds } from './turned-place.ts';

const turned = fc.constantFrom(0 as const, 90 as const, 180 as const, 270 as const);
const place = fc.record({
  x: fc.double({ min: -3, max: 3, noNaN: true }),
  width: fc.double({ min: 0.2, max: 4, noNaN: true }),
  turned,
});

it('turns clockwise', () => {
  const at = (degrees: 0 | 90 | 180 | 270) => toStage({ x: 0, width: 2, turned: degrees }, { x: 0, y: 0 });
  expect([at(0), at(90), at(180), at(270)]).toEqual([
    { x: 0, y: 0 },
    { x: 2, y: 0 },
    { x: 2, y: 1 },
    { x: 0, y: 1 },
  ]);
});

it('keeps a picture within its place, and its shape', () => {
  fc.assert(
    fc.property(place, (each) => {
      const corners = [0, 100].flatMap((x) => [0, 100].map((y) => toStage(each, { x, y })));
      const [left, right] = [Math.min(...corners.map(({ x }) => x)), Math.max(...corners.map(({ x }) => x))];
      expect(left).toBeCloseTo(each.x);
      expect(right).toBeCloseTo(each.x + each.width);
      expect(corners.map(({ y }) => y).sort((a, b) => a - b)).toEqual([0, 0, 1, 1]);
      // About the same middle, and as wide as the picture is along its own upper edge.
      const bounds = unturnedBounds(each);
      const aspect = aspectAsSeen(each.width, each.turned);
      const height = bounds.width / aspect;
      expect(bounds.x + bounds.width / 2).toBeCloseTo(each.x + each.width / 2);
      expect(bounds.y + height / 2).toBeCloseTo(0.5);
      const [from, to] = [toStage(each, { x: 0, y: 0 }), toStage(each, { x: 100, y: 0 })];
      expect(Math.hypot(to.x - from.x, to.y - from.y)).toBeCloseTo(bounds.width);
    }),
  );
});
