/**
 * Where each tile lies in a pyramid's file, written behind the TIFF by whoever made it: the host finds a tile without
 * walking directories, sees at once whether the file is whole, and of every tile whether its bytes are the ones written.
 */
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { countLevels, TILE_SIDE } from './tile-grid.ts';

/** Counted up when pictures made by an earlier program are not good enough any more. */
export const PYRAMID_VERSION = 1;

const levelSchema = z.strictObject({
  /** Base64: the beginning that all tiles of the level share, from JPEG's first marker to the last of its tables. */
  head: z.string(),
  /** Of each tile in row-by-row order: where it begins, its bytes, their CRC-32. */
  offsets: z.array(z.int()),
  lengths: z.array(z.int()),
  sums: z.array(z.int()),
});

const indexSchema = z.strictObject({
  version: z.literal(PYRAMID_VERSION),
  width: z.int().min(1),
  height: z.int().min(1),
  tileSide: z.literal(TILE_SIDE),
  /** The picture itself is larger, too large to be decoded in full. */
  reduced: z.literal(true).optional(),
  /** From the smallest to the picture itself. */
  levels: z.array(levelSchema),
});

export type PyramidIndex = z.infer<typeof indexSchema>;
export type PyramidLevel = z.infer<typeof levelSchema>;

/** The last bytes of the file: a mark, the length and the CRC-32 of the index before them. */
export const TRAILER_BYTES = 16;
const MARK = 'qoimatil';

/** The index and its trailer as they stand behind the TIFF. */
export function writeIndex(index: PyramidIndex): Uint8Array {
  const body = Buffer.from(JSON.stringify(index));
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.write(MARK, 'latin1');
  trailer.writeUInt32LE(body.length, MARK.length);
  trailer.writeUInt32LE(crc32(body), MARK.length + 4);
  return Buffer.concat([body, trailer]);
}

/** How long the index before these last bytes is; null when they are none of ours. */
export function readTrailer(trailer: Buffer): { length: number; sum: number } | null {
  if (trailer.length !== TRAILER_BYTES || trailer.toString('latin1', 0, MARK.length) !== MARK) return null;
  return { length: trailer.readUInt32LE(MARK.length), sum: trailer.readUInt32LE(MARK.length + 4) };
}

/** The index in `body`; null when it is damaged or of another version. */
export function readIndex(body: Buffer, sum: number): PyramidIndex | null {
  if (crc32(body) !== sum) return null;
  const read = indexSchema.safeParse(JSON.parse(body.toString('utf8')));
  return read.success && read.data.levels.length === countLevels(read.data) ? read.data : null;
}
