/**
 * Bytes of a request at the end of a file: gathered in memory that is used again and again, written while the next ones are gathered.
 * A request's own pieces are given back at once: left to the collector they cost more than everything else on their way.
 */
import type { FileHandle } from 'node:fs/promises';
import { onDisk } from '../../node/files/disk-trouble.ts';
import { giveBack } from '../../node/files/give-back.ts';
import { freePiece, newPiece, PIECE_BYTES } from '../../node/files/hash-file.ts';

/** What all uploads of the server gather together, as long as each has its least. */
const GATHERED_BYTES = 32 * 1024 * 1024;
const LEAST_BYTES = 64 * 1024;
let underWay = 0;

export type Appended = {
  /** Where the next bytes go. */
  readonly end: number;
  /** What ended it before the stream did: the stream's own trouble, or the disk's; null when nothing did. */
  readonly trouble: unknown;
};

/** Writes the stream from `position` on; whatever ends it, all that came before is written or the disk has said why not. */
export async function appendStream(
  file: FileHandle,
  path: string,
  position: number,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Appended> {
  let end = position;
  let trouble: unknown = null;
  underWay++;
  let gathering = newPiece();
  let other = newPiece();
  let length = 0;
  let writing: Promise<void> = Promise.resolve();

  async function flush(): Promise<void> {
    await writing;
    if (length === 0) return;
    const full = gathering.subarray(0, length);
    const at = end;
    end += length;
    [gathering, other, length] = [other, gathering, 0];
    writing = onDisk(path, () => writeAll(file, full, at));
    writing.catch(() => undefined); // met when it is waited for
  }

  try {
    for await (const piece of bytes) {
      const most = Math.max(LEAST_BYTES, Math.min(PIECE_BYTES, GATHERED_BYTES / underWay));
      for (let taken = 0; taken < piece.length;) {
        const count = Math.min(piece.length - taken, PIECE_BYTES - length);
        gathering.set(piece.subarray(taken, taken + count), length);
        taken += count;
        length += count;
        if (length >= most) await flush();
      }
      giveBack(piece);
    }
  } catch (error) {
    trouble = error;
  }
  try {
    await flush();
    await writing;
  } catch (error) {
    trouble = error;
  }
  underWay--;
  freePiece(gathering);
  freePiece(other);
  return { end, trouble };
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
