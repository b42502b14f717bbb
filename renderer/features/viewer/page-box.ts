/**
 * Boxes on a page: in per cent of the page for keeping, in pixels of the stage for hands and eyes. A matrix leads from one
 * to the other, whatever the zoom and however the page is turned. Pure.
 */
import type { Box } from '../../../shared/model/region-parts.ts';

export type Point = { readonly x: number; readonly y: number };

/** `a b c d e f` as in SVG's `matrix()`: from per cent of the page to pixels of the stage. */
export type Matrix = readonly [number, number, number, number, number, number];

/** The grips of a box by the sides of the page that they move. */
export const GRIPS = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Grip = (typeof GRIPS)[number];

const PAGE = 100;
/** The least a hand can grasp again, in per cent. */
const LEAST = 0.2;

/** The matrix that takes the page's corners (top left, top right, bottom left) to these pixels. */
export function matrixTo(topLeft: Point, topRight: Point, bottomLeft: Point): Matrix {
  return [
    (topRight.x - topLeft.x) / PAGE,
    (topRight.y - topLeft.y) / PAGE,
    (bottomLeft.x - topLeft.x) / PAGE,
    (bottomLeft.y - topLeft.y) / PAGE,
    topLeft.x,
    topLeft.y,
  ];
}

export function toPixels([a, b, c, d, e, f]: Matrix, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

export function toPercent([a, b, c, d, e, f]: Matrix, { x, y }: Point): Point {
  const det = a * d - b * c;
  return { x: (d * (x - e) - c * (y - f)) / det, y: (a * (y - f) - b * (x - e)) / det };
}

/** The box as it stands on the screen, upright: pages are turned by quarters only. */
export function boxToPixels(matrix: Matrix, box: Box): Box {
  return boxOfCorners(
    toPixels(matrix, { x: box.x, y: box.y }),
    toPixels(matrix, { x: box.x + box.w, y: box.y + box.h }),
  );
}

export function boxToPercent(matrix: Matrix, pixels: Box): Box {
  return boxOfCorners(
    toPercent(matrix, { x: pixels.x, y: pixels.y }),
    toPercent(matrix, { x: pixels.x + pixels.w, y: pixels.y + pixels.h }),
  );
}

/** The box between two corners, kept within the page. */
export function boxBetween(one: Point, other: Point): Box {
  return boxOfCorners(clampPoint(one), clampPoint(other));
}

/** The box moved by per cent, as far as the page goes; its size stays. */
export function moveBox(box: Box, by: Point): Box {
  return {
    ...box,
    x: clamp(box.x + by.x, 0, PAGE - box.w),
    y: clamp(box.y + by.y, 0, PAGE - box.h),
  };
}

/** The box with the grip at another point; drawn across the opposite side it turns over. */
export function resizeBox(box: Box, grip: Grip, to: Point): Box {
  const right = box.x + box.w;
  const bottom = box.y + box.h;
  const isOne = (side: string) => grip.includes(side);
  return boxBetween(
    { x: isOne('w') ? to.x : box.x, y: isOne('n') ? to.y : box.y },
    { x: isOne('e') ? to.x : right, y: isOne('s') ? to.y : bottom },
  );
}

/** Where a grip is, in per cent. */
export function gripAt(box: Box, grip: Grip): Point {
  const along = (low: string, high: string) => (grip.includes(low) ? 0 : grip.includes(high) ? 1 : 0.5);
  return { x: box.x + box.w * along('w', 'e'), y: box.y + box.h * along('n', 's') };
}

/** Moved as the eye sees it, by pixels of the screen. */
export function nudgeBox(box: Box, matrix: Matrix, by: Point): Box {
  const from = toPercent(matrix, { x: 0, y: 0 });
  const to = toPercent(matrix, by);
  return moveBox(box, { x: to.x - from.x, y: to.y - from.y });
}

/** Made wider and higher as the eye sees it: the corner at the lower right of the screen moves by pixels. */
export function growBox(box: Box, matrix: Matrix, by: Point): Box {
  const seen = boxToPixels(matrix, box);
  const least = 4;
  const grown = { ...seen, w: Math.max(least, seen.w + by.x), h: Math.max(least, seen.h + by.y) };
  const { x, y, w, h } = boxToPercent(matrix, grown);
  return boxBetween({ x, y }, { x: x + w, y: y + h });
}

/** Whether it is large enough to be meant, and to be grasped again. */
export function isGraspable(box: Box): boolean {
  return box.w >= LEAST && box.h >= LEAST;
}

export function isInside(box: Box, { x, y }: Point): boolean {
  return x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;
}

function boxOfCorners(one: Point, other: Point): Box {
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    w: Math.abs(other.x - one.x),
    h: Math.abs(other.y - one.y),
  };
}

function clampPoint({ x, y }: Point): Point {
  return { x: clamp(x, 0, PAGE), y: clamp(y, 0, PAGE) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
