import { assert, constantFrom, double, integer, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../shared/model/region-parts.ts';
import {
  boxBetween,
  boxToPercent,
  boxToPixels,
  GRIPS,
  gripAt,
  growBox,
  matrixTo,
  moveBox,
  nudgeBox,
  resizeBox,
  toPercent,
  toPixels,
  type Matrix,
  type Point,
} from './page-box.ts';

const within = (most: number) => double({ min: 0, max: most, noNaN: true });
const boxes = record({ x: within(60), y: within(60), w: within(39), h: within(39) }).map((box) => ({
  ...box,
  w: box.w + 1,
  h: box.h + 1,
}));
const points = record({
  x: double({ min: -150, max: 250, noNaN: true }),
  y: double({ min: -150, max: 250, noNaN: true }),
});

/** A page of this size in pixels, turned by quarters about its corner, somewhere on the stage. */
function pageTurned(quarters: number, width: number, height: number, at: Point): Matrix {
  const turn = ({ x, y }: Point): Point => {
    let point = { x, y };
    for (let i = 0; i < quarters; i += 1) point = { x: -point.y, y: point.x };
    return { x: point.x + at.x, y: point.y + at.y };
  };
  return matrixTo(turn({ x: 0, y: 0 }), turn({ x: width, y: 0 }), turn({ x: 0, y: height }));
}
const matrices = tuple(
  constantFrom(0, 1, 2, 3),
  integer({ min: 50, max: 20_000 }),
  integer({ min: 50, max: 20_000 }),
  points,
).map((of) => pageTurned(...of));

const isOnPage = (box: Box) =>
  box.x >= 0 && box.y >= 0 && box.x + box.w <= 100.000_001 && box.y + box.h <= 100.000_001;
const near = (one: number, other: number) => expect(Math.abs(one - other)).toBeLessThan(1e-6);

describe('per cent and pixels', () => {
  it('lead to each other, however the page is turned', () => {
    assert(
      property(matrices, points, (matrix, point) => {
        const back = toPercent(matrix, toPixels(matrix, point));
        near(back.x, point.x);
        near(back.y, point.y);
      }),
    );
  });

  it('keep a box: its pixels are read back as the same per cent', () => {
    assert(
      property(matrices, boxes, (matrix, box) => {
        const back = boxToPercent(matrix, boxToPixels(matrix, box));
        for (const side of ['x', 'y', 'w', 'h'] as const) near(back[side], box[side]);
      }),
    );
  });

  it('show the top left of a page turned right at the top right', () => {
    const matrix = pageTurned(1, 200, 400, { x: 400, y: 0 });
    expect(boxToPixels(matrix, { x: 0, y: 0, w: 50, h: 25 })).toEqual({ x: 300, y: 0, w: 100, h: 100 });
  });
});

describe('a box', () => {
  it('stays on its page and keeps its size when it is moved', () => {
    assert(
      property(boxes, points, (box, by) => {
        const moved = moveBox(box, by);
        expect(isOnPage(moved)).toBe(true);
        expect([moved.w, moved.h]).toEqual([box.w, box.h]);
      }),
    );
  });

  it('stays on its page when a grip is dragged anywhere, and the opposite corner stays where it was', () => {
    assert(
      property(boxes, constantFrom(...GRIPS), points, (box, grip, to) => {
        expect(isOnPage(resizeBox(box, grip, to))).toBe(true);
      }),
    );
    expect(resizeBox({ x: 10, y: 10, w: 20, h: 20 }, 'se', { x: 50, y: 60 })).toEqual({
      x: 10,
      y: 10,
      w: 40,
      h: 50,
    });
    expect(resizeBox({ x: 10, y: 10, w: 20, h: 20 }, 'w', { x: 40, y: 90 })).toEqual({
      x: 30,
      y: 10,
      w: 10,
      h: 20,
    });
  });

  it('is not changed by a grip that is let go where it was', () => {
    assert(
      property(boxes, constantFrom(...GRIPS), (box, grip) => {
        const same = resizeBox(box, grip, gripAt(box, grip));
        for (const side of ['x', 'y', 'w', 'h'] as const) near(same[side], box[side]);
      }),
    );
  });

  it('moves to the right of the screen by the right arrow, however the page is turned', () => {
    assert(
      property(constantFrom(0, 1, 2, 3), (quarters) => {
        const matrix = pageTurned(quarters, 600, 800, { x: 900, y: 900 });
        const box = { x: 40, y: 40, w: 10, h: 10 };
        const before = boxToPixels(matrix, box);
        const after = boxToPixels(matrix, nudgeBox(box, matrix, { x: 8, y: 0 }));
        near(after.x, before.x + 8);
        near(after.y, before.y);
      }),
    );
  });

  it('grows at the lower right of the screen, however the page is turned', () => {
    assert(
      property(constantFrom(0, 1, 2, 3), (quarters) => {
        const matrix = pageTurned(quarters, 600, 800, { x: 900, y: 900 });
        const box = { x: 40, y: 40, w: 10, h: 10 };
        const before = boxToPixels(matrix, box);
        const after = boxToPixels(matrix, growBox(box, matrix, { x: 12, y: -5 }));
        near(after.x, before.x);
        near(after.y, before.y);
        near(after.w, before.w + 12);
        near(after.h, before.h - 5);
      }),
    );
  });

  it('between two points is the same from either end', () => {
    assert(
      property(points, points, (one, other) => {
        const [here, there] = [boxBetween(one, other), boxBetween(other, one)];
        for (const side of ['x', 'y', 'w', 'h'] as const) near(here[side], there[side]);
      }),
    );
  });
});
