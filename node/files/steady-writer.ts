/**
 * Writes a large file so that it is durable soon after its last byte: what is written is flushed while more comes in. A slow
 * disk is felt piece by piece, by those who send, and not in one flush of minutes at the end.
 */
import type { FileHandle } from 'node:fs/promises';
import { onDisk } from './disk-trouble.ts';

const FLUSH_BYTES = 32 * 1024 * 1024;

export type SteadyWriter = {
  /** Writes all of `bytes` at `position`; several may be on their way. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Resolves when everything written is on the disk. */
  sync(): Promise<void>;
};

/** Writes to `file`, which stays its opener's to close; `path` is for troubles. */
export function createSteadyWriter(file: FileHandle, path: string): SteadyWriter {
  let unflushed = 0;
  // A system tells of a failed flush once: the failure stays here, and `sync` ends with it.
  let flushing: Promise<void> | undefined;
  let isFlushing = false;
  let last: Promise<void> = Promise.resolve();

  function flushWhenDue(): void {
    if (unflushed < FLUSH_BYTES || isFlushing) return;
    unflushed = 0;
    isFlushing = true;
    flushing = Promise.all([flushing, file.datasync()]).then(() => {
      isFlushing = false;
    });
    flushing.catch(() => undefined);
  }

  async function writeOne(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
    unflushed += bytes.length;
    flushWhenDue();
  }

  return {
    write(bytes, position) {
      // One at a time: the system lets only one write into a file, the others would hold the few threads that reading needs.
      last = last.then(() => onDisk(path, () => writeOne(bytes, position)));
      last.catch(() => undefined); // the caller has it too, and so has every later write
      return last;
    },
    sync: () =>
      onDisk(path, async () => {
        await flushing;
        await file.sync();
      }),
  };
}
