/**
 * Which pyramids are made ahead, before anybody looks, and how much room they may take. Pure.
 *
 * Together those that nobody has looked at yet take at most half of the cache, and never the place of one that somebody looked
 * at. When their half is full, those made ahead longer than a day ago go, the oldest first; what the day's own work
 * has made stays, and what finds no room any more is made when somebody looks.
 */
import type { Size } from './tile-grid.ts';

/** Up to this the tiles come within two or three seconds of the first look: nothing is gained by having them before. */
const SOON_PIXELS = 50_000_000;
/** OpenJPEG takes some four times as long for as many pixels. */
const SOON_PIXELS_JP2 = 12_500_000;
const JP2_MIME = 'image/jp2';
/** Of a PDF only pages have tiles that take seconds to be drawn. */
const PDF_MIME = 'application/pdf';
/** What a pixel of a scan takes at most, by far: maps take an eighth of a byte. */
const BYTES_PER_PIXEL = 0.5;
const AHEAD_SHARE = 1 / 2;
const DAY_MS = 86_400_000;

export type CachedPyramid = {
  readonly path: string;
  readonly bytes: number;
  /** When it was made, of one that nobody has looked at; null: somebody has. */
  readonly aheadMs: number | null;
};

/** Whether somebody would wait for the tiles of such a picture. */
export function isWorthAhead({ width, height }: Size, mime: string | null): boolean {
  if (mime === PDF_MIME) return true;
  return width * height > (mime === JP2_MIME ? SOON_PIXELS_JP2 : SOON_PIXELS);
}

export function expectedBytes({ width, height }: Size): number {
  return Math.ceil(width * height * BYTES_PER_PIXEL);
}

/** What has to go so that so many bytes more can be made ahead; null when they find no room. */
export function roomAhead(
  cached: readonly CachedPyramid[],
  bytes: number,
  limitBytes: number,
  nowMs: number,
): string[] | null {
  const ahead = cached.flatMap(({ aheadMs, ...file }) => (aheadMs === null ? [] : [{ ...file, aheadMs }]));
  const total = sum(cached);
  const over = Math.max(sum(ahead) + bytes - limitBytes * AHEAD_SHARE, total + bytes - limitBytes);
  const dropped: string[] = [];
  let left = over;
  for (const file of ahead.toSorted((a, b) => a.aheadMs - b.aheadMs)) {
    if (left <= 0) break;
    if (nowMs - file.aheadMs < DAY_MS) return null;
    dropped.push(file.path);
    left -= file.bytes;
  }
  return left > 0 ? null : dropped;
}

function sum(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((all, { bytes }) => all + bytes, 0);
}
