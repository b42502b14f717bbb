/** The server's folder: what lies where, who may be at work in it, and its directory for commands. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diskTrouble } from '../../node/files/disk-trouble.ts';
import type { Database } from '../../node/sqlite/open-database.ts';
import { takeProcessLock, type ProcessLock } from '../../node/sqlite/process-lock.ts';
import { TroubleError } from '../../shared/result.ts';
import { createDirectoryAdmin, type DirectoryAdmin } from '../store/directory-admin.ts';
import type { ArchiveEntry, DeviceEntry, PersonEntry } from '../store/directory-calls.ts';
import { DIRECTORY_FILE, openDirectoryFile } from '../store/directory-file.ts';
import type { FoundedArchive } from '../store/directory-rows.ts';

const LOCK_FILE = 'lock.db';
const ARCHIVES_FOLDER = 'archives';
/** What a start that was cut off leaves, and what a disk brings along. */
const BEFORE_ANY_DATA = /^(?:lock\.db.*|logs|lost\+found|\..*)$/u;

/** The folder of an archive. */
export function archiveFolder(folder: string, archive: string): string {
  return join(folder, ARCHIVES_FOLDER, archive);
}

/** The path of the directory's file. */
export function directoryPath(folder: string): string {
  return join(folder, DIRECTORY_FILE);
}

/**
 * Makes the folder when it is not there. One with other things in it is refused.
 *
 * @throws TroubleError FOLDER_TAKEN, or a disk code
 */
export function prepareServerFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const names = readdirSync(folder);
    const isOurs = names.includes(DIRECTORY_FILE) || names.every((name) => BEFORE_ANY_DATA.test(name));
    if (!isOurs) throw new TroubleError('FOLDER_TAKEN', { path: folder });
  } catch (error) {
    throw diskTrouble(error, folder);
  }
}

/** Takes the folder for this process. @throws TroubleError SERVER_RUNNING, or a disk code */
export function lockServerFolder(folder: string): ProcessLock {
  try {
    const lock = takeProcessLock(join(folder, LOCK_FILE));
    if (lock === null) throw new TroubleError('SERVER_RUNNING', { path: folder });
    return lock;
  } catch (error) {
    throw diskTrouble(error, folder);
  }
}

/** Does `work` with the directory of an existing server, beside a running one too. @throws TroubleError NOT_A_SERVER_FOLDER */
export async function withDirectory<T>(
  folder: string,
  work: (admin: DirectoryAdmin, db: Database) => Promise<T> | T,
): Promise<T> {
  if (!existsSync(directoryPath(folder))) throw new TroubleError('NOT_A_SERVER_FOLDER', { path: folder });
  const db = openDirectoryFile(directoryPath(folder));
  try {
    return await work(createDirectoryAdmin(db), db);
  } finally {
    db.close();
  }
}

/** The place that an administrator means: by number, id or name; the only one when nothing was said. */
export function findPlace(admin: DirectoryAdmin, named: string | undefined): ArchiveEntry {
  const all = admin.archives();
  const [only] = all;
  if (named === undefined) {
    if (only === undefined) throw new TroubleError('ARCHIVE_UNKNOWN', { archive: '1' });
    if (all.length > 1) throw new TroubleError('ARCHIVE_WHICH');
    return only;
  }
  const found =
    all.find(({ no, id }) => String(no) === named || id === named) ?? all.find(({ name }) => name === named);
  if (found === undefined) throw new TroubleError('ARCHIVE_UNKNOWN', { archive: named });
  return found;
}

/** The same, of an archive that has data. @throws TroubleError ARCHIVE_EMPTY */
export function findArchive(admin: DirectoryAdmin, named: string | undefined): FoundedArchive {
  const place = findPlace(admin, named);
  const { id } = place;
  if (id === null) throw new TroubleError('ARCHIVE_EMPTY', { archive: place.no });
  return { ...place, id };
}

/** The person with that login. @throws TroubleError PERSON_UNKNOWN */
export function findPerson(admin: DirectoryAdmin, login: string): PersonEntry {
  const person = admin.personByLogin(login);
  if (person === null) throw new TroubleError('PERSON_UNKNOWN', { login });
  return person;
}

/** The device with that id, or the only one whose id or name begins so. @throws TroubleError DEVICE_UNKNOWN */
export function findDevice(admin: DirectoryAdmin, named: string): DeviceEntry {
  const all = admin.archives().flatMap(({ no }) => admin.devicesOfPlace(no));
  const [found, ...others] = all.filter(({ id, name }) => id.startsWith(named) || name === named);
  if (found === undefined || others.length > 0) throw new TroubleError('DEVICE_UNKNOWN', { device: named });
  return found;
}
