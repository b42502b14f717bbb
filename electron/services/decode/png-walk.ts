/** Walks the chunks of a PNG (W3C PNG, third edition, §5): its size, whether all of it is there, and what follows it. */
import { crc32 } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { ascii, startsWith } from './sniff.ts';
import { BROKEN, TRUNCATED, type WalkReading } from './walk-reading.ts';

/** Writers cut the pixels into chunks of 8 KiB or more; a million is a picture of 8 GB. */
const MAX_CHUNKS = 1_000_000;

/** Reads the structure; of the checksums only that of the header. */
export function walkPng(source: ByteSource): WalkReading {
  const header = source.read(8, 25);
  if (header.length < 25) return TRUNCATED;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (view.getUint32(0) !== 13 || !startsWith(header, 4, ascii('IHDR'))) return BROKEN;
  if (crc32(header.subarray(4, 21)) !== view.getUint32(21)) return BROKEN;
  const width = view.getUint32(8);
  const height = view.getUint32(12);
  if (width === 0 || height === 0) return BROKEN;

  let at = 8 + 25;
  let hasPixels = false;
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
    const head = source.read(at, 8);
    if (head.length < 8) return TRUNCATED;
    const length = new DataView(head.buffer, head.byteOffset, 8).getUint32(0);
    const end = at + 12 + length;
    if (end > source.size) return TRUNCATED;
    if (startsWith(head, 4, ascii('IDAT'))) hasPixels ||= length > 0;
    if (startsWith(head, 4, ascii('IEND'))) {
      if (!hasPixels) return BROKEN;
      return { ok: true, width, height, extraBytes: end < source.size };
    }
    at = end;
  }
  return BROKEN;
}
