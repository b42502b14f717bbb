/**
 * Cuts some tiles out of a JPEG 2000 codestream, as a smaller codestream of their own. Nothing is coded anew: the tiles keep
 * their places on the grid, and only the size, the tiles' numbers and the lengths of their parts are written differently. So a
 * large picture of tiles is decoded piece by piece.
 */
import type { ByteSource } from './byte-source.ts';
import { MARKER, tilesOf, type Codestream, type Jp2Grid, type Jp2Part } from './jp2-codestream.ts';

/** Tiles in a rectangle: columns and rows from the first up to, not including, the last. */
export type TileRect = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

export type Jp2Cut = {
  readonly grid: Jp2Grid;
  /** How many bytes `write` makes. */
  readonly length: number;
  write(into: Uint8Array): void;
};

const NOT_NEEDED: ReadonlySet<number> = new Set([MARKER.TLM, MARKER.PLM, MARKER.CRG, MARKER.COM]);
const START = 2;
const END = 2;

/** Whether the tiles can be taken out one by one: not when the heads of all packets stand together in front. */
export function isCuttable({ header }: Codestream): boolean {
  return header.every(({ marker }) => marker !== MARKER.PPM);
}

/** The rectangle of all tiles. */
export function allTiles({ grid }: Codestream): TileRect {
  const { across, down } = tilesOf(grid);
  return { left: 0, top: 0, right: across, bottom: down };
}

/** `mostBits`: samples are declared to have no more; see `jp2-picture.ts`. */
export function cutTiles(
  source: ByteSource,
  codestream: Codestream,
  rect: TileRect,
  parts: readonly Jp2Part[],
  mostBits: number,
): Jp2Cut {
  const grid = gridOf(codestream.grid, rect);
  const header = codestream.header.filter(({ marker }) => !NOT_NEEDED.has(marker));
  const length = [...header, ...parts].reduce((sum, each) => sum + each.length, START + END);
  const { across } = tilesOf(codestream.grid);
  return {
    grid,
    length,
    write(into) {
      const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
      view.setUint16(0, MARKER.SOC);
      let at = START;
      for (const segment of header) {
        into.set(source.read(segment.at, segment.length), at);
        if (segment.marker === MARKER.SIZ) writeSize(view, at, grid, codestream.components.length, mostBits);
        at += segment.length;
      }
      for (const part of parts) {
        copy(source, part, into, at);
        const column = (part.tile % across) - rect.left;
        const row = Math.floor(part.tile / across) - rect.top;
        view.setUint16(at + 4, row * (rect.right - rect.left) + column);
        view.setUint32(at + 6, part.length);
        at += part.length;
      }
      view.setUint16(at, MARKER.EOC);
    },
  };
}

/** The parts of all tiles, sorted into the rectangles that they lie in. */
export function partsOf(codestream: Codestream, rects: readonly TileRect[]): Jp2Part[][] {
  const { across, down } = tilesOf(codestream.grid);
  const rectOf = new Int32Array(across * down).fill(-1);
  for (const [index, { left, top, right, bottom }] of rects.entries()) {
    for (let row = top; row < bottom; row++) rectOf.fill(index, row * across + left, row * across + right);
  }
  const sorted: Jp2Part[][] = rects.map(() => []);
  for (const part of codestream.parts) sorted[rectOf[part.tile] ?? -1]?.push(part);
  return sorted;
}

function gridOf(grid: Jp2Grid, { left, top, right, bottom }: TileRect): Jp2Grid {
  const tileX0 = grid.tileX0 + left * grid.tileWidth;
  const tileY0 = grid.tileY0 + top * grid.tileHeight;
  return {
    ...grid,
    tileX0,
    tileY0,
    x0: Math.max(grid.x0, tileX0),
    y0: Math.max(grid.y0, tileY0),
    x1: Math.min(grid.x1, grid.tileX0 + right * grid.tileWidth),
    y1: Math.min(grid.y1, grid.tileY0 + bottom * grid.tileHeight),
  };
}

/** Samples with a sign get none: the decoder then lifts them by half of their range, which is how they are shown. */
function writeSize(view: DataView, at: number, grid: Jp2Grid, components: number, mostBits: number): void {
  const words = [
    grid.x1,
    grid.y1,
    grid.x0,
    grid.y0,
    grid.tileWidth,
    grid.tileHeight,
    grid.tileX0,
    grid.tileY0,
  ];
  for (const [index, word] of words.entries()) view.setUint32(at + 6 + index * 4, word);
  for (let index = 0; index < components; index++) {
    const place = at + 40 + index * 3;
    const bits = (view.getUint8(place) & 0x7f) + 1;
    view.setUint8(place, Math.min(bits, mostBits) - 1);
  }
}

const CHUNK = 1024 * 1024;

function copy(source: ByteSource, part: Jp2Part, into: Uint8Array, to: number): void {
  for (let done = 0; done < part.length; done += CHUNK) {
    const bytes = source.read(part.at + done, Math.min(CHUNK, part.length - done));
    into.set(bytes, to + done);
  }
}
