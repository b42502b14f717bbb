/** Walks the boxes of a JPEG 2000 file (ISO/IEC 15444-1, annexes A and I) as far as its codestream; it is not decoded. */
import type { ByteSource } from './byte-source.ts';
import { ascii, startsWith } from './sniff.ts';
import { BROKEN, TRUNCATED, type WalkReading } from './walk-reading.ts';

const MAX_BOXES = 10_000;
const CODESTREAM_START = [0xff, 0x4f, 0xff, 0x51];
const CODESTREAM_END = [0xff, 0xd9];

export function walkJp2(source: ByteSource): WalkReading {
  if (startsWith(source.read(0, 4), 0, CODESTREAM_START)) return readCodestream(source, 0, source.size);
  let at = 0;
  for (let box = 0; box < MAX_BOXES && at < source.size; box++) {
    const head = source.read(at, 16);
    if (head.length < 8) return TRUNCATED;
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const short = view.getUint32(0);
    if (short === 1 && head.length < 16) return TRUNCATED;
    const length = short === 0 ? source.size - at : short === 1 ? Number(view.getBigUint64(8)) : short;
    const headBytes = short === 1 ? 16 : 8;
    if (length < headBytes) return BROKEN;
    if (at + length > source.size) return TRUNCATED;
    if (startsWith(head, 4, ascii('jp2c'))) return readCodestream(source, at + headBytes, at + length);
    at += length;
  }
  return BROKEN;
}

function readCodestream(source: ByteSource, from: number, to: number): WalkReading {
  const head = source.read(from, 24);
  if (head.length < 24) return TRUNCATED;
  if (!startsWith(head, 0, CODESTREAM_START)) return BROKEN;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const width = view.getUint32(8) - view.getUint32(16);
  const height = view.getUint32(12) - view.getUint32(20);
  if (width < 1 || height < 1) return BROKEN;
  if (!startsWith(source.read(to - 2, 2), 0, CODESTREAM_END)) return TRUNCATED;
  return { ok: true, width, height, extraBytes: false };
}
