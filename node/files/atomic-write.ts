/**
 * Files that are there whole or not at all: temp file in the same folder, fsync, rename, fsync of the folder. Windows has
 * no fsync of folders and refuses renames while a scanner or a viewer looks at the file, so renames are tried again.
 */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskTrouble, onDisk } from './disk-trouble.ts';

const RENAME_ATTEMPTS = 12;
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 500;

export type RenameDeps = {
  readonly platform?: NodeJS.Platform;
  readonly rename?: (from: string, to: string) => Promise<void>;
  readonly wait?: (ms: number) => Promise<unknown>;
};

/** Writes `data` to `path` so that a reader, or a power cut, sees the old content or the new one and nothing between. */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = join(
    dirname(path),
    `.${basename(path).slice(0, 60)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    await writeFileSynced(temporary, data);
    await renameWithRetry(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw diskTrouble(error, path);
  }
}

/** Writes a new or existing file in place and fsyncs it; for files that nobody reads before a later rename or receipt. */
export async function writeFileSynced(path: string, data: string | Uint8Array): Promise<void> {
  await onDisk(path, async () => {
    const file = await open(path, 'w');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

/** Makes the names in a folder durable. Does nothing on Windows, where folders cannot be opened and NTFS journals names itself. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await onDisk(path, async () => {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  });
}

/**
 * Renames, and tries again for some four seconds while another program holds the file: EBUSY everywhere, EPERM and EACCES on
 * Windows, where they mean the same. Ends with `FILE_BUSY` when it stays held.
 */
export async function renameWithRetry(from: string, to: string, deps: RenameDeps = {}): Promise<void> {
  const { platform = process.platform, rename: renameOnce = rename, wait = sleep } = deps;
  for (let attempt = 1; ; attempt++) {
    try {
      await renameOnce(from, to);
      return;
    } catch (error) {
      if (!isHeldByOther(error, platform)) throw diskTrouble(error, to);
      if (attempt === RENAME_ATTEMPTS)
        throw diskTrouble(Object.assign(new Error('held'), { code: 'EBUSY' }), to);
      const longest = Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS);
      // Jitter, so that two programs that hold each other up do not meet again.
      await wait(longest / 2 + (Math.random() * longest) / 2);
    }
  }
}

function isHeldByOther(error: unknown, platform: NodeJS.Platform): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EBUSY') return true;
  return platform === 'win32' && (code === 'EPERM' || code === 'EACCES');
}
