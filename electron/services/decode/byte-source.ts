/**
 * Bytes of a file by position, for readers that look at structure and never at the whole. Reads are synchronous: they
 * happen in a child of ours that may be killed at any moment, never in the host.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export type ByteSource = {
  readonly size: number;
  /** The bytes from `offset` on, at most `length`; fewer at the end of the file, none beyond it. */
  read(offset: number, length: number): Uint8Array;
};

/** Small reads are answered from one window of this size. */
const WINDOW_BYTES = 64 * 1024;

/** Opens a regular file. Throws what the system throws (ENOENT, EACCES, EISDIR …). */
export function openByteSource(path: string): ByteSource & { close(): void } {
  const descriptor = openSync(path, 'r');
  let size: number;
  try {
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) throw Object.assign(new Error('EISDIR: a folder'), { code: 'EISDIR' });
    size = stat.size;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  const window = new Uint8Array(WINDOW_BYTES);
  let windowStart = 0;
  let windowLength = 0;

  function fill(target: Uint8Array, offset: number): number {
    let done = 0;
    while (done < target.length) {
      const read = readSync(descriptor, target, done, target.length - done, offset + done);
      if (read === 0) break;
      done += read;
    }
    return done;
  }

  return {
    size,
    read(offset, length) {
      const wanted = clampLength(size, offset, length);
      if (wanted === 0) return new Uint8Array(0);
      if (wanted > WINDOW_BYTES / 4) {
        const bytes = new Uint8Array(wanted);
        return bytes.subarray(0, fill(bytes, offset));
      }
      if (offset < windowStart || offset + wanted > windowStart + windowLength) {
        windowStart = offset;
        windowLength = fill(window, offset);
      }
      const from = offset - windowStart;
      return window.slice(from, Math.min(from + wanted, windowLength));
    },
    close: () => closeSync(descriptor),
  };
}

/** Bytes that are in memory already, as a source. */
export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read(offset, length) {
      const wanted = clampLength(bytes.length, offset, length);
      return wanted === 0 ? new Uint8Array(0) : bytes.slice(offset, offset + wanted);
    },
  };
}

/** How many bytes there really are of `length` wanted at `offset`; nothing for positions that no file has. */
function clampLength(size: number, offset: number, length: number): number {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset >= size) return 0;
  return Math.max(0, Math.min(length, size - offset));
}
