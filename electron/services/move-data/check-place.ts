/** Whether data can be moved to a place at all, asked before anything is written there. */
import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isInside, realPathOf } from '../../../node/backup/target-folder.ts';
import { syncFolder } from '../../../node/files/atomic-write.ts';
import { diskCode, diskTrouble } from '../../../node/files/disk-trouble.ts';
import { isOfTheDisk } from '../../../node/files/names-in.ts';
import { TroubleError } from '../../../shared/result.ts';
import { FIRST_DRAFT, readMoving } from './marks.ts';

/**
 * Checks the place and makes the folder, one deep: a disk that is not plugged in must not become a folder on another one.
 * One that an earlier try of the same move has begun to fill is gone on with.
 *
 * @throws TroubleError MOVE_NOT_ABSOLUTE, MOVE_INSIDE_DATA, MOVE_PLACE_MISSING, MOVE_NOT_EMPTY, or a disk code
 */
export async function checkPlace(from: string, to: string, archive: string): Promise<void> {
  if (!path.isAbsolute(to)) throw new TroubleError('MOVE_NOT_ABSOLUTE', { path: to });
  if (isInside(await realPathOf(to), await realPathOf(from)))
    throw new TroubleError('MOVE_INSIDE_DATA', { path: to });
  try {
    // Whoever was kept out of the old folder stays out.
    await mkdir(to, { mode: (await stat(from)).mode & 0o777 });
    await syncFolder(path.dirname(to));
  } catch (error) {
    const code = diskCode(error);
    if (code === 'FILE_MISSING' || code === 'WRONG_KIND_OF_FILE')
      throw new TroubleError('MOVE_PLACE_MISSING', { path: to });
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw diskTrouble(error, to);
  }
  const names = await readdir(to).catch((error: unknown) => {
    if (diskCode(error) === 'WRONG_KIND_OF_FILE') throw new TroubleError('MOVE_PLACE_MISSING', { path: to });
    throw diskTrouble(error, to);
  });
  const isTaken = names.some((name) => name !== FIRST_DRAFT && !isOfTheDisk(name));
  if (isTaken && !isBegun(from, to, archive)) throw new TroubleError('MOVE_NOT_EMPTY', { path: to });
}

/** Whether a move of this data into the place was begun and is not over. */
export function isBegun(from: string, to: string, archive: string): boolean {
  const mark = readMoving(to);
  return mark !== null && mark !== 'damaged' && mark.archive === archive && mark.from === from;
}
