/**
 * Everything of a data folder beside the journal and the sealed scans: open batches, jobs, settings, the log, pictures. What
 * a later version keeps there goes along too, because only what must stay behind is named.
 */
import type { Stats } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { copyVerified } from '../../../node/backup/verified-copy.ts';
import { renameWithRetry, syncFolder } from '../../../node/files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../../../node/files/disk-trouble.ts';
import { isOfTheDisk } from '../../../node/files/names-in.ts';
import { openDatabase } from '../../../node/sqlite/open-database.ts';
import type { Work } from '../../../node/backup/backup-step.ts';
import { TroubleError } from '../../../shared/result.ts';
import { BALLAST_FILE } from '../disk/ballast.ts';
import { JOURNAL_FILE } from '../journal/journal.ts';
import { TEXT_FILE } from '../text-index/text-index.ts';
import { REHEARSAL_FOLDER } from '../backup/rehearse-restore.ts';
import { MARK_NAMES } from './marks.ts';

/** Of the copy: where drafts lie until they are whole. */
export const WORK_FOLDER = 'moving';
/** Pictures and tiles are made again when they are gone, but that takes days: they are copied once, as they are. */
const CACHE_FOLDERS = ['vault/cache/', 'cache/'];
const STAYS = new Set([
  // Room, not data: the new place keeps its own.
  BALLAST_FILE,
  `${BALLAST_FILE}.new`,
  ...[...MARK_NAMES, 'lock.json'].flatMap((name) => [name, `${name}.new`]),
  ...['lock.db', JOURNAL_FILE, `${JOURNAL_FILE}.new`, 'vault/index.db', TEXT_FILE].flatMap((name) => [
    name,
    `${name}-wal`,
    `${name}-shm`,
    `${name}-journal`,
  ]),
  REHEARSAL_FOLDER,
  WORK_FOLDER,
  'vault/ocfl',
]);
/** Deeper there is only a circle of links. */
const MOST_DEEP = 40;

export type RestFile = { readonly path: string; readonly size: number; readonly isCache: boolean };

/** The files that go along, with `/`. */
export async function listRest(folder: string): Promise<RestFile[]> {
  const files: RestFile[] = [];
  const walk = async (below: string, depth: number): Promise<void> => {
    const here = path.join(folder, below);
    for (const name of await onDisk(here, () => readdir(here))) {
      const file = below === '' ? name : `${below}/${name}`;
      if (below === '' && isOfTheDisk(name)) continue;
      if (STAYS.has(file) || /^\.probe-|\.db-(?:wal|shm|journal)$/u.test(name)) continue;
      // A link is followed: what it leads to is a part of the data. What a host has taken away meanwhile is none.
      const found = await foundAt(path.join(folder, file));
      if (found === null) continue;
      if (found.isDirectory()) {
        if (depth < MOST_DEEP) await walk(file, depth + 1);
      } else if (found.isFile())
        files.push({
          path: file,
          size: found.size,
          isCache: CACHE_FOLDERS.some((cache) => file.startsWith(cache)),
        });
    }
  };
  await walk('', 0);
  return files;
}

async function foundAt(file: string): Promise<Stats | null> {
  try {
    return await stat(file);
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, file);
  }
}

/** Copies the files; those of the cache only when the copy lacks them, and never at the price of the whole. */
export async function copyRest(
  from: string,
  to: string,
  files: readonly RestFile[],
  work: Work,
): Promise<void> {
  const folders = new Set<string>();
  for (const file of files) {
    work.goOn();
    const target = path.join(to, file.path);
    folders.add(path.dirname(target));
    if (file.isCache) await copyCached(path.join(from, file.path), target, file.size);
    else await copyFile(path.join(from, file.path), target, path.join(to, WORK_FOLDER, 'file'));
    work.tell(1);
  }
  for (const folder of [...folders].sort().reverse()) await syncFolder(folder);
}

async function copyFile(source: string, target: string, draft: string): Promise<void> {
  await onDisk(draft, () => mkdir(path.dirname(draft), { recursive: true }));
  await beginDraft(draft, source);
  if (!(source.endsWith('.db') && (await copyDatabase(source, draft)))) await copyVerified(source, draft);
  await onDisk(target, () => mkdir(path.dirname(target), { recursive: true }));
  await renameWithRetry(draft, target);
}

/** An empty file that no more people may read than the source: the secret of the web host is one of them. */
async function beginDraft(draft: string, source: string): Promise<void> {
  const { mode } = await onDisk(source, () => stat(source));
  await onDisk(draft, () => rm(draft, { force: true }));
  await onDisk(draft, async () => (await open(draft, 'wx', (mode & 0o777) | 0o200)).close());
}

/** One transaction's picture of a database of ours; a damaged one is copied as it is, for its service to judge. */
async function copyDatabase(source: string, draft: string): Promise<boolean> {
  const BROKEN = 'DAMAGED';
  try {
    const db = openDatabase(source, { broken: BROKEN, readOnly: true });
    try {
      db.prepare('VACUUM INTO ?').run(draft);
      return true;
    } finally {
      db.close();
    }
  } catch (error) {
    await beginDraft(draft, source);
    if (error instanceof TroubleError && error.code === BROKEN) return false;
    throw error instanceof TroubleError ? new TroubleError(error.code, { path: draft }) : error;
  }
}

async function copyCached(source: string, target: string, size: number): Promise<void> {
  const there = await stat(target).catch(() => null);
  if (there?.size === size) return;
  try {
    await copyVerified(source, target);
  } catch (error) {
    await rm(target, { force: true });
    const path = error instanceof TroubleError ? error.details?.['path'] : undefined;
    // One that went away meanwhile, or cannot be read, is made again.
    if (path !== source) throw error;
  }
}
