/** For tests: a server's folder with one archive and one device, and the archive's service right over its file. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { sha256 } from '../../node/sha256.ts';
import { must } from '../../shared/must.ts';
import { createArchiveService } from '../../shared/sync/archive/archive-service.ts';
import type { Caller } from '../../shared/sync/archive/service-deps.ts';
import type { Wire } from '../../shared/sync/wire/wire.ts';
import { createDirectoryAdmin } from '../store/directory-admin.ts';
import { createDirectory } from '../store/directory-core.ts';
import { DIRECTORY_FILE, openDirectoryFile } from '../store/directory-file.ts';
import { LOG_FILE, openArchiveFile, readArchiveFile } from '../store/archive-file.ts';
import { createAuthor, newDeviceKeys, type Author, type DeviceKeys } from '../store/fixture-author.ts';
import { CHEAP_PASSWORDS } from '../store/fixture-cost.ts';
import { createMembership } from '../store/membership.ts';
import { createFolderShelf } from '../store/snapshot-shelf.ts';
import { createSqliteArchiveStore } from '../store/sqlite-archive-store.ts';
import { isSignatureOf } from '../store/verify.ts';
import { backUpServer, type ServerBackupOptions } from './back-up-server.ts';
import { restoreServer, type ServerRestoreOptions } from './restore-server.ts';

export type ServerWorld = {
  readonly folder: string;
  readonly archive: string;
  readonly author: Author;
  readonly keys: DeviceKeys;
  readonly caller: Caller;
  readonly archiveFolder: string;
  /** Opens the service, lets `work` use its wire, closes it. */
  serve<T>(work: (wire: Wire) => Promise<T>): Promise<T>;
  /** Pushes everything that the author has written and the server lacks; gives the server's place. */
  push(author?: Author): Promise<number>;
  backup(target: string, options?: Partial<ServerBackupOptions>): ReturnType<typeof backUpServer>;
};

/** Where the archive of a server's folder lies. */
export function folderIn(folder: string): (archive: string) => string {
  return (archive) => join(folder, 'archives', archive);
}

/** Opens the service of an archive over its file in `folder`. */
export function openService(folder: string, archive: string) {
  const home = folderIn(folder)(archive);
  mkdirSync(home, { recursive: true });
  const writer = openArchiveFile(join(home, LOG_FILE), archive);
  const reader = readArchiveFile(join(home, LOG_FILE));
  const directory = openDirectoryFile(join(folder, DIRECTORY_FILE));
  const service = createArchiveService({
    store: createSqliteArchiveStore({ writer, reader }),
    shelf: createFolderShelf(join(home, 'snapshots'), Date.now),
    hash: sha256,
    now: Date.now,
    newId: randomUUID,
    membership: createMembership(directory, archive, Date.now),
    verify: isSignatureOf,
  });
  return {
    service,
    close: () => {
      for (const db of [reader, writer, directory]) db.close();
    },
  };
}

/** Makes a server with an archive that a device has founded; nothing is pushed yet. */
export async function makeServer(folder: string): Promise<ServerWorld> {
  mkdirSync(folder, { recursive: true });
  const archive = newId();
  const keys = newDeviceKeys();
  const db = openDirectoryFile(join(folder, DIRECTORY_FILE));
  const admin = createDirectoryAdmin(db, Date.now, CHEAP_PASSWORDS);
  const { no } = admin.addArchive('Aktobe');
  const person = await admin.addPerson({
    login: 'aigul',
    name: 'Aigul',
    password: 'correct horse',
    admin: true,
  });
  if (!person.ok) throw new Error(person.code);
  admin.join(no, person.value.id);
  const { code } = admin.makeCode(no, 7);
  const enrolled = await createDirectory(db, Date.now).enrol({
    code,
    key: keys.key,
    name: 'Desk 1',
    machine: 'm1',
    archive,
  });
  if (!enrolled.ok) throw new Error(enrolled.code);
  const server = admin.server().id;
  db.close();
  const caller = { device: enrolled.value.device.id, person: person.value.id };
  const author = createAuthor(archive, person.value.id);

  const serve: ServerWorld['serve'] = async (work) => {
    const opened = openService(folder, archive);
    try {
      return await work(opened.service.as(caller));
    } finally {
      opened.close();
    }
  };
  return {
    folder,
    archive,
    author,
    keys,
    caller,
    archiveFolder: folderIn(folder)(archive),
    serve,
    push: (who = author) => serve((wire) => pushAll(wire, who, caller.device, keys)),
    backup: (target, options = {}) =>
      backUpServer({
        folder,
        target,
        server,
        program: '1.2.3',
        archives: [
          { no, id: archive, name: 'Aktobe', madeAt: '', foundedAt: '', begunAt: null, recoveryUntil: null },
        ],
        only: new Set([archive]),
        archiveFolder: folderIn(folder),
        directoryPath: join(folder, DIRECTORY_FILE),
        verify: false,
        ...options,
      }),
  };
}

/** Pushes what the server lacks of an author's ops, in pushes of a hundred. */
export async function pushAll(wire: Wire, author: Author, device: string, keys: DeviceKeys): Promise<number> {
  let { seq, hash } = await placeOf(wire, author);
  while (seq < author.seq) {
    const segment = author.segment(seq, 100);
    if (seq > 0 && segment.prev !== hash) throw new Error('another chain is there');
    const answer = await wire.push({ segments: [{ ...segment, seal: author.seal(device, keys) }] });
    if (!answer.ok) throw new Error(answer.code);
    const result = must(answer.value.results[0], 'a result');
    if (result.problem !== undefined) throw new Error(result.problem);
    ({ seq, hash } = await placeOf(wire, author));
  }
  return seq;
}

/** How far the server has an author's replica. */
export async function placeOf(wire: Wire, { replica }: Author): Promise<{ seq: number; hash: string }> {
  const hello = await wire.hello({
    protocols: [1],
    schema: 1,
    app: 'test',
    own: [replica],
    cursor: null,
    marks: [],
    now: new Date().toISOString(),
    behind: { ops: 0, records: 0, files: 0 },
  });
  if (!hello.ok) throw new Error(hello.code);
  return hello.value.vector[replica] ?? { seq: 0, hash: '' };
}

/** Restores into a new folder. */
export function restoreTo(
  source: string,
  folder: string,
  options: Partial<ServerRestoreOptions> = {},
): ReturnType<typeof restoreServer> {
  return restoreServer({
    source,
    folder,
    archiveFolder: folderIn(folder),
    only: null,
    partial: false,
    recoveryUntil: null,
    ...options,
  });
}
