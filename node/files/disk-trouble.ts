/**
 * What disks do to people, as codes: full, locked, read-only, dying, gone. Every module that touches files passes what it
 * caught through here, so that a full disk is `DISK_FULL` everywhere, whoever met it.
 */
import { fail, TroubleError, type Details, type Failure } from '../../shared/result.ts';

export const DISK_CODES = [
  'DISK_FULL',
  'NO_PERMISSION',
  'READ_ONLY_DISK',
  'DISK_ERROR',
  /** Another program holds the file: a virus scanner, a viewer, a backup. */
  'FILE_BUSY',
  'FILE_MISSING',
  /** The file system cannot hold a file of this size (FAT32: 4 GiB). */
  'FILE_TOO_LARGE',
  'NAME_TOO_LONG',
  /** A folder stands where a file should be, a file where a folder should be, or the thing is neither. */
  'WRONG_KIND_OF_FILE',
] as const;
export type DiskCode = (typeof DISK_CODES)[number];

const BY_ERRNO: ReadonlyMap<string, DiskCode> = new Map([
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
  ['EACCES', 'NO_PERMISSION'],
  ['EPERM', 'NO_PERMISSION'],
  ['EROFS', 'READ_ONLY_DISK'],
  ['EIO', 'DISK_ERROR'],
  ['ENXIO', 'DISK_ERROR'],
  ['ENODEV', 'DISK_ERROR'],
  ['ESTALE', 'DISK_ERROR'],
  ['ENOTCONN', 'DISK_ERROR'],
  ['EBUSY', 'FILE_BUSY'],
  ['ETXTBSY', 'FILE_BUSY'],
  ['ENOENT', 'FILE_MISSING'],
  ['EFBIG', 'FILE_TOO_LARGE'],
  ['ENAMETOOLONG', 'NAME_TOO_LONG'],
  ['EISDIR', 'WRONG_KIND_OF_FILE'],
  ['ERR_FS_EISDIR', 'WRONG_KIND_OF_FILE'],
  ['ENOTDIR', 'WRONG_KIND_OF_FILE'],
  ['ELOOP', 'WRONG_KIND_OF_FILE'],
]);

/** SQLite's primary result codes (https://sqlite.org/rescode.html) that speak of the disk and not of the statement. */
const BY_SQLITE: ReadonlyMap<number, DiskCode> = new Map([
  [13, 'DISK_FULL'],
  [3, 'NO_PERMISSION'],
  [8, 'READ_ONLY_DISK'],
  [10, 'DISK_ERROR'],
  [5, 'FILE_BUSY'],
  [14, 'FILE_MISSING'],
]);

/** The disk's code in an error of `node:fs` or `node:sqlite`, or undefined when it speaks of something else. */
export function diskCode(error: unknown): DiskCode | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') return BY_SQLITE.get(error.errcode & 0xff);
  if ('code' in error && typeof error.code === 'string') return BY_ERRNO.get(error.code);
  return undefined;
}

/** Turns an error of the disk into a `TroubleError` about `path`; anything else (a bug, a trouble already) comes back as it is. */
export function diskTrouble(error: unknown, path: string): unknown {
  if (error instanceof TroubleError) return error;
  const code = diskCode(error);
  return code === undefined ? error : new TroubleError(code, { path });
}

/** Does `work` and names the disk's troubles in what it throws. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskTrouble(error, path);
  }
}

/** The same trouble as a value, for callers that answer with a `Result`; a bug is thrown on. */
export function diskFailure(error: unknown, path: string): Failure<DiskCode> {
  const trouble = diskTrouble(error, path);
  if (trouble instanceof TroubleError && isDiskCode(trouble.code)) {
    const details: Details = trouble.details ?? { path };
    return fail(trouble.code, details);
  }
  throw error;
}

function isDiskCode(code: string): code is DiskCode {
  return (DISK_CODES as readonly string[]).includes(code);
}
