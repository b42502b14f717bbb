/** The files of all archives of a server: opened when they are first asked for, scrubbed in the background, closed together. */
import type { Log } from '../../node/log.ts';
import { createHashCrew } from '../../node/vault/hash-crew.ts';
import type { Result } from '../../shared/result.ts';
import { uploadId, type BatchState, type FilesState } from '../../shared/sync/files/wire-files.ts';
import type { Plugin } from '../http/routes.ts';
import { openArchiveFiles } from './archive-files.ts';
import { batchRoutes } from './batch-routes.ts';
import { blobRoutes } from './blob-routes.ts';
import { LOOSE_PLACE } from './blobs.ts';
import { createOpenArchives } from './open-archives.ts';
import { pictureRoutes } from './picture-routes.ts';
import { scrub, type ScrubReport } from './scrub.ts';
import { stateOf, takeWhole, type Opened } from './take-upload.ts';
import { uploadRoutes } from './upload-routes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Everything is read again within half a year; spread over it, a night's work at a time. */
const SCRUB_MS = 180 * DAY_MS;
const SCRUB_BYTES_PER_SECOND = 20_000_000;

type FilesStatus = {
  /** Files in batches that were read through, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  readonly uploads: number;
  readonly damaged: number;
  readonly scrubbed: { readonly oldest: string | null; readonly last: string | null };
};

export type ServerFilesDeps = {
  /** The archive's own folder. */
  folderOf(archive: string): string;
  /** Which of these digests an op of the archive names, and whose device brought the first one. */
  named(
    archive: string,
    sha256: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly device: string | null }>>;
  readonly vaultThread: URL;
  readonly log: Log;
  readonly now?: () => number;
  /** So many bytes of the disk are never given to uploads. */
  readonly keptFree?: number;
  /** A thread that holds an archive's vault ended by itself: the server cannot go on. */
  readonly onFall?: (reason: string) => void;
  /** The founded archives that have files; not there: those that were asked for. */
  readonly archives?: () => Promise<readonly string[]>;
  /** Without it nothing is done by the clock. */
  readonly isServing?: boolean;
};

export type ServerFiles = {
  readonly plugin: Plugin;
  status(archive: string): Promise<FilesStatus>;
  /** Reads what was not read for half a year, or all of it. */
  scrub(
    archive: string,
    options?: {
      readonly all?: boolean;
      readonly bytesPerSecond?: number | null;
      readonly signal?: AbortSignal;
    },
  ): Promise<ScrubReport>;
  /** What `POST files/state` answers. */
  stateOf(archive: string, hashes: readonly string[]): Promise<FilesState>;
  /** A file from a disk, read again like any upload. Codes: NOT_NAMED, INSUFFICIENT_STORAGE, CHECKSUM_MISMATCH. */
  commitCarried(
    archive: string,
    file: { readonly sha256: string; readonly size: number; readonly device: string },
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<Result<null, string>>;
  /** A batch's inventory from a disk. Codes: BATCH_REFUSED. */
  commitInventory(archive: string, batch: string, bytes: Uint8Array): Promise<Result<BatchState, string>>;
  /** A backup was verified that holds these objects (paths below the storage root) and these loose files (digests). */
  backedUp(archive: string, objects: Iterable<string>, loose?: Iterable<string>): Promise<void>;
  /** Unfinished uploads that are too old go. */
  tidy(): Promise<void>;
  /** Resolves when no batch of the archive is being put together. */
  settled(archive: string): Promise<void>;
  /** Closes one archive's files, for a restore; they are opened again when they are asked for. */
  release(archive: string): Promise<void>;
  close(): Promise<void>;
};

export function openServerFiles(deps: ServerFilesDeps): ServerFiles {
  const { log, now = Date.now, vaultThread } = deps;
  const crew = createHashCrew(vaultThread);
  const closing = new AbortController();
  const archives = createOpenArchives(
    (archive) =>
      openArchiveFiles({
        archive,
        folder: deps.folderOf(archive),
        vaultThread,
        settle: (path, size) => crew.settle(path, size),
        log,
        now,
        keptFree: deps.keptFree,
        onFall: deps.onFall,
      }),
    now,
  );

  const opened = async (archive: string): Promise<Opened> => ({
    files: await archives.use(archive),
    named: (sha256) => deps.named(archive, sha256),
  });

  function scrubOne(
    archive: string,
    options: { all?: boolean; bytesPerSecond?: number | null; signal?: AbortSignal },
  ): Promise<ScrubReport> {
    const before = new Date(now() - (options.all === true ? -DAY_MS : SCRUB_MS)).toISOString();
    const { bytesPerSecond = null, signal } = options;
    return archives.during(archive, async ({ folders, state }) => {
      const report = await scrub(folders, state, { bytesPerSecond, before, signal, now });
      for (const damage of report.damages)
        log.info('files.damaged', { archive, place: damage.place, path: damage.path, code: damage.code });
      return report;
    });
  }

  async function tidy(): Promise<void> {
    for (const archive of archives.names()) await (await archives.use(archive)).uploads.expire();
  }

  /** One archive after the other, also those that nobody has asked for. */
  async function byTheClock(): Promise<void> {
    await archives.closeIdle(now() - HOUR_MS);
    for (const archive of (await deps.archives?.()) ?? archives.names()) {
      if (closing.signal.aborted) return;
      await archives.during(archive, ({ uploads }) => uploads.expire());
      await scrubOne(archive, { bytesPerSecond: SCRUB_BYTES_PER_SECOND, signal: closing.signal });
    }
  }

  let underWay = Promise.resolve();
  const timer =
    deps.isServing === true
      ? setInterval(() => {
          underWay = underWay
            .then(byTheClock)
            .catch((error: unknown) => void log.error('files.clock_failed', error));
        }, HOUR_MS)
      : undefined;
  timer?.unref();

  return {
    plugin: {
      routes: [
        ...uploadRoutes(opened),
        ...blobRoutes(opened),
        ...batchRoutes(opened),
        ...pictureRoutes(opened),
      ],
    },
    async status(archive) {
      const { state, uploads } = await archives.use(archive);
      const { files, bytes, oldest, last } = state.sum();
      return {
        files,
        bytes,
        uploads: await uploads.count(),
        damaged: state.damages(),
        scrubbed: { oldest, last },
      };
    },
    scrub: (archive, options = {}) => scrubOne(archive, options),
    stateOf: async (archive, hashes) => stateOf(await opened(archive), hashes),
    commitCarried: async (archive, { sha256, size, device }, bytes) =>
      takeWhole(await opened(archive), { id: uploadId(sha256, 'carried'), sha256, size, device }, bytes),
    commitInventory: async (archive, batch, bytes) =>
      (await archives.use(archive)).batches.begin(batch, bytes),
    async backedUp(archive, objects, loose = []) {
      const { state } = await archives.use(archive);
      state.setBacked([...objects, ...[...loose].map((sha256) => `${LOOSE_PLACE}/${sha256}`)]);
    },
    tidy,
    settled: async (archive) => (await archives.use(archive)).batches.idle(),
    release: (archive) => archives.release(archive),
    async close() {
      clearInterval(timer);
      closing.abort();
      await underWay;
      await archives.closeAll();
      crew.close();
    },
  };
}
