/**
 * A restore: a backup becomes a server's folder, in a new place. `server.db` gets its name last, so that a folder that was cut
 * off is never taken for a server. Each log begins a new life (epoch): stations hear it, go back to the last place in common
 * and send again what this server lacks.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readHistory, readManifest, type Damage, type Manifest } from '../../node/backup/backup-manifest.ts';
import type { Work } from '../../node/backup/backup-step.ts';
import { layVaultFile, restoreVault } from '../../node/backup/restore-vault.ts';
import { existingBackup, takeEmpty } from '../../node/backup/restore-place.ts';
import { isInside, realPathOf } from '../../node/backup/target-folder.ts';
import { copyVerified } from '../../node/backup/verified-copy.ts';
import { renameWithRetry, syncFolder } from '../../node/files/atomic-write.ts';
import { onDisk } from '../../node/files/disk-trouble.ts';
import { freeSpace } from '../../node/files/free-space.ts';
import { TroubleError } from '../../shared/result.ts';
import { LOG_FILE, openArchiveFile, openExistingArchiveFile } from '../store/archive-file.ts';
import { createDirectoryAdmin } from '../store/directory-admin.ts';
import { DIRECTORY_FILE, openDirectoryFile } from '../store/directory-file.ts';
import { archiveTarget } from './backup-folder.ts';
import { judgeLog } from './log-copy.ts';
import { restoreLoose } from './loose-files.ts';
import { readServerManifest, type BackedArchive, type ServerManifest } from './server-manifest.ts';

export type ServerRestoreOptions = {
  /** The backup's folder. */
  readonly source: string;
  /** The folder that becomes a server's: new, or empty. */
  readonly folder: string;
  readonly archiveFolder: (archive: string) => string;
  /** Only this archive; null: all that the backup holds. */
  readonly only: string | null;
  /** Restores what is sound although something is damaged. */
  readonly partial: boolean;
  /** Until then stations may bring back others' work that the backup lacks; null: not at all. */
  readonly recoveryUntil: string | null;
  readonly progress?: (files: number) => void;
  readonly isCancelled?: () => boolean;
  /** Between any two parts, for tests that end the process there. */
  readonly step?: (name: string) => void;
};

export type ServerRestoreReport = {
  readonly made: string;
  readonly archives: readonly {
    readonly id: string;
    readonly name: string;
    readonly head: number;
    readonly records: number;
    readonly objects: number;
    readonly files: number;
    readonly bytes: number;
  }[];
  readonly damaged: readonly Damage[];
};

type Restored = ServerRestoreReport['archives'][number] & { readonly damaged: readonly Damage[] };

/**
 * Restores a backup. Errors: RESTORE_NOT_EMPTY, RESTORE_INSIDE_BACKUP, BACKUP_MISSING, BACKUP_NEWER, BACKUP_MANIFEST_DAMAGED,
 * ARCHIVE_UNKNOWN, DISK_FULL and others of the disk, CANCELLED; BACKUP_DAMAGED without `partial`, with `damaged` as a JSON
 * text: nothing is left behind then.
 */
export async function restoreServer(options: ServerRestoreOptions): Promise<ServerRestoreReport> {
  const folder = resolve(options.folder);
  const source = await existingBackup(options.source);
  const manifest = await readServerManifest(source);
  if (manifest === null) throw new TroubleError('BACKUP_MISSING', { path: options.source });
  if (isInside(await realPathOf(folder), source))
    throw new TroubleError('RESTORE_INSIDE_BACKUP', { path: folder });
  const wanted = manifest.archives.filter(
    ({ id, name }) => options.only === null || id === options.only || name === options.only,
  );
  if (wanted.length === 0 && options.only !== null)
    throw new TroubleError('ARCHIVE_UNKNOWN', { archive: options.only });
  const place = await takeEmpty(folder, 0o700);
  try {
    const report = await fill({ ...options, source, folder }, manifest, wanted);
    place.keep();
    return report;
  } catch (error) {
    await place.giveUp();
    throw error;
  }
}

async function fill(
  options: ServerRestoreOptions,
  manifest: ServerManifest,
  wanted: readonly BackedArchive[],
): Promise<ServerRestoreReport> {
  const { source, folder, partial, step = () => undefined } = options;
  const restored: Restored[] = [];
  for (const entry of wanted) {
    restored.push(await restoreArchive(options, entry));
    step('archive restored');
  }
  const damaged = restored.flatMap((one) => one.damaged);
  if (damaged.length > 0 && !partial)
    throw new TroubleError('BACKUP_DAMAGED', {
      path: source,
      files: damaged.length,
      damaged: JSON.stringify(damaged),
    });
  await restoreDirectory(options, manifest, new Set(wanted.map(({ id }) => id)));
  step('directory placed');
  await syncFolder(folder);
  return {
    made: manifest.made,
    archives: restored.map(({ damaged: _damaged, ...told }) => told),
    damaged,
  };
}

async function restoreArchive(options: ServerRestoreOptions, entry: BackedArchive): Promise<Restored> {
  const from = archiveTarget(options.source, entry.id);
  const read = await readManifest(from);
  if (read === null) throw new TroubleError('BACKUP_MISSING', { path: from });
  const { manifest } = read;
  const folder = options.archiveFolder(entry.id);
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  if (manifest.counts.bytes + manifest.journal.bytes > (await freeSpace(folder)))
    throw new TroubleError('DISK_FULL', { path: folder });
  const work = workOf(options);
  const damaged: Damage[] = [];
  const head = await restoreLog(from, folder, manifest, options, damaged);
  options.step?.('log restored');
  await layVaultFile(join(folder, 'vault'), manifest);
  const vault = await restoreVault({
    backup: from,
    manifest,
    vault: join(folder, 'vault'),
    partial: options.partial,
    work,
  });
  damaged.push(...vault.damaged);
  damaged.push(...(await restoreLoose({ source: from, archive: folder, loose: entry.loose, work })));
  await syncFolder(folder);
  await syncFolder(dirname(folder));
  const { objects, files, bytes } = vault;
  const records = manifest.journal.records;
  const where = `archives/${entry.id}`;
  return {
    id: entry.id,
    name: entry.name,
    head,
    records,
    objects,
    files,
    bytes,
    damaged: damaged.map((one) => ({ ...one, where: `${where}/${one.where}` })),
  };
}

/**
 * Lays the log's copy into the new folder and gives it its new life. A damaged one is named; with `partial` the newest sound one
 * of an earlier backup takes its place. When none is left the archive begins empty, and stations bring back what they hold.
 */
async function restoreLog(
  from: string,
  folder: string,
  newest: Manifest,
  options: ServerRestoreOptions,
  damaged: Damage[],
): Promise<number> {
  const draft = join(folder, `${LOG_FILE}.new`);
  const earlier = options.partial ? (await readHistory(from)).map(({ manifest }) => manifest) : [];
  const choices = [newest, ...earlier.filter(({ journal }) => journal.file !== newest.journal.file)];
  for (const { journal } of choices) {
    const path = join(from, journal.file);
    try {
      const { sha512 } = await copyVerified(path, draft);
      if (sha512 !== journal.sha512) throw new TroubleError('BACKUP_BYTES_CHANGED', { path });
      const { facts } = judgeLog(draft, { states: false });
      beginNewLife(draft, facts.n);
      await renameWithRetry(draft, join(folder, LOG_FILE));
      return facts.n;
    } catch (error) {
      const at = error instanceof TroubleError ? error.details?.['path'] : undefined;
      if (!(error instanceof TroubleError) || (at !== path && error.code !== 'BACKUP_UNSOUND')) throw error;
      damaged.push({ where: journal.file, code: error.code });
    }
  }
  await rm(draft, { force: true });
  openArchiveFile(join(folder, LOG_FILE), newest.archive).close();
  return 0;
}

function beginNewLife(log: string, head: number): void {
  const db = openExistingArchiveFile(log);
  try {
    db.transaction(() => {
      db.prepare("UPDATE meta SET value = ? WHERE key = 'epoch'").run(randomUUID());
      // All of it is in the very backup that it came from.
      db.prepare("UPDATE meta SET value = ? WHERE key = 'durable'").run(head);
      db.exec('UPDATE replicas SET durable = max(seq, 0)');
    });
    db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;');
  } finally {
    db.close();
  }
}

async function restoreDirectory(
  options: ServerRestoreOptions,
  { directory }: ServerManifest,
  restored: ReadonlySet<string>,
): Promise<void> {
  const path = join(options.source, directory.path);
  const draft = join(options.folder, `${DIRECTORY_FILE}.new`);
  const { sha512 } = await copyVerified(path, draft);
  if (sha512 !== directory.sha512) throw new TroubleError('BACKUP_DAMAGED', { path, files: 1 });
  const db = openDirectoryFile(draft);
  try {
    const admin = createDirectoryAdmin(db);
    for (const { no, id } of admin.archives()) {
      if (id === null) continue;
      if (!restored.has(id)) {
        admin.forgetArchive(no);
        continue;
      }
      admin.setRecovery(no, options.recoveryUntil);
      admin.forgetFounder(no);
    }
    db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;');
  } finally {
    db.close();
  }
  await renameWithRetry(draft, join(options.folder, DIRECTORY_FILE));
}

function workOf({ progress, isCancelled, step }: ServerRestoreOptions): Work {
  let done = 0;
  return {
    step: (name) => step?.(name),
    tell(files) {
      done += files;
      progress?.(done);
    },
    goOn() {
      if (isCancelled?.() === true) throw new TroubleError('CANCELLED');
    },
  };
}
