/**
 * The lock of a data folder: one host, or one command that writes, at a time. It is a lock of the operating system on
 * `lock.db`, so it dies with its process and is never stale. `lock.json` beside it only says who holds it, for the
 * message.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { takeProcessLock, type ProcessLock } from '../../node/sqlite/process-lock.ts';
import { TroubleError } from '../../shared/result.ts';
import { folderTrouble, prepareDataFolder, refuseUnfit } from './data-folder.ts';

export const holderSchema = z.object({
  pid: z.int(),
  host: z.enum(['shell', 'web', 'cli']),
  /** Where the web host can be reached; null for the others. */
  address: z.string().nullable(),
  since: z.iso.datetime(),
});
export type Holder = z.infer<typeof holderSchema>;

export type Lock = { release(): void };

/** SQLite's result code for a disk without room. */
const FULL = 13;

/**
 * Takes the lock for this process, at once or not at all.
 * Errors: DATA_FOLDER_IN_USE with what is known of the holder (`pid`, `host`, `address`, `since`), DISK_FULL,
 * DATA_FOLDER_UNUSABLE; DATA_FOLDER_MOVED, _MOVING, _MISSING, DATA_POINTER_DAMAGED.
 */
export function takeLock(folder: string, holder: Omit<Holder, 'pid'>): Lock {
  prepareDataFolder(folder);
  const lock = lockFile(folder);
  if (lock === null) throw new TroubleError('DATA_FOLDER_IN_USE', { path: folder, ...lockHolder(folder) });
  const file = path.join(folder, 'lock.json');
  try {
    // Asked again: whoever held the lock a moment ago may have moved the data on.
    refuseUnfit(folder);
    writeFileSync(`${file}.new`, JSON.stringify({ pid: process.pid, ...holder }, null, 1));
    renameSync(`${file}.new`, file);
  } catch (error) {
    lock.release();
    throw error instanceof TroubleError ? error : folderTrouble(folder, error);
  }

  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      rmSync(file, { force: true });
      lock.release();
    },
  };
}

function lockFile(folder: string): ProcessLock | null {
  try {
    return takeProcessLock(path.join(folder, 'lock.db'));
  } catch (error) {
    const { errcode = 0 } = error as { errcode?: number };
    if (errcode === FULL) throw new TroubleError('DISK_FULL', { path: folder });
    throw new TroubleError('DATA_FOLDER_UNUSABLE', { path: folder, reason: 'LOCK_DB' });
  }
}

/** Who says to hold the lock, or null; after a crash it may name a process that is gone, so only the lock itself decides. */
export function lockHolder(folder: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path.join(folder, 'lock.json'), 'utf8')));
  } catch {
    return null;
  }
}
