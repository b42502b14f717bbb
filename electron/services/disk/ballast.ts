/**
 * `ballast.bin` in the data folder: bytes that stand for room. They are really written, because a file that is only announced
 * takes none. When something that a person did meets a full disk they are given up, a part at a time: whoever fills the disk may
 * be at it still, and would take all of it at once.
 */
import { randomBytes } from 'node:crypto';
import { rmSync, statfsSync, statSync, truncateSync } from 'node:fs';
import { open, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { renameWithRetry, syncFolder } from '../../../node/files/atomic-write.ts';
import { diskCode, onDisk } from '../../../node/files/disk-trouble.ts';

/** In the data folder. */
export const BALLAST_FILE = 'ballast.bin';
const BLOCK_BYTES = 1024 * 1024;
/** The journal's write-ahead log takes 4 MiB before it begins anew. */
const PART_BYTES = 6 * BLOCK_BYTES;

/** A start writes this much before anything can be asked of it: its lock, what SQLite keeps beside its files. */
const START_NEEDS_BYTES = 4 * BLOCK_BYTES;

export type Ballast = {
  /** How many bytes there are; 0 without. */
  size(): Promise<number>;
  /** Writes them for good; says false when the disk does not have the room. */
  make(bytes: number): Promise<boolean>;
  /** Gives up the next part; says whether there was one. */
  free(): Promise<boolean>;
};

export function createBallast(folder: string): Ballast {
  const path = join(folder, BALLAST_FILE);
  const draft = `${path}.new`;
  /** One thing at a time. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };

  async function size(): Promise<number> {
    try {
      return (await stat(path)).size;
    } catch (error) {
      if (diskCode(error) === undefined) throw error;
      return 0;
    }
  }

  return {
    size,
    make: (bytes) =>
      inTurn(async () => {
        try {
          await write(draft, bytes);
          await renameWithRetry(draft, path);
          await syncFolder(folder);
          return true;
        } catch {
          // Half of it would take the room and help nobody.
          await rm(draft, { force: true }).catch(() => undefined);
          return false;
        }
      }),
    free: () =>
      inTurn(async () => {
        await rm(draft, { force: true }).catch(() => undefined);
        const had = await size();
        if (had === 0) return false;
        await onDisk(path, () => (had > PART_BYTES ? truncate(path, had - PART_BYTES) : rm(path)));
        return true;
      }),
  };
}

/** Before a start on a full disk: with a part of the ballast gone the program can be opened. */
export function giveBallastForStart(folder: string): void {
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize >= START_NEEDS_BYTES) return;
    const path = join(folder, BALLAST_FILE);
    // What a kill left of one that was being made is nobody's room.
    rmSync(`${path}.new`, { force: true });
    truncateSync(path, Math.max(0, statSync(path).size - PART_BYTES));
  } catch {
    // There is none, or what is wrong with the folder the start itself will say.
  }
}

/** Bytes that no disk can make smaller. */
async function write(path: string, bytes: number): Promise<void> {
  const block = randomBytes(BLOCK_BYTES);
  const file = await open(path, 'w');
  try {
    for (let left = bytes; left > 0; left -= BLOCK_BYTES) {
      const piece = block.subarray(0, Math.min(left, BLOCK_BYTES));
      for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
