/**
 * The server as one process: directory, archives, files and HTTP put together. What of it falls ends the whole in good order,
 * so that whoever keeps it running starts it anew on what is on the disk.
 */
import { existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, type Log } from '../../node/log.ts';
import { TroubleError } from '../../shared/result.ts';
import { openServerFiles, type ServerFiles } from '../files/open-server-files.ts';
import { createServer } from '../http/create-server.ts';
import type { HttpServer, ServerDeps } from '../http/server-deps.ts';
import type { ArchiveState, ServerState } from '../status/server-state.ts';
import { LOG_FILE } from '../store/archive-file.ts';
import { createArchives, type Archives } from '../store/archives.ts';
import type { ArchiveEntry, OpenDirectory } from '../store/directory-calls.ts';
import { openDirectory } from '../store/directory.ts';
import { readBackupNote } from './backup-notes.ts';
import { programVersion } from './program-version.ts';
import { archiveFolder, directoryPath, lockServerFolder, prepareServerFolder } from './server-folder.ts';

export type ServeOptions = {
  readonly folder: string;
  readonly listen: ServerDeps['listen'];
  readonly limits?: ServerDeps['limits'];
};

export type Serving = {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  /** Resolves with the reason when a part of the server has fallen. */
  readonly fallen: Promise<string>;
  stop(): Promise<void>;
};

/** Opens everything and listens. @throws TroubleError SERVER_RUNNING, FOLDER_TAKEN, DIRECTORY_BROKEN, or a disk code */
export async function startServing({ folder, listen, limits }: ServeOptions): Promise<Serving> {
  prepareServerFolder(folder);
  const lock = lockServerFolder(folder);
  const log = createLog({ folder: join(folder, 'logs'), roots: [folder] });
  const startedAt = new Date().toISOString();
  const fall = Promise.withResolvers<string>();
  const onFall = (reason: string): void => {
    log.error('server.fell', new Error(reason));
    fall.resolve(reason);
  };
  const directory = openDirectory({ path: directoryPath(folder), onFall });
  const folderOf = (archive: string) => archiveFolder(folder, archive);
  const archives = createArchives({ folderOf, directory, directoryPath: directoryPath(folder), log });
  const files = openServerFiles({
    folderOf,
    named: async (archive, hashes) => {
      const handle = await archives.open(archive);
      const named = handle === null ? [] : await handle.named(hashes);
      return new Map(named.map(({ sha256, device }) => [sha256, { device }]));
    },
    vaultThread: new URL('../../node/vault/vault-thread.ts', import.meta.url),
    log,
    onFall,
    isServing: true,
  });
  const closeAll = async (http: HttpServer | null): Promise<void> => {
    await http?.close();
    await files.close();
    await archives.close();
    await directory.close();
    lock.release();
  };
  try {
    const { id, name } = await directory.server(null);
    const http = await createServer({
      listen,
      server: { id, name },
      app: programVersion(),
      directory,
      openArchive: (id) => archives.open(id),
      serverState: () => serverState({ folder, startedAt, directory, archives, files }),
      plugins: [files.plugin],
      log,
      ...(limits === undefined ? {} : { limits }),
    });
    log.info('server.started', { port: http.port });
    return { host: http.host, port: http.port, log, fallen: fall.promise, stop: () => closeAll(http) };
  } catch (error) {
    await closeAll(null);
    throw listenTrouble(error, listen);
  }
}

type StateDeps = {
  readonly folder: string;
  readonly startedAt: string;
  readonly directory: OpenDirectory;
  readonly archives: Archives;
  readonly files: ServerFiles;
};

async function serverState(deps: StateDeps): Promise<ServerState> {
  const founded = (await deps.directory.archives(null)).filter(({ id }) => id !== null);
  const { bavail, blocks, bsize } = statfsSync(deps.folder);
  return {
    startedAt: deps.startedAt,
    disk: { free: bavail * bsize, total: blocks * bsize },
    archives: await Promise.all(founded.map((archive) => archiveState(deps, archive))),
  };
}

async function archiveState(deps: StateDeps, { id, name }: ArchiveEntry): Promise<ArchiveState> {
  const archive = id ?? '';
  const devices = await deps.directory.devices(archive);
  const backup = await readBackupNote(archiveFolder(deps.folder, archive));
  // One that no station has said anything to yet is not opened for a page.
  const isBegun = existsSync(join(archiveFolder(deps.folder, archive), LOG_FILE));
  const handle = isBegun ? await deps.archives.open(archive) : null;
  const standing = await handle?.standing();
  const state = isBegun ? await deps.files.status(archive) : null;
  return {
    id: archive,
    name,
    head: standing?.head ?? 0,
    durable: standing?.durable ?? 0,
    bytes: standing?.bytes ?? null,
    backup: backup === null ? null : { at: backup.at, ok: backup.ok },
    withheld: standing?.withheld ?? 0,
    files:
      state === null
        ? null
        : {
            files: state.files,
            bytes: state.bytes,
            uploads: state.uploads,
            damaged: state.damaged,
            oldestCheck: state.scrubbed.oldest,
          },
    devices,
  };
}

/** A port that is taken or forbidden is no bug. */
function listenTrouble(error: unknown, { host, port }: ServerDeps['listen']): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new TroubleError('PORT_TAKEN', { port, host });
  if (code === 'EACCES') return new TroubleError('PORT_FORBIDDEN', { port, host });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new TroubleError('NO_SUCH_ADDRESS', { host });
  return error;
}
