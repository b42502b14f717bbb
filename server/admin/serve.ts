/**
 * The server as one process: directory, archives, files and HTTP put together. What of it falls ends the whole in good order,
 * so that whoever keeps it running starts it anew on what is on the disk.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, type Log } from '../../node/log.ts';
import { TroubleError } from '../../shared/result.ts';
import { openServerFiles } from '../files/open-server-files.ts';
import { createServer } from '../http/create-server.ts';
import type { HttpServer, ServerDeps } from '../http/server-deps.ts';
import { createArchives } from '../store/archives.ts';
import { openDirectory } from '../store/directory.ts';
import { programVersion } from './program-version.ts';
import { readServerState } from './server-state.ts';
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
    archives: async () => {
      const founded = await directory.archives(null);
      return founded.flatMap(({ id }) =>
        id !== null && existsSync(join(folderOf(id), 'vault')) ? [id] : [],
      );
    },
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
      serverState: () => readServerState({ folder, startedAt, directory }),
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

/** A port that is taken or forbidden is no bug. */
function listenTrouble(error: unknown, { host, port }: ServerDeps['listen']): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new TroubleError('PORT_TAKEN', { port, host });
  if (code === 'EACCES') return new TroubleError('PORT_FORBIDDEN', { port, host });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new TroubleError('NO_SUCH_ADDRESS', { host });
  return error;
}
