/**
 * A backup of a server, or of one of its archives, while it runs or not: the archives one after the other, then the directory,
 * then the manifest that ties them together. Only what has been read again is published as durable, and only at the very end.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { copyDatabase } from '../../node/backup/copy-database.ts';
import type { Damage } from '../../node/backup/backup-manifest.ts';
import type { BackupStep } from '../../node/backup/backup-step.ts';
import { sha512Of } from '../../node/backup/verified-copy.ts';
import { renameWithRetry, syncFolder } from '../../node/files/atomic-write.ts';
import { onDisk } from '../../node/files/disk-trouble.ts';
import { statRegular } from '../../node/files/hash-file.ts';
import { LOG_FILE } from '../store/archive-file.ts';
import { readDirectoryFile } from '../store/directory-file.ts';
import type { FoundedArchive } from '../store/directory-rows.ts';
import { backUpArchive, type ArchiveBacked } from './back-up-archive.ts';
import { archiveTarget, openBackupFolder } from './backup-folder.ts';
import { pruneLoose } from './loose-files.ts';
import { publishDurable } from './publish.ts';
import {
  readServerManifest,
  writeServerManifest,
  type BackedArchive,
  type ServerManifest,
} from './server-manifest.ts';

const DIRECTORY_FOLDER = 'directory';
const DRAFT = '.draft';

export type ServerBackupOptions = {
  /** The server's folder. */
  readonly folder: string;
  readonly target: string;
  readonly server: string;
  /** The program's version. */
  readonly program: string;
  /** All archives that are founded, and those of them that are to be backed up now. */
  readonly archives: readonly FoundedArchive[];
  readonly only: ReadonlySet<string>;
  readonly archiveFolder: (archive: string) => string;
  readonly directoryPath: string;
  readonly verify: boolean;
  readonly now?: () => number;
  readonly progress?: (files: number) => void;
  readonly isCancelled?: () => boolean;
  readonly step?: BackupStep;
};

export type ServerBackupReport = {
  readonly at: string;
  readonly archives: readonly {
    readonly id: string;
    readonly name: string;
    readonly head: number;
    readonly records: number;
    readonly objects: number;
    readonly files: number;
    readonly bytes: number;
    readonly loose: number;
    readonly copied: { readonly files: number; readonly bytes: number };
    readonly repaired: number;
    readonly damaged: readonly Damage[];
  }[];
};

/** Makes the backup; the one before stays whole whatever goes wrong. @throws TroubleError as `openBackupFolder` and `backUpArchive` do */
export async function backUpServer(options: ServerBackupOptions): Promise<ServerBackupReport> {
  const { folder, lock } = await openBackupFolder(options.target, options.folder, options.server);
  try {
    return await fill(folder, options);
  } finally {
    lock.release();
  }
}

async function fill(folder: string, options: ServerBackupOptions): Promise<ServerBackupReport> {
  const { now = Date.now, isCancelled = () => false, step = () => undefined } = options;
  const before = await readServerManifest(folder);
  const entries = new Map<string, BackedArchive>((before?.archives ?? []).map((entry) => [entry.id, entry]));
  const done: ArchiveBacked[] = [];
  let files = 0;
  for (const { id, name } of options.archives) {
    // One that no station has said anything to yet has no data.
    if (!options.only.has(id) || !existsSync(join(options.archiveFolder(id), LOG_FILE))) continue;
    const backed = await backUpArchive({
      archive: id,
      name,
      source: options.archiveFolder(id),
      serverFolder: options.folder,
      backup: folder,
      program: options.program,
      before: entries.get(id) ?? null,
      verify: options.verify,
      at: new Date(now()).toISOString(),
      step,
      tell: (more) => options.progress?.((files += more)),
      isCancelled,
    });
    entries.set(id, backed.backed);
    done.push(backed);
  }
  const at = new Date(now()).toISOString();
  const directory = await copyDirectory(folder, options.directoryPath, at);
  const manifest: ServerManifest = {
    format: 1,
    server: options.server,
    made: at,
    program: options.program,
    directory,
    archives: [...entries.values()],
  };
  await writeServerManifest(folder, manifest);
  for (const { backed, manifest: archive } of done)
    publishDurable(options.archiveFolder(backed.id), backed, archive);
  await prune(folder, manifest, before);
  return { at, archives: done.map(toReport) };
}

async function copyDirectory(folder: string, path: string, at: string): Promise<ServerManifest['directory']> {
  const directories = join(folder, DIRECTORY_FOLDER);
  await onDisk(directories, () => mkdir(directories, { recursive: true, mode: 0o700 }));
  for (const name of await readdir(directories))
    if (name.endsWith(DRAFT)) await onDisk(directories, () => rm(join(directories, name), { force: true }));
  const name = `server-${at.replaceAll(/[:.]/gu, '-')}.db`;
  const draft = join(directories, `${name}${DRAFT}`);
  const db = readDirectoryFile(path);
  try {
    await copyDatabase(db, draft, 'DIRECTORY_BROKEN');
  } finally {
    db.close();
  }
  const sha512 = await sha512Of(draft);
  const { size: bytes } = await statRegular(draft);
  await renameWithRetry(draft, join(directories, name));
  await syncFolder(directories);
  return { path: `${DIRECTORY_FOLDER}/${name}`, bytes, sha512 };
}

async function prune(folder: string, manifest: ServerManifest, before: ServerManifest | null): Promise<void> {
  const manifests = before === null ? [manifest] : [manifest, before];
  const directories = new Set(manifests.map(({ directory }) => basename(directory.path)));
  for (const name of await readdir(join(folder, DIRECTORY_FOLDER)).catch(() => []))
    if (!directories.has(name))
      await onDisk(folder, () => rm(join(folder, DIRECTORY_FOLDER, name), { force: true }));
  for (const { id } of manifest.archives) {
    const loose = manifests.flatMap(({ archives }) =>
      archives.filter((entry) => entry.id === id).flatMap((entry) => entry.loose.map(({ path }) => path)),
    );
    await pruneLoose(archiveTarget(folder, id), new Set(loose));
  }
}

function toReport({
  backed,
  manifest,
  copied,
  repaired,
}: ArchiveBacked): ServerBackupReport['archives'][number] {
  const { id, name, head, loose } = backed;
  const { counts, damaged, journal } = manifest;
  return {
    id,
    name,
    head,
    records: journal.records,
    ...counts,
    loose: loose.length,
    copied,
    repaired,
    damaged,
  };
}
