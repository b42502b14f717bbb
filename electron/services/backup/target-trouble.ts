/** What the disk of a backup does, under codes of its own: a full stick is not a full data folder. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isInside, MARK_FILE, realPathOf } from '../../../node/backup/target-folder.ts';
import { TroubleError } from '../../../shared/result.ts';

const CODES: Readonly<Record<string, string>> = {
  DISK_FULL: 'BACKUP_TARGET_FULL',
  FILE_TOO_LARGE: 'BACKUP_TARGET_FULL',
  NO_PERMISSION: 'BACKUP_TARGET_UNWRITABLE',
  READ_ONLY_DISK: 'BACKUP_TARGET_UNWRITABLE',
};
const OF_A_LOST_DISK = new Set(['FILE_MISSING', 'DISK_ERROR', 'WRONG_KIND_OF_FILE']);

/** The trouble as it is, or, when it is the disk's and about `target`, as the trouble of that folder. */
export async function targetTrouble(trouble: unknown, target: string): Promise<unknown> {
  const path = trouble instanceof TroubleError ? trouble.details?.['path'] : undefined;
  if (!(trouble instanceof TroubleError) || typeof path !== 'string') return trouble;
  const folder = await realOr(resolve(target));
  if (!isInside(path, folder) && !isInside(path, resolve(target))) return trouble;
  const code = CODES[trouble.code];
  if (code !== undefined) return new TroubleError(code, { path: target });
  if (!OF_A_LOST_DISK.has(trouble.code)) return trouble;
  const isThere = existsSync(join(folder, MARK_FILE));
  return new TroubleError(isThere ? 'BACKUP_TARGET_UNWRITABLE' : 'BACKUP_TARGET_GONE', { path: target });
}

async function realOr(path: string): Promise<string> {
  try {
    return await realPathOf(path);
  } catch {
    return path;
  }
}
