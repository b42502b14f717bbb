/** Folders that may not be there, and what disks put into them by themselves. */
import { readdir } from 'node:fs/promises';
import { diskCode, diskTrouble } from './disk-trouble.ts';

/** The names in a folder; none where there is no such folder. @throws TroubleError with the code of the disk otherwise */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return [];
    throw diskTrouble(error, folder);
  }
}

const OF_THE_DISK: ReadonlySet<string> = new Set([
  '$RECYCLE.BIN',
  'System Volume Information',
  '.Trash',
  'lost+found',
]);

/** Whether a fresh disk or the system brings this along: nobody's data, and not ours to touch. */
export function isOfTheDisk(name: string): boolean {
  return OF_THE_DISK.has(name);
}
