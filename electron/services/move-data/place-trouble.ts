/** What the disk of the new place does, under codes of its own: the data's own disk is as sound as it was. */
import path from 'node:path';
import { isInside, realPathOf } from '../../../node/backup/target-folder.ts';
import { TroubleError } from '../../../shared/result.ts';
import { readMoving } from './marks.ts';

const CODES: Readonly<Record<string, string>> = {
  DISK_FULL: 'MOVE_NO_ROOM',
  FILE_TOO_LARGE: 'MOVE_NO_ROOM',
  NO_PERMISSION: 'MOVE_PLACE_UNWRITABLE',
  READ_ONLY_DISK: 'MOVE_PLACE_UNWRITABLE',
  BACKUP_NOT_VERIFIED: 'MOVE_NOT_VERIFIED',
};
const OF_A_LOST_DISK = new Set(['FILE_MISSING', 'DISK_ERROR', 'WRONG_KIND_OF_FILE']);

/** The trouble as it is, or, when it is the disk's and about `to`, as the trouble of that place. */
export async function placeTrouble(thrown: unknown, to: string): Promise<unknown> {
  const trouble = thrown instanceof TroubleError ? thrown : troubleOfMark(thrown, to);
  const about = trouble?.details?.['path'];
  if (trouble === null || typeof about !== 'string') return trouble ?? thrown;
  const real = await realPathOf(to).catch(() => to);
  if (!isInside(about, path.resolve(to)) && !isInside(about, real)) return trouble;
  const code = CODES[trouble.code];
  if (code !== undefined) return new TroubleError(code, { path: to, ...roomOf(trouble) });
  if (!OF_A_LOST_DISK.has(trouble.code)) return trouble;
  const isThere = readMoving(to) !== null;
  return new TroubleError(isThere ? 'MOVE_PLACE_UNWRITABLE' : 'MOVE_PLACE_GONE', { path: to });
}

/** The marks are written at once, by plain calls of the system. */
function troubleOfMark(thrown: unknown, to: string): TroubleError | null {
  const { code, syscall } = thrown as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return null;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new TroubleError(isFull ? 'DISK_FULL' : code === 'ENOENT' ? 'FILE_MISSING' : 'NO_PERMISSION', {
    path: to,
  });
}

function roomOf({ details }: TroubleError): Record<string, string> {
  const { needed = '?', free = '0' } = details ?? {};
  return { needed: String(needed), free: String(free) };
}
