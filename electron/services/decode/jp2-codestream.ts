/**
 * Walks the markers of a JPEG 2000 codestream (ISO/IEC 15444-1, annex A): its size, what it is coded with, and where the parts
 * of each tile lie. The coded pixels are stepped over; the walk ends whatever the file says.
 */
import type { ByteSource } from './byte-source.ts';
import { CODESTREAM_START } from './jp2-boxes.ts';
import { startsWith } from './sniff.ts';

export type Jp2Component = {
  readonly bits: number;
  /** One sample stands for so many points of the grid, across and down. */
  readonly dx: number;
  readonly dy: number;
};

/** Places on the reference grid, on which the picture and its tiles lie. */
export type Jp2Grid = {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly tileX0: number;
  readonly tileY0: number;
};

export type Jp2Part = {
  /** The tile's number, row by row from 0. */
  readonly tile: number;
  readonly at: number;
  readonly length: number;
};

type Jp2Segment = { readonly marker: number; readonly at: number; readonly length: number };

export type Codestream = {
  readonly grid: Jp2Grid;
  readonly components: readonly Jp2Component[];
  /** How many times every part of the picture can be halved. */
  readonly levels: number;
  /** Coded without loss, in whole numbers. */
  readonly reversible: boolean;
  /** The segments of the main header, the size first. */
  readonly header: readonly Jp2Segment[];
  readonly parts: readonly Jp2Part[];
  /** The end marker is missing, behind tiles that are all there. */
  readonly unended: boolean;
  readonly extraBytes: boolean;
};

export type CodestreamReading =
  | { readonly ok: true; readonly codestream: Codestream }
  | { readonly ok: false; readonly code: 'BROKEN' | 'TRUNCATED' };

export const MARKER = {
  SOC: 0xff4f,
  CAP: 0xff50,
  SIZ: 0xff51,
  COD: 0xff52,
  COC: 0xff53,
  TLM: 0xff55,
  PLM: 0xff57,
  PPM: 0xff60,
  CRG: 0xff63,
  COM: 0xff64,
  SOT: 0xff90,
  EOC: 0xffd9,
} as const;

/** A main header may hold 16,384 segments for components alone. */
const MAX_SEGMENTS = 70_000;
/** 65,535 tiles of 255 parts would be 16 million; files that people make have some thousands. */
const MAX_PARTS = 2_000_000;
const MAX_COMPONENTS = 16_384;
const MAX_BITS = 38;
const SIZE_BYTES = 36;
const PART_HEAD_BYTES = 12;
const MAX_LEVELS = 32;

class Fault extends Error {
  readonly code: 'BROKEN' | 'TRUNCATED';

  constructor(code: 'BROKEN' | 'TRUNCATED') {
    super(code);
    this.code = code;
  }
}

/** Reads the structure of the codestream between `from` and `to`. Never throws, always ends. */
export function readCodestream(source: ByteSource, from: number, to: number): CodestreamReading {
  try {
    return { ok: true, codestream: walk(boundedBy(source, to), from, to) };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, code: error.code };
    throw error;
  }
}

/** How many tiles lie across and down. */
export function tilesOf(grid: Jp2Grid): { across: number; down: number } {
  return {
    across: Math.ceil((grid.x1 - grid.tileX0) / grid.tileWidth),
    down: Math.ceil((grid.y1 - grid.tileY0) / grid.tileHeight),
  };
}

function boundedBy(source: ByteSource, to: number): (at: number, length: number) => DataView {
  return (at, length) => {
    const bytes = source.read(at, Math.min(length, to - at));
    if (bytes.length < length) throw new Fault('TRUNCATED');
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}

function walk(read: (at: number, length: number) => DataView, from: number, to: number): Codestream {
  const start = read(from, 4);
  if (!startsWith(new Uint8Array(start.buffer, start.byteOffset, 4), 0, CODESTREAM_START)) {
    throw new Fault('BROKEN');
  }
  const header: Jp2Segment[] = [];
  let at = from + 2;
  for (; header.length < MAX_SEGMENTS;) {
    const marker = read(at, 2).getUint16(0);
    if (marker === MARKER.SOT || marker === MARKER.EOC) break;
    if (marker < 0xff30) throw new Fault('BROKEN');
    const length = 2 + read(at + 2, 2).getUint16(0);
    if (length < 4) throw new Fault('BROKEN');
    read(at + length - 1, 1);
    header.push({ marker, at, length });
    at += length;
  }
  const [size] = header;
  if (size === undefined) throw new Fault('BROKEN');
  const { grid, components } = readSize(read, size);
  const style = readStyle(read, header);
  const tiles = tilesOf(grid);
  return { grid, components, ...style, header, ...readParts(read, at, to, tiles.across * tiles.down) };
}

function readSize(
  read: (at: number, length: number) => DataView,
  { at, length }: Jp2Segment,
): { grid: Jp2Grid; components: Jp2Component[] } {
  if (length < 2 + SIZE_BYTES + 3) throw new Fault('BROKEN');
  const view = read(at + 2, length - 2);
  const word = (index: number) => view.getUint32(4 + index * 4);
  const [x1, y1, x0, y0] = [word(0), word(1), word(2), word(3)];
  const [tileWidth, tileHeight, tileX0, tileY0] = [word(4), word(5), word(6), word(7)];
  const grid = { x0, y0, x1, y1, tileWidth, tileHeight, tileX0, tileY0 };
  const count = view.getUint16(36);
  const isSound =
    x0 < x1 &&
    y0 < y1 &&
    tileWidth > 0 &&
    tileHeight > 0 &&
    tileX0 <= x0 &&
    tileY0 <= y0 &&
    tileX0 + tileWidth > x0 &&
    tileY0 + tileHeight > y0 &&
    count >= 1 &&
    count <= MAX_COMPONENTS &&
    view.byteLength >= SIZE_BYTES + 2 + count * 3;
  if (!isSound) throw new Fault('BROKEN');
  const components = Array.from({ length: count }, (_, index) => {
    const place = SIZE_BYTES + 2 + index * 3;
    const bits = (view.getUint8(place) & 0x7f) + 1;
    const [dx, dy] = [view.getUint8(place + 1), view.getUint8(place + 2)];
    if (bits > MAX_BITS || dx === 0 || dy === 0) throw new Fault('BROKEN');
    return { bits, dx, dy };
  });
  const { across, down } = tilesOf(grid);
  if (across * down > 65_535) throw new Fault('BROKEN');
  return { grid, components };
}

/** Of the coding style only what is needed to choose a smaller version; of several the one that can be halved least. */
function readStyle(
  read: (at: number, length: number) => DataView,
  header: readonly Jp2Segment[],
): { levels: number; reversible: boolean } {
  let levels: number | null = null;
  let reversible = true;
  for (const { marker, at, length } of header) {
    if (marker !== MARKER.COD && marker !== MARKER.COC) continue;
    const wide = (header[0]?.length ?? 0) - 2 - SIZE_BYTES - 2 > 256 * 3;
    const place = marker === MARKER.COD ? 9 : wide ? 7 : 6;
    if (length < place + 5) throw new Fault('BROKEN');
    const view = read(at + place, 5);
    if (view.getUint8(0) > MAX_LEVELS) throw new Fault('BROKEN');
    levels = Math.min(levels ?? MAX_LEVELS, view.getUint8(0));
    reversible &&= view.getUint8(4) === 1;
  }
  if (levels === null) throw new Fault('BROKEN');
  return { levels, reversible };
}

/** Steps from one part of a tile to the next, as their heads tell, up to the end marker. */
function readParts(
  read: (at: number, length: number) => DataView,
  from: number,
  to: number,
  tiles: number,
): Pick<Codestream, 'parts' | 'unended' | 'extraBytes'> {
  const parts: Jp2Part[] = [];
  const seen = new Set<number>();
  let at = from;
  let unended = false;
  let extraBytes = false;
  for (;;) {
    if (at >= to) {
      unended = true;
      break;
    }
    const marker = read(at, 2).getUint16(0);
    if (marker === MARKER.EOC) {
      extraBytes = at + 2 < to;
      break;
    }
    if (marker !== MARKER.SOT) {
      // Behind tiles that are all there nothing is missing; what stands there belongs to nothing.
      if (seen.size < tiles) throw new Fault('BROKEN');
      unended = true;
      break;
    }
    if (parts.length === MAX_PARTS) throw new Fault('BROKEN');
    const head = read(at, PART_HEAD_BYTES);
    const tile = head.getUint16(4);
    const told = head.getUint32(6);
    // The last one may leave its length out.
    const length = told === 0 ? lengthOfLast(read, at, to) : told;
    if (tile >= tiles || length < PART_HEAD_BYTES + 2) throw new Fault('BROKEN');
    if (at + length > to) throw new Fault('TRUNCATED');
    parts.push({ tile, at, length });
    seen.add(tile);
    at += length;
  }
  if (seen.size < tiles) throw new Fault('TRUNCATED');
  return { parts, unended, extraBytes };
}

function lengthOfLast(read: (at: number, length: number) => DataView, at: number, to: number): number {
  if (read(to - 2, 2).getUint16(0) !== MARKER.EOC) throw new Fault('TRUNCATED');
  return to - 2 - at;
}
