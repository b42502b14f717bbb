/** A file's bytes from the disk and onto it, piece by piece, in memory that is used again and again. */
import { open, type FileHandle } from 'node:fs/promises';
import { giveBack } from '../files/give-back.ts';

const READ_BYTES = 1 << 20;

/** The bytes from `start` on, as many as `most`; a piece lasts until the next one is asked for. */
export async function* fileBytes(
  path: string,
  start = 0,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  let [now, other] = [Buffer.allocUnsafeSlow(READ_BYTES), Buffer.allocUnsafeSlow(READ_BYTES)];
  const end = start + most;
  const read = (memory: Buffer, at: number) => file.read(memory, 0, Math.min(READ_BYTES, end - at), at);
  let ahead = read(now, start);
  try {
    for (let at = start; at < end;) {
      const { bytesRead } = await ahead;
      if (bytesRead === 0) return;
      at += bytesRead;
      // The next piece is read while this one is worked on.
      if (at < end) {
        ahead = read(other, at);
        ahead.catch(() => undefined); // met when it is waited for
      }
      yield now.subarray(0, bytesRead);
      [now, other] = [other, now];
    }
  } finally {
    await ahead.catch(() => undefined);
    await file.close();
    giveBack(now);
    giveBack(other);
  }
}

/** Writes all of it where the file stands, and gives its memory back. */
export async function writeOn(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
    done += bytesWritten;
  }
  giveBack(bytes);
}
