/** Walks a pyramid that was just made and writes the index of its tiles behind it. Runs in a child process. */
import { appendFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { openByteSource, type ByteSource } from '../decode/byte-source.ts';
import {
  readList,
  readTiffDirectory,
  readTiffHeader,
  type TiffDirectory,
  type TiffLayout,
} from '../decode/tiff-entries.ts';
import { must } from '../../../shared/must.ts';
import { PYRAMID_VERSION, writeIndex, type PyramidLevel } from './pyramid-index.ts';
import { countLevels, TILE_SIDE, type MeasuredSize } from './tile-grid.ts';
import { TAG } from '../decode/tiff-tags.ts';

/** Behind JPEG's first marker: that what follows is shades of grey or YCbCr, as every decoder takes it anyway. */
const JFIF = Buffer.from('ffe000104a46494600010100000100010000', 'hex');
const MARKER_BYTES = 2;

/** `size` is the picture's, without padding. Throws when the file is none that libvips made. */
export async function appendIndex(path: string, size: MeasuredSize): Promise<void> {
  const source = openByteSource(path);
  let levels: PyramidLevel[];
  try {
    levels = readLevels(source);
  } finally {
    source.close();
  }
  if (levels.length !== countLevels(size))
    throw new Error(`${levels.length} levels of ${size.width}x${size.height}`);
  const index = writeIndex({ version: PYRAMID_VERSION, ...size, tileSide: TILE_SIDE, levels });
  await appendFile(path, index);
}

/** Directories go from the largest level to the smallest. */
function readLevels(source: ByteSource): PyramidLevel[] {
  const { layout, first } = readTiffHeader(source);
  const levels: PyramidLevel[] = [];
  for (let offset = first; offset !== 0;) {
    const directory = readTiffDirectory(source, layout, offset);
    levels.unshift(readLevel(source, layout, directory));
    offset = directory.next;
  }
  return levels;
}

function readLevel(source: ByteSource, layout: TiffLayout, directory: TiffDirectory): PyramidLevel {
  const all = (tag: number) =>
    must(readList(source, layout, directory, tag, Number.MAX_SAFE_INTEGER), `tag ${tag} of a pyramid`);
  const offsets = all(TAG.tileOffsets);
  const lengths = all(TAG.tileByteCounts);
  const sums = offsets.map((offset, at) => crc32(source.read(offset, lengths[at] ?? 0)));
  const entry = must(directory.entries.get(TAG.jpegTables), 'tables of a pyramid');
  const tables = source.read(entry.at, entry.count);
  // The tables are a JPEG of their own: what stands between its first and its last marker begins every tile.
  const head = Buffer.concat([
    tables.subarray(0, MARKER_BYTES),
    JFIF,
    tables.subarray(MARKER_BYTES, -MARKER_BYTES),
  ]);
  return { head: head.toString('base64'), offsets, lengths, sums };
}
