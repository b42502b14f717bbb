/**
 * How the server stands, for the status page and the metrics. It is read out of the files: a page that is looked at, or a watcher
 * that asks each minute, must not open the threads of two hundred archives.
 */
import { existsSync, statfsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { openStateDb } from '../files/state-db.ts';
import type { ArchiveState, FilesState, ServerState } from '../status/server-state.ts';
import { createFacts, type Standing } from '../store/archive-facts.ts';
import { LOG_FILE, readArchiveFile } from '../store/archive-file.ts';
import type { ArchiveEntry, Directory } from '../store/directory-calls.ts';
import { readBackupNote } from './backup-notes.ts';
import { archiveFolder } from './server-folder.ts';

export type ServerStateDeps = {
  readonly folder: string;
  readonly startedAt: string;
  readonly directory: Pick<Directory, 'archives' | 'devices'>;
};

/** Reads it all; what cannot be read is null. */
export async function readServerState({
  folder,
  startedAt,
  directory,
}: ServerStateDeps): Promise<ServerState> {
  const archives: ArchiveState[] = [];
  for (const archive of await directory.archives(null)) {
    if (archive.id === null) continue;
    archives.push(await readArchive(folder, directory, { ...archive, id: archive.id }));
    await breathe();
  }
  const { bavail, blocks, bsize } = statfsSync(folder);
  return { startedAt, disk: { free: bavail * bsize, total: blocks * bsize }, archives };
}

/** How the log in an archive's folder stands; null when nothing has arrived yet, or it cannot be read. */
export function readStanding(folder: string): Standing | null {
  const path = join(folder, LOG_FILE);
  if (!existsSync(path)) return null;
  try {
    const db = readArchiveFile(path);
    try {
      return createFacts(db).standing();
    } finally {
      db.close();
    }
  } catch {
    // Whoever uses the archive is told what is wrong with it; the page shows the others.
    return null;
  }
}

async function readArchive(
  server: string,
  directory: ServerStateDeps['directory'],
  { id, name }: ArchiveEntry & { readonly id: string },
): Promise<ArchiveState> {
  const folder = archiveFolder(server, id);
  const standing = readStanding(folder);
  const backup = await readBackupNote(folder);
  return {
    id,
    name,
    head: standing?.head ?? 0,
    durable: standing?.durable ?? 0,
    bytes: standing?.bytes ?? null,
    backup: backup === null ? null : { at: backup.at, ok: backup.ok },
    withheld: standing?.withheld ?? 0,
    files: await readFiles(folder),
    devices: await directory.devices(id),
  };
}

async function readFiles(folder: string): Promise<FilesState | null> {
  const file = join(folder, 'files', 'state.db');
  if (!existsSync(file)) return null;
  const state = openStateDb(file);
  try {
    const { files, bytes, oldest } = state.sum();
    const uploads = await readdir(join(folder, 'files', 'uploads')).catch(() => []);
    return {
      files,
      bytes,
      uploads: uploads.filter((name) => name.endsWith('.part')).length,
      damaged: state.damages(),
      oldestCheck: oldest,
    };
  } finally {
    state.close();
  }
}
