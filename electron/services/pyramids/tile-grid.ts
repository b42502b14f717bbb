/**
 * The arithmetic of a pyramid: level 0 is the smallest and fits one tile, every further one is twice as large, the last is
 * the picture itself. So counts OpenSeadragon too.
 */

export type Size = { readonly width: number; readonly height: number };
/** `reduced`: of a picture too large to be decoded in full, here in the largest size that can be. */
export type MeasuredSize = Size & { readonly reduced?: true };
/** Columns and rows are counted from 0. */
export type TilePlace = { readonly level: number; readonly x: number; readonly y: number };

/** Both sides of a tile in pixels: a screen of 1600 by 900 takes some twelve of them. */
export const TILE_SIDE = 512;
/** Up to this the reading copy (longer side 2,400) shows nearly all that there is. */
const SHOWN_WELL_SIDE = 3000;
/** Sharp writes no JPEG, and so no tiles in JPEG, of pictures that are larger. */
const WRITABLE_SIDE = 65_535;
/** JPEG with halved colour codes squares of this many pixels as one. */
const CODED_SIDE = 16;

/** Whether a picture has so much more than its reading copy that tiles are worth it. */
export function isLarge({ width, height }: Size): boolean {
  return Math.max(width, height) > SHOWN_WELL_SIDE;
}

/** Whether a pyramid of the picture can be written at all. */
export function isWritable(size: Size): boolean {
  const { width, height } = paddedSize(size);
  return Math.max(width, height) <= WRITABLE_SIDE;
}

export function countLevels({ width, height }: Size): number {
  let levels = 1;
  for (let side = Math.max(width, height); side > TILE_SIDE; side /= 2) levels++;
  return levels;
}

/**
 * The picture's size with what is added on the right and below, so that each halving leaves no rest and each level ends
 * with a whole coded square: what lies beyond then has no influence on the pixels before it.
 */
export function paddedSize(size: Size): Size {
  const unit = CODED_SIDE * 2 ** (countLevels(size) - 1);
  return {
    width: Math.ceil(size.width / unit) * unit,
    height: Math.ceil(size.height / unit) * unit,
  };
}

/** How many tiles of a level show something of the picture; null when there is no such level. */
export function tilesOf(size: Size, level: number): { across: number; down: number } | null {
  const levels = countLevels(size);
  if (!Number.isInteger(level) || level < 0 || level >= levels) return null;
  const side = TILE_SIDE * 2 ** (levels - 1 - level);
  return { across: Math.ceil(size.width / side), down: Math.ceil(size.height / side) };
}

/** Where the tile stands in the level's row-by-row order, which counts the tiles of nothing but padding too. */
export function tileNumber(size: Size, { level, x, y }: TilePlace): number | null {
  const tiles = tilesOf(size, level);
  if (tiles === null || !isWithin(x, tiles.across) || !isWithin(y, tiles.down)) return null;
  const scale = 2 ** (countLevels(size) - 1 - level);
  return y * Math.ceil(paddedSize(size).width / scale / TILE_SIDE) + x;
}

function isWithin(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}
