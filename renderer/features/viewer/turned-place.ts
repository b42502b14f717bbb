/**
 * Pages that are turned to be read. A page keeps its place on the stage, and its picture is turned within it about its
 * middle; boxes and text stay in per cent of the picture as it was scanned. Pure.
 */
import type { Turned } from '../../../shared/model/record-values.ts';
import type { Point } from './page-box.ts';
import type { Place } from './stage-layout.ts';

/** A place, and how many degrees clockwise the picture in it is turned. */
export type TurnedPlace = Place & { readonly turned: Turned };

/** Width by height as the page is seen. */
export function aspectAsSeen(aspect: number, turned: Turned): number {
  return turned % 180 === 0 ? aspect : 1 / aspect;
}

/** Where the picture would lie were it not turned: about the same middle. */
export function unturnedBounds({ x, width, turned }: TurnedPlace): {
  readonly x: number;
  readonly y: number;
  readonly width: number;
} {
  if (turned % 180 === 0) return { x, y: 0, width };
  return { x: x + width / 2 - 0.5, y: 0.5 - width / 2, width: 1 };
}

/** From per cent of the picture as it was scanned to the stage. */
export function toStage(place: TurnedPlace, at: Point): Point {
  const [across, down] = turnedPoint(at.x / 100, at.y / 100, place.turned);
  return { x: place.x + across * place.width, y: down };
}

function turnedPoint(x: number, y: number, turned: Turned): readonly [number, number] {
  if (turned === 90) return [1 - y, x];
  if (turned === 180) return [1 - x, 1 - y];
  return turned === 270 ? [y, 1 - x] : [x, y];
}
