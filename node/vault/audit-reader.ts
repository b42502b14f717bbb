/** Reads files for an audit: each byte once, no faster than allowed, and no further when it is told to end. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TroubleError } from '../../shared/result.ts';
import { readPieces } from '../files/hash-file.ts';

export type AuditReader = {
  /** The digest of a whole file in lower-case hexadecimal, and its size. */
  digest(path: string, algorithm: 'sha512' | 'sha256'): Promise<{ digest: string; size: number }>;
  /** How many bytes were read so far. */
  read(): number;
};

export type ReaderOptions = {
  /** Null: as fast as the disk. */
  readonly bytesPerSecond?: number | null;
  /** Asked before each piece. @throws to end */
  readonly goOn?: () => void;
  readonly now?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
};

/** Waits shorter than this are put together: a timer is not more exact. */
const LEAST_WAIT_MS = 5;
/** What was not read while something else was done is not caught up with for longer than this. */
const MOST_BEHIND_MS = 1000;

/** Makes a reader; the rate counts over all its files. */
export function createAuditReader(options: ReaderOptions = {}): AuditReader {
  const {
    bytesPerSecond = null,
    goOn = () => undefined,
    now = () => performance.now(),
    wait = sleep,
  } = options;
  let total = 0;
  /** When what was read so far may be over. */
  let due = now();

  async function pace(bytes: number): Promise<void> {
    total += bytes;
    if (bytesPerSecond === null) return;
    due = Math.max(due, now() - MOST_BEHIND_MS) + (bytes / bytesPerSecond) * 1000;
    const early = due - now();
    if (early >= LEAST_WAIT_MS) await wait(early);
  }

  return {
    async digest(path, algorithm) {
      const hash = createHash(algorithm);
      let size = 0;
      await readPieces(path, async (bytes) => {
        goOn();
        hash.update(bytes);
        size += bytes.length;
        await pace(bytes.length);
      });
      return { digest: hash.digest('hex'), size };
    },
    read: () => total,
  };
}

/** For `goOn`: ends with CANCELLED when the question is answered with yes. */
export function endsWhen(isCancelled: () => boolean): () => void {
  return () => {
    if (isCancelled()) throw new TroubleError('CANCELLED');
  };
}
