/** From places on a picture that was turned before it was read, to places on the picture as it lies. Pure. */
import type { Place } from '../../../shared/page-text/page-text.ts';

export type Size = { readonly width: number; readonly height: number };

/** Quarters of a circle, clockwise. */
export type Quarters = 0 | 1 | 2 | 3;

/**
 * The smallest upright rectangle around a place that was found after the picture had been turned about its middle by
 * `radians` (clockwise, its size kept), cut at the picture's edges.
 */
export function turnedBack(place: Place, { width, height }: Size, radians: number): Place {
  if (radians === 0) return place;
  const [cos, sin] = [Math.cos(-radians), Math.sin(-radians)];
  const corners = [
    [place.x, place.y],
    [place.x + place.w, place.y],
    [place.x, place.y + place.h],
    [place.x + place.w, place.y + place.h],
  ].map(([x = 0, y = 0]) => {
    const [dx, dy] = [x - width / 2, y - height / 2];
    return [width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos] as const;
  });
  // A turned word is wider and higher than it is; what it gains at its corners is not its own.
  const middle = [
    (Math.min(...corners.map(([x]) => x)) + Math.max(...corners.map(([x]) => x))) / 2,
    (Math.min(...corners.map(([, y]) => y)) + Math.max(...corners.map(([, y]) => y))) / 2,
  ] as const;
  const w = place.w * Math.abs(cos) + place.h * Math.abs(sin);
  const h = place.h * Math.abs(cos) + place.w * Math.abs(sin);
  return cutAt({ x: middle[0] - w / 2, y: middle[1] - h / 2, w, h }, { width, height });
}

/** A place on a picture that had been turned by quarters; `size` is that of the turned picture. */
export function quartersBack(place: Place, size: Size, quarters: Quarters): Place {
  const { x, y, w, h } = place;
  const [right, below] = [size.width - x - w, size.height - y - h];
  const back: Readonly<Record<Quarters, Place>> = {
    0: place,
    1: { x: y, y: right, w: h, h: w },
    2: { x: right, y: below, w, h },
    3: { x: below, y: x, w: h, h: w },
  };
  return back[quarters];
}

function cutAt(place: Place, { width, height }: Size): Place {
  const x = Math.min(width, Math.max(0, place.x));
  const y = Math.min(height, Math.max(0, place.y));
  return {
    x,
    y,
    w: Math.max(0, Math.min(width, place.x + place.w) - x),
    h: Math.max(0, Math.min(height, place.y + place.h) - y),
  };
}
