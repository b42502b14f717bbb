/**
 * `bundle FOLDER [--receipt TARGET]`: takes in the disk of a station, with the server stopped, and writes a receipt for it to carry
 * back. Ends with 0 when all was taken, 1 when something was damaged or held back: it is named.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { v7 as newId } from 'uuid';
import { untilInterrupted } from '../../../node/calls/until-interrupted.ts';
import { BUNDLE_FORMAT, SERVER_SIGNER, type BundleHead } from '../../../node/bundle/bundle-head.ts';
import { fillBundle } from '../../../node/bundle/fill-bundle.ts';
import { openBundle, readBundleHead, type BundleReader } from '../../../node/bundle/read-bundle.ts';
import { takeBundle } from '../../../node/bundle/take-bundle.ts';
import { openBundleWriter } from '../../../node/bundle/write-bundle.ts';
import { createLog } from '../../../node/log.ts';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import { receiptLines } from '../../bundle/receipt-lines.ts';
import { createServerSink, type ServerSink } from '../../bundle/server-sink.ts';
import { openServerFiles, type ServerFiles } from '../../files/open-server-files.ts';
import { createArchives, type Archives } from '../../store/archives.ts';
import type { DeviceEntry, OpenDirectory, Session } from '../../store/directory-calls.ts';
import { openDirectory } from '../../store/directory.ts';
import { createMembership } from '../../store/membership.ts';
import { signAsServer } from '../../store/server-identity.ts';
import { readArguments } from '../arguments.ts';
import { DONE, FOUND, type Io } from '../io.ts';
import { archiveFolder, directoryPath, lockServerFolder, withDirectory } from '../server-folder.ts';

/** Brings what nobody has signed for. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Runs the command; see above for the exit codes. */
export async function bundle(args: string[], io: Io): Promise<number> {
  const { words, values } = readArguments(args, { values: ['receipt'], words: [1, 1] });
  const source = resolve(words[0] ?? '');
  const head = await readBundleHead(source);
  if (head.kind !== 'work') throw new TroubleError('BUNDLE_IS_RECEIPT', { path: source });
  const lock = lockServerFolder(io.folder);
  try {
    return await withDirectory(io.folder, async (_admin, db) => {
      if (!existsSync(archiveFolder(io.folder, head.archive)))
        throw new TroubleError('BUNDLE_FOREIGN', { path: source, archive: head.archive });
      return withArchive(io, head.archive, (open) => {
        const target = values['receipt'] === undefined ? null : resolve(values['receipt']);
        return takeIn({ io, db, source, head, target }, open);
      });
    });
  } finally {
    lock.release();
  }
}

type Open = { readonly directory: OpenDirectory; readonly archives: Archives; readonly files: ServerFiles };

/** The archive as the serving server has it, without the line. */
async function withArchive<T>(io: Io, archive: string, work: (open: Open) => Promise<T>): Promise<T> {
  const log = createLog({ folder: join(io.folder, 'logs'), roots: [io.folder] });
  const folderOf = (id: string) => archiveFolder(io.folder, id);
  const directory = openDirectory({ path: directoryPath(io.folder), onFall: () => undefined });
  const archives = createArchives({ folderOf, directory, directoryPath: directoryPath(io.folder), log });
  const files = openServerFiles({
    folderOf,
    named: async (id, hashes) => {
      const named = (await (await archives.open(id))?.named(hashes)) ?? [];
      return new Map(named.map(({ sha256, device }) => [sha256, { device }]));
    },
    vaultThread: new URL('../../../node/vault/vault-thread.ts', import.meta.url),
    log,
  });
  try {
    const done = await work({ directory, archives, files });
    await files.settled(archive);
    return done;
  } finally {
    await files.close();
    await archives.close();
    await directory.close();
  }
}

type Taking = {
  readonly io: Io;
  readonly db: Database;
  readonly source: string;
  readonly head: BundleHead;
  readonly target: string | null;
};

async function takeIn({ io, db, source, head, target }: Taking, open: Open): Promise<number> {
  const { archive } = head;
  const { bundleKeys } = await createMembership(db, archive, Date.now)();
  const keyOf = (id: string): Uint8Array | null => {
    const found = bundleKeys.find((each) => each.id === id);
    return found === undefined ? null : Buffer.from(found.key, 'base64url');
  };
  const reader = await openBundle(source, archive, keyOf);
  const device = await makerOf(reader, open);
  io.out(
    `From ${device.name}, ${head.created}${reader.isWhole ? '' : '; it was cut off while it was written'}`,
  );

  const work = join(archiveFolder(io.folder, archive), 'bundle-work');
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const handle = must(await open.archives.open(archive), 'an archive with a folder');
  const bringer = reader.isWhole ? device : { ...device, id: NOBODY };
  const calls = handle.calls(await sessionOf(bringer, archive, open));
  const sink = createServerSink({ archive, push: calls.push, files: open.files, device: bringer.id, work });
  try {
    const taken = await untilInterrupted((stop) =>
      takeBundle(reader, sink, {
        isCancelled: () => stop.aborted,
        progress: (done, total) => io.err(`${done} of ${total}`),
      }),
    );
    if (taken === null) throw new TroubleError('CANCELLED');
    io.out(`${taken.ops} changes, ${taken.stored} files stored, ${taken.known} known`);
    for (const { what, code } of taken.refused) io.out(`${code} ${what}`);
    if (target !== null) {
      const lines = receiptLines({ archive, ...calls, files: open.files }, stationOf(sink), sink.files());
      await writeReceipt(target, { head, keyOf, lines, sign: (text) => signAsServer(db, Buffer.from(text)) });
      io.out(`Receipt: ${target}`);
    }
    return taken.refused.length > 0 || taken.isCut ? FOUND : DONE;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The device that signed it; of a bundle that was cut off, the one that it names: nothing rests on that name alone. */
async function makerOf(reader: BundleReader, { directory }: Open): Promise<DeviceEntry> {
  const device = reader.head.from === SERVER_SIGNER ? null : await directory.device(reader.head.from);
  if (device === null || device.archive !== reader.head.archive)
    throw new TroubleError('DEVICE_UNKNOWN', { device: reader.head.from });
  if (reader.isWhole && !reader.isSignedBy(device.key))
    throw new TroubleError('BUNDLE_NOT_SIGNED', { device: device.name });
  return device;
}

async function sessionOf(device: DeviceEntry, archive: string, { directory }: Open): Promise<Session> {
  const [person] = await directory.people(archive);
  if (person === undefined) throw new TroubleError('PERSON_UNKNOWN', { login: '' });
  return { archive, device, person, grants: ['*'] };
}

function stationOf(sink: ServerSink): NonNullable<ReturnType<ServerSink['station']>> {
  const station = sink.station();
  if (station === null) throw new TroubleError('BUNDLE_SAYS_NOTHING');
  return station;
}

async function writeReceipt(
  folder: string,
  receipt: {
    readonly head: BundleHead;
    readonly keyOf: (id: string) => Uint8Array | null;
    readonly lines: ReturnType<typeof receiptLines>;
    readonly sign: (text: string) => string;
  },
): Promise<void> {
  // The key of the bundle: the station has that one in any case.
  const { archive, key } = receipt.head;
  const head: BundleHead = {
    qoima: 'bundle',
    format: BUNDLE_FORMAT,
    id: newId(),
    archive,
    kind: 'receipt',
    from: SERVER_SIGNER,
    created: new Date().toISOString(),
    key,
  };
  const maker = { key: must(receipt.keyOf(key), 'the key of the bundle'), sign: receipt.sign };
  const writer = await openBundleWriter(folder, head, maker);
  const options = { folder, isCancelled: () => false, progress: () => undefined };
  await fillBundle(writer, { lines: receipt.lines, files: [] }, options);
}
