/** The folder that a server's backup goes to: marked as this server's before anything else is written, and locked. */
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { isOfTheDisk } from '../../node/files/names-in.ts';
import { isInside, realPathOf } from '../../node/backup/target-folder.ts';
import { syncFolder } from '../../node/files/atomic-write.ts';
import { diskTrouble, onDisk } from '../../node/files/disk-trouble.ts';
import { readJsonFile, writeJsonFile } from '../../node/files/json-file.ts';
import { takeProcessLock, type ProcessLock } from '../../node/sqlite/process-lock.ts';
import { TroubleError } from '../../shared/result.ts';
import { SERVER_BACKUP_FORMAT } from './server-manifest.ts';

const MARK_FILE = 'qoima-server-backup.json';
const ABOUT =
  'A backup of a Qoima server. server.json says what belongs together; archives/ has a folder for each archive with its scans in vault/ocfl, an OCFL 1.1 storage root, and its log in journal/, an SQLite file. To restore: npm run server -- restore THIS-FOLDER --data NEW-FOLDER';
const markSchema = z.object({ format: z.int(), server: z.uuid() });

/** Where the backup of an archive lies. */
export function archiveTarget(folder: string, archive: string): string {
  return join(folder, 'archives', archive);
}

/**
 * Looks at the folder, makes it when its parent is there, marks and locks it. A disk that is not plugged in must not become a
 * folder on another one, so it is made one folder deep and no deeper.
 *
 * @throws TroubleError BACKUP_TARGET_MISSING, BACKUP_INSIDE_DATA, BACKUP_FOREIGN, BACKUP_NEWER, BACKUP_TARGET_BUSY
 */
export async function openBackupFolder(
  path: string,
  serverFolder: string,
  server: string,
): Promise<{ readonly folder: string; readonly lock: ProcessLock }> {
  if (isInside(await realPathOf(resolve(path)), await realPathOf(serverFolder)))
    throw new TroubleError('BACKUP_INSIDE_DATA', { path });
  if (!existsSync(path)) {
    if (!existsSync(dirname(resolve(path)))) throw new TroubleError('BACKUP_TARGET_MISSING', { path });
    await onDisk(path, () => mkdir(path, { mode: 0o700 }));
    await syncFolder(dirname(resolve(path)));
  }
  const folder = await realPathOf(resolve(path));
  await identify(folder, server);
  const lock = lockBackup(folder);
  try {
    await onDisk(folder, () => mkdir(join(folder, 'archives'), { recursive: true }));
    return { folder, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function identify(folder: string, server: string): Promise<void> {
  const mark = await readJsonFile(join(folder, MARK_FILE), markSchema, { setAside: false });
  if (mark.ok && mark.value.format > SERVER_BACKUP_FORMAT)
    throw new TroubleError('BACKUP_NEWER', { path: folder });
  if (mark.ok && mark.value.server !== server) throw new TroubleError('BACKUP_FOREIGN', { path: folder });
  if (mark.ok) return;
  const names = await onDisk(folder, () => readdir(folder));
  // A disk's own litter is no data; whatever else lies here we did not write.
  const taken = names.find((name) => !name.startsWith('.') && !isOfTheDisk(name));
  if (taken !== undefined) throw new TroubleError('BACKUP_FOREIGN', { path: folder, name: taken });
  await writeJsonFile(join(folder, MARK_FILE), { format: SERVER_BACKUP_FORMAT, server, about: ABOUT });
}

function lockBackup(folder: string): ProcessLock {
  let lock: ProcessLock | null;
  try {
    lock = takeProcessLock(join(folder, 'lock.db'));
  } catch (error) {
    throw diskTrouble(error, folder);
  }
  if (lock === null) throw new TroubleError('BACKUP_TARGET_BUSY', { path: folder });
  return lock;
}
