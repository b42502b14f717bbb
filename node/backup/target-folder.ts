/**
 * The folder that holds a backup. A mark of ours says whose it is before anything else is written, so that a folder of
 * somebody else's is never taken for a backup, nor one archive's for another's.
 */
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { TroubleError } from '../../shared/result.ts';
import { syncFolder } from '../files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import {
  BACKUP_FORMAT,
  HISTORY_FOLDER,
  MANIFEST_FILE,
  readManifest,
  type Manifest,
} from './backup-manifest.ts';

export const MARK_FILE = 'qoima-backup.json';
export const JOURNAL_FOLDER = 'journal';
export const OPEN_FOLDER = 'open';
const WORK_FOLDER = 'work';
const SUSPECTS_FILE = 'suspects.json';
const OWN_FOLDERS = ['vault', JOURNAL_FOLDER, OPEN_FOLDER, HISTORY_FOLDER, WORK_FOLDER];

const markSchema = z.object({ format: z.int(), archive: z.uuid() });
const ABOUT =
  'A backup of a Qoima archive. The scans lie in vault/ocfl, an OCFL 1.1 storage root; the catalogue in journal/, SQLite files. backup.json says what belongs together. To restore: qoima restore THIS-FOLDER NEW-FOLDER';

export type Target = {
  /** Without links in its path. */
  readonly folder: string;
  /** Of the last complete backup. */
  readonly last: Manifest | null;
  /** `backup.json` was damaged or is gone; `last` is its copy. */
  readonly lastWasDamaged: boolean;
  /** Files, below the folder, that were found damaged and have to be looked at again. */
  readonly suspects: ReadonlySet<string>;
};

/**
 * Looks at the folder that a backup is to go to, makes it when its parent is there, and marks it.
 *
 * @throws TroubleError BACKUP_TARGET_MISSING, BACKUP_INSIDE_DATA, BACKUP_FOREIGN, BACKUP_NEWER, BACKUP_MANIFEST_DAMAGED
 */
export async function openTarget(path: string, dataFolder: string, archive: string): Promise<Target> {
  await refuseInside(path, dataFolder);
  const folder = await makeFolder(path);
  const { last, lastWasDamaged } = await identify(folder, archive);
  for (const name of OWN_FOLDERS) await refuseLink(folder, name, dataFolder);
  if (!existsSync(join(folder, MARK_FILE))) {
    await writeJsonFile(join(folder, MARK_FILE), { format: BACKUP_FORMAT, archive, about: ABOUT });
  }
  const suspects = await readJsonFile(join(folder, SUSPECTS_FILE), z.array(z.string()), { setAside: false });
  return { folder, last, lastWasDamaged, suspects: new Set(suspects.ok ? suspects.value : []) };
}

/** Whether `path` is `folder` or lies in it, by names alone. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return (
    way === '' ||
    (way !== '..' &&
      !way.startsWith(`..${sep}`) &&
      resolve(folder, way) === resolve(path) &&
      !/^[A-Za-z]:/u.test(way))
  );
}

/**
 * Asked between any two files: a disk that was unplugged leaves the folder that it was mounted on, and what is written there
 * would be a backup on the very disk that it is to guard against. @throws TroubleError BACKUP_TARGET_GONE
 */
export function refuseGone(folder: string): void {
  if (!existsSync(join(folder, MARK_FILE))) throw new TroubleError('BACKUP_TARGET_GONE', { path: folder });
}

/** An empty folder for drafts; what an earlier run left in it goes. It lies on the target's own disk, so that a rename is enough. */
export async function cleanWork(folder: string): Promise<string> {
  refuseGone(folder);
  const work = join(folder, WORK_FOLDER, 'drafts');
  await onDisk(work, async () => {
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
  });
  return work;
}

/** Where the lock of the target lies. */
export function lockFolder(folder: string): string {
  return join(folder, WORK_FOLDER);
}

/** Notes what a rehearsal found damaged, for the next backup to write again. */
export async function noteSuspects(folder: string, paths: readonly string[]): Promise<void> {
  await writeJsonFile(join(folder, SUSPECTS_FILE), paths);
}

/** The next backup has seen to them. */
export async function forgetSuspects(folder: string): Promise<void> {
  await onDisk(folder, () => rm(join(folder, SUSPECTS_FILE), { force: true }));
}

/** The folder's own path, and of the nearest parent that is there when it is not. */
export async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (diskCode(error) !== 'FILE_MISSING' || dirname(path) === path) throw diskTrouble(error, path);
    return join(await realPathOf(dirname(path)), basename(path));
  }
}

async function refuseInside(path: string, dataFolder: string): Promise<void> {
  if (isInside(await realPathOf(resolve(path)), await realPathOf(resolve(dataFolder))))
    throw new TroubleError('BACKUP_INSIDE_DATA', { path });
}

/** One folder deep and no deeper: a disk that is not plugged in must not become a folder on another one. */
async function makeFolder(path: string): Promise<string> {
  try {
    await mkdir(path);
    await syncFolder(dirname(path));
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new TroubleError('BACKUP_TARGET_MISSING', { path });
    if (code !== 'EEXIST') throw diskTrouble(error, path);
  }
  return onDisk(path, async () => {
    const folder = await realpath(path);
    if (!(await lstat(folder)).isDirectory()) throw new TroubleError('BACKUP_TARGET_MISSING', { path });
    return folder;
  });
}

async function identify(
  folder: string,
  archive: string,
): Promise<{ last: Manifest | null; lastWasDamaged: boolean }> {
  const mark = await readJsonFile(join(folder, MARK_FILE), markSchema, { setAside: false });
  if (mark.ok && mark.value.format > BACKUP_FORMAT) throw new TroubleError('BACKUP_NEWER', { path: folder });
  if (mark.ok && mark.value.archive !== archive) throw new TroubleError('BACKUP_FOREIGN', { path: folder });
  const read = await readManifest(folder);
  if (read !== null && read.manifest.archive !== archive)
    throw new TroubleError('BACKUP_FOREIGN', { path: folder });
  if (!mark.ok && read === null) {
    const names = await onDisk(folder, () => readdir(folder));
    const taken = names.find((name) => [...OWN_FOLDERS, MANIFEST_FILE].includes(name));
    // A folder with such names that we did not mark is somebody's data, perhaps another station's.
    if (taken !== undefined) throw new TroubleError('BACKUP_FOREIGN', { path: folder, name: taken });
  }
  return { last: read?.manifest ?? null, lastWasDamaged: (read?.trouble ?? null) !== null };
}

/** A link among our folders may lead anywhere, even back into the archive. */
async function refuseLink(folder: string, name: string, dataFolder: string): Promise<void> {
  const path = join(folder, name);
  const found = await lstat(path).catch(() => null);
  if (found === null || !found.isSymbolicLink()) return;
  const leadsTo = await realpath(path).catch(() => path);
  const code = isInside(leadsTo, await realPathOf(resolve(dataFolder)))
    ? 'BACKUP_INSIDE_DATA'
    : 'BACKUP_FOREIGN';
  throw new TroubleError(code, { path, name });
}
