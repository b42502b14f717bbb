/**
 * A pyramid that is read: a tile is cut out by reading its bytes and setting JPEG's tables before them, which needs no
 * decoder. The file may be deleted at any moment.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { readIndex, readTrailer, TRAILER_BYTES, type PyramidIndex } from './pyramid-index.ts';
import { tileNumber, type MeasuredSize, type TilePlace } from './tile-grid.ts';

export type PyramidFile = {
  readonly size: MeasuredSize;
  /** A JPEG; `outside` when the picture has no such tile, `damaged` when the bytes are not those that were written. */
  tile(place: TilePlace): Promise<Uint8Array<ArrayBuffer> | 'outside' | 'damaged' | 'closed'>;
  /** Ends when the readings under way have ended. */
  close(): Promise<void>;
};

/** JPEG's first marker, which the head of the level has already. */
const MARKER_BYTES = 2;

/** Opens a pyramid: `missing` when there is none, `damaged` when it is not whole. Throws what the disk throws. */
export async function openPyramid(path: string): Promise<PyramidFile | 'missing' | 'damaged'> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
    throw error;
  }
  try {
    const index = await indexOf(handle);
    if (index !== null) return fileOf(handle, index);
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return 'damaged';
}

async function indexOf(handle: FileHandle): Promise<PyramidIndex | null> {
  const { size } = await handle.stat();
  const trailer = readTrailer(await read(handle, size - TRAILER_BYTES, TRAILER_BYTES));
  if (trailer === null || trailer.length + TRAILER_BYTES > size) return null;
  const body = await read(handle, size - TRAILER_BYTES - trailer.length, trailer.length);
  return readIndex(body, trailer.sum);
}

function fileOf(handle: FileHandle, index: PyramidIndex): PyramidFile {
  const heads = index.levels.map(({ head }) => Buffer.from(head, 'base64'));
  const reading = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  function readTile(offset: number, length: number): Promise<Buffer> {
    const bytes = read(handle, offset, length);
    reading.add(bytes);
    const end = () => void reading.delete(bytes);
    bytes.then(end, end);
    return bytes;
  }

  return {
    size: {
      width: index.width,
      height: index.height,
      ...(index.reduced === true ? { reduced: true } : {}),
    },
    async tile(place) {
      const number = tileNumber(index, place);
      const [head, level] = [heads[place.level], index.levels[place.level]];
      if (number === null || head === undefined || level === undefined) return 'outside';
      const [offset, length] = [level.offsets[number], level.lengths[number]];
      if (offset === undefined || length === undefined) return 'damaged';
      if (closing !== undefined) return 'closed';
      const bytes = await readTile(offset, length);
      if (crc32(bytes) !== level.sums[number]) return 'damaged';
      return Buffer.concat([head, bytes.subarray(MARKER_BYTES)]);
    },
    close: () => (closing ??= Promise.allSettled(reading).then(() => handle.close())),
  };
}

/** The bytes from `from` on; fewer, or none, where the file ends. */
async function read(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  if (from < 0) return Buffer.alloc(0);
  const { bytesRead } = await handle.read(bytes, 0, length, from);
  return bytes.subarray(0, bytesRead);
}
