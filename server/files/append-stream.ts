/** Bytes of a request at the end of a file: gathered to a mebibyte, written as they lie, one write ahead of the next. */
import type { FileHandle } from 'node:fs/promises';
import { onDisk } from '../../node/files/disk-trouble.ts';

const GATHER_BYTES = 1 << 20;

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
  let gathered: Uint8Array[] = [];
  let length = 0;
  let writing: Promise<void> = Promise.resolve();

  async function flush(): Promise<void> {
    await writing;
    if (length === 0) return;
    const pieces = gathered;
    const at = end;
    end += length;
    [gathered, length] = [[], 0];
    writing = onDisk(path, () => writeAll(file, pieces, at));
    writing.catch(() => undefined); // met when it is waited for
  }

  try {
    for await (const piece of bytes) {
      gathered.push(piece);
      length += piece.length;
      if (length >= GATHER_BYTES) await flush();
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
  return { end, trouble };
}

async function writeAll(file: FileHandle, pieces: Uint8Array[], position: number): Promise<void> {
  let left = pieces;
  let at = position;
  while (left.length > 0) {
    const { bytesWritten } = await file.writev(left, at);
    at += bytesWritten;
    left = behind(left, bytesWritten);
  }
}

/** What is left of the pieces behind so many bytes. */
function behind(pieces: readonly Uint8Array[], count: number): Uint8Array[] {
  let passed = count;
  return pieces.flatMap((piece) => {
    const gone = Math.min(passed, piece.length);
    passed -= gone;
    return gone === piece.length ? [] : [piece.subarray(gone)];
  });
}
