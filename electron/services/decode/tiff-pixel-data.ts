/** Whether the strips or tiles of a TIFF directory lie inside the file, and are enough for the pixels it promises. */
import type { ByteSource } from './byte-source.ts';
import {
  readScalar,
  readWholeNumbers,
  TiffError,
  type TiffDirectory,
  type TiffEntry,
  type TiffLayout,
} from './tiff-entries.ts';
import type { TiffPage } from './tiff-page.ts';
import { TAG } from './tiff-tags.ts';

const OLD_JPEG = 6;
const YCBCR = 6;

/** How many offsets are held at once. */
const CHUNK = 4096;
/** More pieces than this are not looked at one by one: 16 million are already 130 MB of offsets. */
const MAX_PIECES = 16_000_000;

/**
 * The most pixels' bytes that one stored byte can stand for; a picture that promises more cannot be whole. Uncompressed
 * 1; PackBits 128 from 2; LZW strings grow to 4,096 from 9 bits; Deflate 1,032. CCITT and JPEG have no useful bound.
 */
const MOST_PER_BYTE: Readonly<Record<number, number>> = {
  1: 1,
  5: 4096,
  8: 1032,
  32_946: 1032,
  32_773: 64,
};

/** Throws a `TiffError` unless every strip or tile of the page is in the file. */
export function checkPixelData(
  source: ByteSource,
  layout: TiffLayout,
  directory: TiffDirectory,
  page: TiffPage,
): void {
  const offsets = directory.entries.get(TAG.tileOffsets) ?? directory.entries.get(TAG.stripOffsets);
  const counts = directory.entries.get(TAG.tileByteCounts) ?? directory.entries.get(TAG.stripByteCounts);
  if (offsets === undefined) {
    if (page.compression === OLD_JPEG) return checkOldJpeg(source, layout, directory);
    throw new TiffError('BROKEN', `directory ${page.directory} names no pixels`);
  }
  const pieces = countPieces(source, layout, directory, page);
  if (offsets.count < pieces) {
    throw new TiffError('BROKEN', `${offsets.count} pieces where ${pieces} are needed`);
  }
  if (pieces > MAX_PIECES) throw new TiffError('BROKEN', `${pieces} pieces`);
  const stored = addUpPieces(source, layout, offsets, counts, pieces);
  const most = MOST_PER_BYTE[page.compression];
  if (stored === null || most === undefined) return;
  if (stored.bytes * most < leastBytes(page) && !stored.sparse) {
    throw new TiffError('TRUNCATED', `${stored.bytes} bytes cannot hold ${page.width}×${page.height} pixels`);
  }
}

function countPieces(
  source: ByteSource,
  layout: TiffLayout,
  directory: TiffDirectory,
  page: TiffPage,
): number {
  const planes = page.planar ? page.samples : 1;
  const scalar = (tag: number) => readScalar(source, layout, directory, tag);
  if (page.tiled) {
    const across = scalar(TAG.tileWidth) ?? 0;
    const down = scalar(TAG.tileLength) ?? 0;
    if (across < 1 || down < 1) throw new TiffError('BROKEN', 'tiles without a size');
    return Math.ceil(page.width / across) * Math.ceil(page.height / down) * planes;
  }
  const rows = scalar(TAG.rowsPerStrip) ?? page.height;
  if (rows < 1) throw new TiffError('BROKEN', 'strips without rows');
  return Math.ceil(page.height / rows) * planes;
}

/** The bytes of all pieces together; null when the file does not say how long they are. */
function addUpPieces(
  source: ByteSource,
  layout: TiffLayout,
  offsets: TiffEntry,
  counts: TiffEntry | undefined,
  pieces: number,
): { bytes: number; sparse: boolean } | null {
  let bytes = 0;
  let sparse = false;
  for (let from = 0; from < pieces; from += CHUNK) {
    const limit = Math.min(CHUNK, pieces - from);
    const starts = readWholeNumbers(source, layout, offsets, from, limit);
    const known = counts !== undefined && counts.count >= pieces;
    const lengths = known ? readWholeNumbers(source, layout, counts, from, limit) : null;
    for (const [index, start] of starts.entries()) {
      const length = lengths?.[index] ?? 0;
      if (start === 0 && length === 0)
        sparse = true; // a hole that some writers leave for an empty piece
      else if (start >= source.size || start + length > source.size) {
        throw new TiffError('TRUNCATED', `a piece at ${start} runs out of the file`);
      }
      bytes += length;
    }
    if (lengths === null && from + CHUNK >= pieces) return null;
  }
  return { bytes, sparse };
}

/** The bytes that the pixels take uncompressed; for subsampled colour the least that they may take. */
function leastBytes(page: TiffPage): number {
  if (page.photometric === YCBCR) return page.width * page.height;
  const samplesTogether = page.planar ? 1 : page.samples;
  const bits = page.evenBits ? page.bits : 1;
  const row = Math.ceil((page.width * samplesTogether * bits) / 8);
  return row * page.height * (page.planar ? page.samples : 1);
}

/** The JPEG of TIFF 6.0's first try (compression 6) may lie in one piece outside all strips. */
function checkOldJpeg(source: ByteSource, layout: TiffLayout, directory: TiffDirectory): void {
  const at = readScalar(source, layout, directory, TAG.oldJpegOffset);
  if (at === null) throw new TiffError('BROKEN', 'names no pixels');
  if (at >= source.size) throw new TiffError('TRUNCATED', 'the picture begins beyond the end');
}
