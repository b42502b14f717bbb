/** Takes away what no kept backup needs: journals and manifests older than the newest few, blobs that none of them names. */
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { onDisk } from '../files/disk-trouble.ts';
import { HISTORY_FOLDER, readHistory, type Manifest } from './backup-manifest.ts';
import { JOURNAL_FOLDER, OPEN_FOLDER } from './target-folder.ts';

/** How many backups, the last one among them, can be restored from one target. */
const KEPT_BACKUPS = 5;

/** Prunes the backup in `folder` after `last` was written. Sealed objects are never taken away. */
export async function pruneBackup(folder: string, last: Manifest): Promise<void> {
  const history = await readHistory(folder);
  const kept = history.slice(0, KEPT_BACKUPS);
  const manifests = [last, ...kept.map(({ manifest }) => manifest)];
  for (const { name } of history.slice(KEPT_BACKUPS)) await remove(join(folder, HISTORY_FOLDER, name));
  const journals = new Set(manifests.map(({ journal }) => basename(journal.file)));
  for (const name of await listed(join(folder, JOURNAL_FOLDER)))
    if (!journals.has(name)) await remove(join(folder, JOURNAL_FOLDER, name));
  const blobs = new Set(
    manifests.flatMap(({ open }) =>
      open.flatMap(({ receipts, files }) => [receipts.sha512, ...files.map(({ sha512 }) => sha512)]),
    ),
  );
  for (const short of await listed(join(folder, OPEN_FOLDER)))
    for (const name of await listed(join(folder, OPEN_FOLDER, short)))
      if (!blobs.has(name)) await remove(join(folder, OPEN_FOLDER, short, name));
}

async function remove(path: string): Promise<void> {
  await onDisk(path, () => rm(path, { force: true }));
}

async function listed(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
