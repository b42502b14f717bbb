/**
 * Where pages lie on the stage, and how large. Lengths on the stage are in page heights: every page is 1 high, and what is
 * shown is centred on x = 0. Pure.
 */
import type { Point } from './page-box.ts';

export type Size = { readonly width: number; readonly height: number };
export type Place = { readonly x: number; readonly width: number };

/** What is shown keeps to the window, or was chosen by hand. */
export type Fit = 'page' | 'width' | 'free';

/** What a person sees of a page or a pair of pages. */
export type View = {
  readonly fit: Fit;
  /** Times the size at which the whole is seen. */
  readonly zoom: number;
  /** The middle of the view, in page heights. */
  readonly x: number;
  readonly y: number;
  /** In degrees, by quarters. */
  readonly rotation: number;
};

export const WHOLE: View = { fit: 'page', zoom: 1, x: 0, y: 0.5, rotation: 0 };

/** Between the pages of a pair. */
const GUTTER = 0.012;

/** Places pages (width by height) side by side. */
export function placePages(aspects: readonly number[]): Place[] {
  const total = wholeOf(aspects).width;
  let x = -total / 2;
  return aspects.map((width) => {
    const place = { x, width };
    x += width + GUTTER;
    return place;
  });
}

/** The size of all pages shown together. */
export function wholeOf(aspects: readonly number[]): Size {
  const widths = aspects.reduce((sum, width) => sum + width, 0);
  return { width: widths + GUTTER * Math.max(0, aspects.length - 1), height: 1 };
}

/** Pixels for a page height at which the whole, or its width, fills the room. */
export function fitScale(fit: 'page' | 'width', room: Size, whole: Size, rotation: number): number {
  const seen = asSeen(whole, rotation);
  const across = room.width / seen.width;
  return fit === 'width' ? across : Math.min(across, room.height / seen.height);
}

/** The middle of the view: of the whole, or its top when only the width fits. */
export function fitCentre(room: Size, whole: Size, rotation: number, scale: number): Point {
  const seen = asSeen(whole, rotation);
  // Upwards on the screen from the middle of the whole, as long as there is more than the room takes.
  const up = Math.max(0, (seen.height - room.height / scale) / 2);
  const turn = (-rotation * Math.PI) / 180;
  return { x: Math.sin(turn) * up, y: 0.5 - Math.cos(turn) * up };
}

/** Quarters of a circle from 0 to 270. */
export function cleanRotation(degrees: number): number {
  return (((Math.round(degrees / 90) * 90) % 360) + 360) % 360;
}

function asSeen({ width, height }: Size, rotation: number): Size {
  return cleanRotation(rotation) % 180 === 0 ? { width, height } : { width: height, height: width };
}
