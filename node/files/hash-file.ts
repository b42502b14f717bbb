/**
 * Bytes hashed while they move: sha256 and sha512 in one read, reading and writing ahead while the processor hashes, in two
 * pieces of memory whatever the file's size. Runs in threads and commands, never in a host's main thread.
 */
import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { TroubleError } from '../../shared/result.ts';
import { onDisk } from './disk-trouble.ts';

export const PIECE_BYTES = 1 << 20;

export type Digests = {
  readonly sha256: string;
  readonly sha512: string;
  /** In bytes. */
  readonly size: number;
};

export type DigestSink = {
  update(bytes: Uint8Array): void;
  digests(): Digests;
};

/** Takes bytes piece by piece and gives both digests, in lower-case hexadecimal, at the end. */
export function createDigestSink(): DigestSink {
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  let size = 0;
  return {
    update(bytes) {
      sha512.update(bytes);
      sha256.update(bytes);
      size += bytes.length;
    },
    digests: () => ({ sha256: sha256.digest('hex'), sha512: sha512.digest('hex'), size }),
  };
}

/** Reads a file and gives its digests. */
export async function hashFile(path: string): Promise<Digests> {
  const sink = createDigestSink();
  await readPieces(path, (bytes) => sink.update(bytes));
  return sink.digests();
}

/**
 * Copies `source` over `target` and gives the digests of what was read; the target is fsynced. `source` is only read.
 * On trouble the target may be half there: the caller removes it.
 */
export async function copyHashed(source: string, target: string): Promise<Digests> {
  const sink = createDigestSink();
  await onDisk(target, async () => {
    const file = await open(target, 'w');
    try {
      await readPieces(source, async (bytes) => {
        const written = onDisk(target, () => writeAll(file, bytes));
        // Hashing runs here while the write runs in another thread; a rejection is awaited below, not lost.
        written.catch(() => undefined);
        sink.update(bytes);
        await written;
      });
      await file.sync();
    } finally {
      await file.close();
    }
  });
  return sink.digests();
}

/** Gives a regular file's bytes to `take` in order, reading the next piece meanwhile. The piece's memory is used again after `take`. */
export async function readPieces(
  path: string,
  take: (bytes: Uint8Array) => Promise<void> | void,
): Promise<void> {
  await onDisk(path, async () => {
    const file = await openRegular(path);
    let ahead: Promise<{ bytesRead: number }> | undefined;
    try {
      let [now, next] = [new Uint8Array(PIECE_BYTES), new Uint8Array(PIECE_BYTES)];
      let { bytesRead } = await file.read(now, 0, PIECE_BYTES);
      while (bytesRead > 0) {
        ahead = file.read(next, 0, PIECE_BYTES);
        ahead.catch(() => undefined);
        await take(now.subarray(0, bytesRead));
        ({ bytesRead } = await ahead);
        [now, next] = [next, now];
      }
    } finally {
      await ahead?.catch(() => undefined);
      await file.close();
    }
  });
}

/** Writes all of `bytes` at the file's position; the system may take them in parts. */
export async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
    done += bytesWritten;
  }
}

/** The stat of a regular file; `WRONG_KIND_OF_FILE` for folders, pipes and devices, `FILE_MISSING` when there is none. */
export async function statRegular(path: string): Promise<Stats> {
  return onDisk(path, async () => {
    const found = await stat(path);
    if (!found.isFile()) throw new TroubleError('WRONG_KIND_OF_FILE', { path });
    return found;
  });
}

async function openRegular(path: string): Promise<FileHandle> {
  await statRegular(path);
  // Non-blocking: a pipe put in the file's place after the check must not hold us for ever.
  return open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}
