/**
 * A lock between processes: a lock of the operating system on a file, an exclusive SQLite transaction that never ends. It
 * dies with its process and is never stale, even after `kill -9`.
 */
import { DatabaseSync } from 'node:sqlite';

export type ProcessLock = { release(): void };

/** SQLite's result codes for "somebody else has it". */
const BUSY = new Set([5, 6]);

/** Takes the lock on `file` at once, or answers null when another process has it. Throws what SQLite says of the disk. */
export function takeProcessLock(file: string): ProcessLock | null {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // An exclusive transaction that changes nothing: it holds the file's lock and leaves no journal behind.
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const { errcode = 0 } = error as { errcode?: number };
    if (BUSY.has(errcode)) return null;
    throw error;
  }
  return { release: () => database.close() };
}
