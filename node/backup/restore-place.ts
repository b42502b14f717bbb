/** Where a backup is restored from and to: the source has to be there, the place is new or empty, and is left so when nothing came of it. */
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { syncFolder } from '../files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { isOfTheDisk } from '../files/names-in.ts';
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

/**
 * Whether the folder was made here; one that is there has to be empty but for what its disk brings along. `mode`: who may read one
 * that is made. @throws TroubleError RESTORE_NOT_EMPTY, and codes of the disk
 */
export async function makeEmpty(folder: string, mode?: number): Promise<boolean> {
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

/** Takes away what a restore has left, `last` at the end, and the folder too if it was made for it. */
export async function emptyAgain(folder: string, isOurs: boolean, last?: string): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => !isOfTheDisk(name) && name !== last);
  for (const name of last === undefined ? names : [...names, last])
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  if (isOurs) await rmdir(folder).catch(() => undefined);
}
