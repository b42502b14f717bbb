/** Where a backup is restored from and to: the source has to be there, the place is new or empty, and is left so when nothing came of it. */
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { syncFolder } from '../files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { isOfTheDisk } from '../files/names-in.ts';
import { takeProcessLock } from '../sqlite/process-lock.ts';
import { realPathOf } from './target-folder.ts';

/** The folder itself, without links. @throws TroubleError BACKUP_MISSING, and codes of the disk */
export async function existingBackup(path: string): Promise<string> {
  const folder = await realPathOf(resolve(path));
  await readdir(folder).catch((error: unknown) => {
    throw diskCode(error) === 'FILE_MISSING'
      ? new TroubleError('BACKUP_MISSING', { path })
      : diskTrouble(error, path);
  });
  return folder;
}

/** A folder that one restore has for itself. */
export type RestorePlace = {
  /** The restore is whole: a host may begin here. */
  keep(): void;
  /** Nothing came of it: what it laid down is taken away, `last` at the end, and the folder too if it was made for it. */
  giveUp(last?: string): Promise<void>;
};

/** That of a data folder and of a server's, so that no host begins in a half of one. */
const LOCK_FILE = 'lock.db';

/**
 * Takes a folder that is new, or empty but for what its disk brings along: of two restores at once, the one that fails would take
 * away what the other has brought. `mode`: who may read a folder that is made. @throws TroubleError RESTORE_NOT_EMPTY, and codes of
 * the disk
 */
export async function takeEmpty(folder: string, mode?: number): Promise<RestorePlace> {
  const isOurs = await makeEmpty(folder, mode);
  const lock = await onDisk(folder, async () => takeProcessLock(join(folder, LOCK_FILE)));
  if (lock === null) throw new TroubleError('RESTORE_NOT_EMPTY', { path: folder });
  const isOwn = (name: string) => name.startsWith(LOCK_FILE) || isOfTheDisk(name);
  const names = await onDisk(folder, () => readdir(folder));
  if (!names.every(isOwn)) {
    lock.release();
    throw new TroubleError('RESTORE_NOT_EMPTY', { path: folder });
  }
  return {
    keep: () => lock.release(),
    async giveUp(last) {
      const left = (await readdir(folder).catch(() => [])).filter((name) => !isOwn(name) && name !== last);
      for (const name of last === undefined ? left : [...left, last])
        await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
      lock.release();
      // Windows takes it away only now; and what somebody else has begun here meanwhile stays.
      await rm(join(folder, LOCK_FILE), { force: true }).catch(() => undefined);
      if (isOurs) await rmdir(folder).catch(() => undefined);
    },
  };
}

/** Whether the folder was made here. */
async function makeEmpty(folder: string, mode?: number): Promise<boolean> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, folder);
  });
  if (names !== null && !names.every(isOfTheDisk))
    throw new TroubleError('RESTORE_NOT_EMPTY', { path: folder });
  await onDisk(folder, () => mkdir(folder, { recursive: true, mode }));
  if (names === null) await syncFolder(dirname(folder));
  return names === null;
}
