/**
 * How a JPEG 2000 picture is decoded within the memory of a child: in which pieces of whole tiles, and where even one tile is
 * too much, how many times halved.
 */
import { allTiles, isCuttable, type TileRect } from './jp2-cut.ts';
import { tilesOf, type Codestream } from './jp2-codestream.ts';
import type { Jp2File } from './jp2-file.ts';

export type Jp2Plan = {
  /** The picture is decoded halved so many times. */
  readonly reduce: number;
  readonly rects: readonly TileRect[];
};

/** What the decoder may take for one piece; the process itself, and what is made of the piece, need as much again. */
const DECODER_BYTES = 300 * 1024 * 1024;
/** Pieces of several tiles are kept smaller than that: larger ones save no time. */
const PIECE_BYTES = 100 * 1024 * 1024;
/** The decoder holds every sample in four bytes, and again where channels are picked or colours are brought to one size. */
const SAMPLE_BYTES = 4;
/** Coded bytes are held by us for the decoder and by the decoder for each tile. */
const CODED_TWICE = 2.2;
/** Of decoded samples: the decoder's own, those handed over, and ours. */
const COPIES = 3;
const MOST_BITS = 16;

/** The least reduced way to decode the picture; null when there is none within `bytes`. */
export function planJp2(file: Jp2File, leastReduce = 0, bytes = DECODER_BYTES): Jp2Plan | null {
  const { codestream } = file;
  // Beyond that the decoder hands nothing over; what is coded with loss is scaled while it is decoded.
  if (codestream.reversible && codestream.components.some(({ bits }) => bits > MOST_BITS)) return null;
  // Shades between two numbers of a palette are other colours.
  const most = file.palette === null ? codestream.levels : 0;
  for (let reduce = Math.min(leastReduce, most); reduce <= most; reduce++) {
    const rects = rectsWithin(file, reduce, bytes);
    if (rects !== null) return { reduce, rects };
  }
  return null;
}

/** How often the picture can be halved so that its longer side keeps `side` pixels. */
export function reduceToSide(file: Jp2File, side: number): number {
  return Math.max(0, Math.floor(Math.log2(Math.max(file.width, file.height) / side)));
}

/** How often it has to be halved so that not more than `pixels` are left. */
export function reduceToPixels(file: Jp2File, pixels: number): number {
  return Math.max(0, Math.ceil(Math.log2((file.width * file.height) / pixels) / 2));
}

function rectsWithin(file: Jp2File, reduce: number, bytes: number): TileRect[] | null {
  const { codestream } = file;
  const { grid } = codestream;
  const { across, down } = tilesOf(grid);
  const scale = 2 ** reduce;
  if (!isCuttable(codestream) || across * down === 1) {
    const pixels = (file.width / scale) * (file.height / scale);
    const coded = codestream.parts.reduce((sum, part) => sum + part.length, 0);
    return costOf(file, pixels, coded) <= bytes ? [allTiles(codestream)] : null;
  }
  const width = Math.ceil(Math.min(grid.tileWidth, file.width) / scale);
  const height = Math.ceil(Math.min(grid.tileHeight, file.height) / scale);
  const one = costOf(file, width * height, largestTile(codestream));
  if (one > bytes) return null;
  const most = Math.max(1, Math.floor(Math.min(bytes, PIECE_BYTES) / one));
  const columns = Math.min(across, most);
  const rows = Math.max(1, Math.floor(most / across));
  const rects: TileRect[] = [];
  for (let top = 0; top < down; top += rows) {
    for (let left = 0; left < across; left += columns) {
      rects.push({ left, top, right: Math.min(across, left + columns), bottom: Math.min(down, top + rows) });
    }
  }
  return rects;
}

function largestTile({ parts }: Codestream): number {
  const bytes = new Map<number, number>();
  let largest = 0;
  for (const { tile, length } of parts) {
    const sum = (bytes.get(tile) ?? 0) + length;
    bytes.set(tile, sum);
    largest = Math.max(largest, sum);
  }
  return largest;
}

function costOf(
  { codestream, components, opacity, palette }: Jp2File,
  pixels: number,
  coded: number,
): number {
  const { length } = codestream.components;
  const isPlain = palette === null && opacity === null && length === components.length && length < 4;
  const isHalved = codestream.components.some(({ dx, dy }) => dx > 1 || dy > 1);
  const held = length + (isPlain && !isHalved ? 0 : components.length);
  const outBytes = codestream.reversible && codestream.components.some(({ bits }) => bits > 8) ? 2 : 1;
  return pixels * (held * SAMPLE_BYTES + components.length * outBytes * COPIES) + coded * CODED_TWICE;
}
