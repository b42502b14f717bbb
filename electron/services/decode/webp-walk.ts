/** Reads the container of a WebP (RFC 9649, §2.3–2.7): its size in pixels and whether all of it is there. */
import type { ByteSource } from './byte-source.ts';
import { ascii, startsWith } from './sniff.ts';
import { BROKEN, TRUNCATED, type WalkReading } from './walk-reading.ts';

export function walkWebp(source: ByteSource): WalkReading {
  const head = source.read(0, 30);
  if (head.length < 30) return TRUNCATED;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const end = 8 + view.getUint32(4, true);
  if (end > source.size) return TRUNCATED;
  const size = readSize(head, view);
  if (size === null || size.width === 0 || size.height === 0) return BROKEN;
  return { ok: true, ...size, extraBytes: source.size > end + (end % 2) };
}

function readSize(head: Uint8Array, view: DataView): { width: number; height: number } | null {
  if (startsWith(head, 12, ascii('VP8X'))) {
    const three = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    return { width: three(24) + 1, height: three(27) + 1 };
  }
  if (startsWith(head, 12, ascii('VP8L'))) {
    if (head[20] !== 0x2f) return null;
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (startsWith(head, 12, ascii('VP8 '))) {
    if (!startsWith(head, 23, [0x9d, 0x01, 0x2a])) return null;
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  return null;
}
