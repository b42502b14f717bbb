/** Unpacks one strip or tile of a TIFF; never to more bytes than its pixels take. */
import { inflateSync, constants, zstdDecompressSync } from 'node:zlib';

const NONE = 1;
const LZW = 5;
const DEFLATE = new Set([8, 32_946]);
const PACKBITS = 32_773;
const ZSTD = 50_000;

/** Whether pieces packed so are unpacked here. */
export function isUnpackable(compression: number): boolean {
  return [NONE, LZW, PACKBITS, ZSTD].includes(compression) || DEFLATE.has(compression);
}

/** At most `most` bytes; fewer when the piece ends early. Throws what the unpacker throws. */
export function unpack(bytes: Uint8Array, compression: number, most: number): Uint8Array {
  if (compression === LZW) return unpackLzw(bytes, most);
  if (compression === PACKBITS) return unpackBits(bytes, most);
  // Something behind the end of the packed pixels, or an end that is missing, is no trouble.
  if (DEFLATE.has(compression))
    return inflateSync(bytes, { maxOutputLength: most + ROOM, finishFlush: constants.Z_SYNC_FLUSH });
  if (compression === ZSTD) return zstdDecompressSync(bytes, { maxOutputLength: most + ROOM });
  return bytes.subarray(0, most);
}

/** Some writers pack a little more than they need. */
const ROOM = 64 * 1024;
const CLEAR = 256;
const END = 257;
const MOST_CODES = 4096;
const LEAST_WIDTH = 9;
const MOST_WIDTH = 12;

/** LZW as TIFF 6.0 has it: codes from 9 bits on, the first bit first, one bit more a code early. */
function unpackLzw(bytes: Uint8Array, most: number): Uint8Array {
  const out = new Uint8Array(most);
  /** Each string is another one and a byte behind it. */
  const before = new Int16Array(MOST_CODES);
  const lengths = new Uint16Array(MOST_CODES);
  const lasts = new Uint8Array(MOST_CODES);
  for (let code = 0; code < CLEAR; code++) {
    lasts[code] = code;
    lengths[code] = 1;
    before[code] = -1;
  }
  let next = END + 1;
  let width = LEAST_WIDTH;
  let previous = -1;
  let held = 0;
  let heldBits = 0;
  let at = 0;

  /** Writes the string of a code backwards. */
  const put = (code: number): void => {
    const length = lengths[code] ?? 0;
    let place = at + length - 1;
    for (let each = code; each >= 0; each = before[each] ?? -1, place--) {
      if (place < most) out[place] = lasts[each] ?? 0;
    }
    at += length;
  };
  /** The string of the code before, and a byte behind it: the first of this one, or of itself when it is being made now. */
  const add = (code: number): void => {
    if (code > next || next >= MOST_CODES) throw new Error('no such code');
    before[next] = previous;
    lengths[next] = (lengths[previous] ?? 0) + 1;
    lasts[next] = firstOf(code === next ? previous : code, before, lasts);
    next++;
    if (next === (1 << width) - 1 && width < MOST_WIDTH) width++;
  };

  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xff_ffff;
    heldBits += 8;
    if (heldBits < width) continue;
    const code = (held >> (heldBits - width)) & ((1 << width) - 1);
    heldBits -= width;
    if (code === END || at >= most) break;
    if (code === CLEAR) {
      next = END + 1;
      width = LEAST_WIDTH;
      previous = -1;
      continue;
    }
    if (previous >= 0) add(code);
    put(code);
    previous = code;
  }
  return out.subarray(0, Math.min(at, most));
}

function firstOf(code: number, before: Int16Array, lasts: Uint8Array): number {
  let each = code;
  while ((before[each] ?? -1) >= 0) each = before[each] ?? -1;
  return lasts[each] ?? 0;
}

function unpackBits(bytes: Uint8Array, most: number): Uint8Array {
  const out = new Uint8Array(most);
  let at = 0;
  for (let from = 0; from < bytes.length && at < most;) {
    const count = ((bytes[from++] ?? 0) << 24) >> 24;
    if (count >= 0) {
      const part = bytes.subarray(from, from + count + 1);
      out.set(part.subarray(0, most - at), at);
      from += count + 1;
      at += part.length;
    } else if (count !== -128) {
      out.fill(bytes[from++] ?? 0, at, at + 1 - count);
      at += 1 - count;
    }
  }
  return out.subarray(0, Math.min(at, most));
}
