/**
 * Bytes hashed while they move: sha256 and sha512 in one read, with a few pieces of memory whatever the file's size. Reading,
 * writing and hashing run ahead of each other. Runs in threads and commands, never in a host's main thread.
 */
import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { TroubleError } from '../../shared/result.ts';
import { onDisk } from './disk-trouble.ts';
import { createSteadyWriter } from './steady-writer.ts';

export const PIECE_BYTES = 1 << 20;
export const PIECES_ON_THE_WAY = 4;

export type Digests = {
  readonly sha256: string;
  readonly sha512: string;
  /** In bytes. */
  readonly size: number;
};

/** Takes bytes piece by piece, in the order of the calls, and gives what it made of them at the end. */
export type Sink<D> = {
  /** The piece's memory may be used again when this resolves. */
  update(bytes: Uint8Array): Promise<void>;
  digests(): Promise<D>;
  /** When there will be no end: frees what other threads hold for it. */
  forget(): void;
};

/** Both digests in lower-case hexadecimal. */
export type DigestSink = Sink<Digests>;
/** Enough to tell whether a file still has the bytes that both digests were made of, at a third of the work. */
export type CheckSink = Sink<Pick<Digests, 'sha256' | 'size'>>;

/** Hashes in this thread. */
export function createDigestSink(): DigestSink {
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  let size = 0;
  return {
    update(bytes) {
      sha512.update(bytes);
      sha256.update(bytes);
      size += bytes.length;
      return Promise.resolve();
    },
    digests: () => Promise.resolve({ sha256: sha256.digest('hex'), sha512: sha512.digest('hex'), size }),
    forget: () => undefined,
  };
}

/** Reads a file and gives its digests, hashed in this thread. */
export function hashFile(path: string): Promise<Digests> {
  return hashInto(path, createDigestSink());
}

/** Reads a file into a sink. */
export async function hashInto<D>(path: string, sink: Sink<D>): Promise<D> {
  try {
    await readPieces(path, (bytes) => sink.update(bytes));
    return await sink.digests();
  } catch (error) {
    sink.forget();
    throw error;
  }
}

/**
 * Copies `source` over `target` and gives the digests of what was read; the target is fsynced. `source` is only read.
 * On trouble the target may be half there: the caller removes it.
 */
export async function copyHashed(
  source: string,
  target: string,
  sink: DigestSink = createDigestSink(),
): Promise<Digests> {
  try {
    await onDisk(target, async () => {
      const file = await open(target, 'w');
      const writer = createSteadyWriter(file, target);
      try {
        await readPieces(source, async (bytes, position) => {
          await Promise.all([writer.write(bytes, position), sink.update(bytes)]);
        });
        await writer.sync();
      } finally {
        await file.close();
      }
    });
    return await sink.digests();
  } catch (error) {
    sink.forget();
    throw error;
  }
}

/**
 * Gives a regular file's bytes to `take` in order, a few pieces ahead of it; a piece's memory is used again when its `take`
 * has resolved. Ends when all have, or with the first trouble of either side.
 */
export async function readPieces(
  path: string,
  take: (bytes: Uint8Array, position: number) => Promise<void> | void,
): Promise<void> {
  await onDisk(path, async () => {
    const file = await openRegular(path);
    const memories: Uint8Array[] = [];
    const onTheWay: Promise<Uint8Array>[] = [];
    try {
      for (let position = 0; ;) {
        const memory = await nextMemory(memories, onTheWay);
        const { bytesRead } = await file.read(memory, 0, PIECE_BYTES, position);
        if (bytesRead === 0) break;
        const taken = Promise.resolve(take(memory.subarray(0, bytesRead), position)).then(() => memory);
        taken.catch(() => undefined); // met when it is waited for
        onTheWay.push(taken);
        position += bytesRead;
      }
      await Promise.all(onTheWay);
    } finally {
      const settled = await Promise.allSettled(onTheWay);
      await file.close();
      // After trouble some thread may still be reading one of them.
      if (settled.every(({ status }) => status === 'fulfilled'))
        for (const piece of memories) freePiece(piece);
    }
  });
}

/** A new piece while few are on their way, then the oldest one again when it has been taken. */
async function nextMemory(memories: Uint8Array[], onTheWay: Promise<Uint8Array>[]): Promise<Uint8Array> {
  const oldest = memories.length < PIECES_ON_THE_WAY ? undefined : onTheWay.shift();
  if (oldest !== undefined) return oldest;
  const piece = newPiece();
  memories.push(piece);
  return piece;
}

const spare: Uint8Array[] = [];
const MOST_SPARE = 32;

/**
 * Memory for one piece that other threads can read too. Given back with `freePiece` it is used again: memory that several
 * threads have seen is collected late, and 200 files of 5 MiB would hold 1.5 GB of it.
 */
export function newPiece(): Uint8Array {
  return spare.pop() ?? new Uint8Array(new SharedArrayBuffer(PIECE_BYTES));
}

/** Gives a piece back; nobody may be reading it any more. */
export function freePiece(piece: Uint8Array): void {
  if (spare.length < MOST_SPARE) spare.push(piece);
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
