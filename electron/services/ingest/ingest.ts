/**
 * Files coming in, from the first announced name to the last thumbnail. The vault keeps the bytes, the journal gets the
 * records; this brings them together and says of every file what became of it.
 */
import path from 'node:path';
import type { StartChild } from '../../../node/calls/child.ts';
import { startService } from '../../../node/calls/thread-service.ts';
import type { Log } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import type { Result } from '../../../shared/result.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import { createDecoder } from '../decode/decoder.ts';
import type { PictureSize } from '../decode/picture-sizes.ts';
import type { JobsCalls } from '../jobs/jobs-calls.ts';
import { createAttention, type Attention } from '../jobs/attention.ts';
import { jobServices, type JobServices } from '../jobs/jobs-services.ts';
import { createQueue, type JobKind, type Queue } from '../jobs/queue.ts';
import { wholeMachine, type Cpu } from '../jobs/watch-work.ts';
import { createThrottle, type Throttle } from '../jobs/throttle.ts';
import type { Journal } from '../journal/journal.ts';
import type { Writer } from '../journal/journal-calls.ts';
import { createDeriveKind, DERIVE_JOB } from './derive-pictures.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import { reportOf } from './import-report.ts';
import { importServices, type ImportServices } from './import-services.ts';
import type { IngestContext } from './ingest-context.ts';
import { createIntake } from './intake.ts';
import { createPictureCache, type Elsewhere, type Picture, type PictureCache } from './picture-cache.ts';
import { createPyramids, type Pyramids } from '../pyramids/pyramids.ts';
import type { Sidecars } from '../texts/sidecars.ts';
import { createReceiving } from './receive-file.ts';
import { bindingServices, type BindingServices } from './sheaf-leaves.ts';
import { takeUpBatches, wakeImports } from './resume-imports.ts';
import { createImportKind, IMPORT_JOB } from './take-in.ts';
import { createFileTaker } from './take-in-file.ts';
import { createTakePage, type TakePage } from './take-page.ts';

export type IngestDeps = {
  /** The data folder; its lock is held. */
  readonly folder: string;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly startChild: StartChild;
  readonly jobsThread: URL;
  readonly decodeChild: URL;
  readonly emit: Emit;
  readonly log: Log;
  /** Told the reason when the thread of `jobs.db` ends by itself; the queue cannot go on. */
  readonly onFall?: (reason: string) => void;
  readonly now?: () => number;
  /** Whose replica writes the records: `jobs`, unless it is the command line. */
  readonly writer?: Writer;
  /** Takes in the texts that lie beside scans. */
  readonly sidecars?: Sidecars;
  /** Long work of other services that runs in the same queue. */
  readonly kinds?: readonly JobKind[];
  /** What makes a kind wait for room on the disk, where somebody watches it. */
  readonly hold?: (kind: JobKind) => JobKind;
  /** Whether there is room for files to come in; asked before each. */
  readonly mayTakeIn?: () => Promise<boolean>;
  /** What people look at; without windows nothing is. */
  readonly attention?: Attention;
  /** Where pictures of scans come from that are not here. */
  readonly elsewhere?: Elsewhere;
  /** What work without hurry may take of the machine; without settings all of it. */
  readonly cpu?: Cpu;
};

export type Ingest = {
  readonly services: ImportServices & BindingServices & JobServices;
  /** The one queue of long work, for services that have kinds in it. */
  readonly queue: Pick<Queue, 'wake' | 'list'>;
  /** Takes the bytes of an announced file. Codes: NO_SUCH_FILE, ALREADY_HERE, IMPORT_ENDED, INCOMPLETE, the disk's. */
  putFile(importId: string, no: number, bytes: AsyncIterable<Uint8Array>): Promise<Result<null, string>>;
  /** The same from a path on this machine, for the command line. */
  takePath(importId: string, no: number, path: string): Promise<Result<null, string>>;
  /** Takes one announced, bound file in from a path at once, and answers its pages. */
  readonly takePage: TakePage;
  /** A thumbnail or reading copy, made if need be. Codes: NOT_FOUND, NO_PICTURE, TOO_SLOW, TOO_LARGE, the disk's. */
  picture(sha256: string, index: number, size: PictureSize): Promise<Result<Picture, string>>;
  /** The pictures themselves, for who sends them on and brings others'. */
  readonly pictures: Pick<PictureCache, 'prepare' | 'ready' | 'put'>;
  /** Deep zoom into large pictures. */
  readonly pyramids: Pick<Pyramids, 'tiles' | 'tile'>;
  /** Resolves when there is nothing to do: all that arrived is taken in, all pictures are made. */
  idle(): Promise<void>;
  /** Process ids of the decoding children. */
  children(): number[];
  close(): Promise<void>;
};

const STORE_DEADLINE_MS = 60_000;
const REPORT_MS = 200;

/**
 * Opens `jobs.db` and goes on with what an earlier run left undone.
 *
 * @throws TroubleError with a code of the disk
 */
export async function openIngest(deps: IngestDeps): Promise<Ingest> {
  const { journal, vault, log, emit, now = Date.now } = deps;
  const service = startService<JobsCalls>({
    url: deps.jobsThread,
    data: null,
    deadlineMs: STORE_DEADLINE_MS,
    onFall: deps.onFall,
  });
  const store = service.calls;
  const attention = deps.attention ?? createAttention();
  const { machine, share, write: writeShare } = deps.cpu ?? wholeMachine(attention);
  const decoder = createDecoder({ startChild: deps.startChild, module: deps.decodeChild, machine });
  const stop = async () => {
    decoder.close();
    await service.close();
  };

  try {
    const { setAside } = await store.open({ path: path.join(deps.folder, 'jobs.db'), now: now() });
    if (setAside !== null) log.info('jobs.set_aside', { path: setAside });
    const reports = createReports(store, emit, log);
    const context: IngestContext = {
      store,
      journal,
      vault,
      decoder,
      sidecars: deps.sidecars,
      log,
      intake: createIntake(),
      now,
      writer: deps.writer ?? 'jobs',
      mayTakeIn: deps.mayTakeIn ?? (async () => true),
      changed: (id) => reports.changed(id),
      wakeImport: async (id) =>
        queue.wake({ id, kind: IMPORT_JOB, title: await titleOf(store, id), payload: null }),
      wakeDerive: async (id) =>
        queue.wake({
          id: derivedId(id, DERIVE_JOB),
          kind: DERIVE_JOB,
          title: await titleOf(store, id),
          payload: id,
        }),
    };
    const receiving = createReceiving(context);
    const folder = path.join(deps.folder, 'vault');
    const cache = createPictureCache({ folder, vault, decoder, elsewhere: deps.elsewhere });
    const pyramids = createPyramids({
      folder,
      archive: journal.archive,
      vault,
      decoder,
      wake: (job) => queue.wake(job),
      wanted: store,
      attention,
      log,
    });
    // A command ends when its files are in; the next window makes what takes longest.
    const ahead = deps.writer === 'cli' ? { ...pyramids.ahead, begin: async () => {} } : pyramids.ahead;
    const taker = createFileTaker(context, receiving);
    const importKind = createImportKind(context, receiving, taker);
    const queue: Queue = createQueue({
      store,
      kinds: [
        importKind,
        createDeriveKind(context, cache, { attention, mayDerive: (id) => mayDerive(queue, id), ahead }),
        pyramids.kind,
        pyramids.ahead.kind,
        ...(deps.kinds ?? []),
      ].map(deps.hold ?? ((kind) => kind)),
      emit,
      log,
      attention,
      cpu: () => ({ share: share(), places: machine.places(), cores: machine.cores }),
      goesOn: deps.writer === 'cli',
    });
    const services = importServices(context, importKind);
    await takeUpBatches(context, receiving);
    await queue.start();
    await wakeImports(context);
    await ahead.begin();

    return {
      queue,
      services: {
        ...services,
        ...bindingServices(journal),
        ...jobServices({
          queue,
          attention,
          machine,
          writeShare,
          async cancelImport(id) {
            if ((await store.import(id)) === null) return false;
            await services['import.cancel']({ import: id });
            return true;
          },
        }),
      },
      putFile: (importId, no, bytes) => receiving.put(importId, no, bytes),
      takePath: (importId, no, source) => receiving.take(importId, no, source),
      takePage: createTakePage(context, receiving, taker),
      pyramids,
      pictures: cache,
      picture: (sha256, index, size) => cache.picture(sha256, index, size),
      idle: () => queue.idle(),
      children: () => decoder.pids(),
      async close() {
        // Jobs hear of it first, so that a child's end is not their failure; then children, so that no job waits for one.
        const quiet = queue.close();
        decoder.close();
        await quiet;
        await pyramids.close();
        await reports.flush();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Whether the pictures of an import are to be made: not while its job rests or after it was cancelled. */
function mayDerive(queue: Pick<Queue, 'list'>, id: string): boolean {
  const job = queue.list().find((each) => each.id === derivedId(id, DERIVE_JOB));
  return job?.paused !== true && job?.state !== 'cancelled';
}

async function titleOf(store: IngestContext['store'], id: string): Promise<string> {
  return (await store.import(id))?.source ?? '';
}

/** Tells windows of an import's sum, not for every file but always of the last state. */
function createReports(store: IngestContext['store'], emit: Emit, log: Log) {
  const throttles = new Map<string, Throttle>();
  let told: Promise<unknown> = Promise.resolve();

  async function tell(id: string): Promise<void> {
    const row = await store.import(id);
    if (row !== null) emit('import.changed', reportOf(row, await store.counts(id)));
  }

  return {
    changed(id: string): void {
      const throttle =
        throttles.get(id) ??
        createThrottle(REPORT_MS, () => {
          told = tell(id).catch((error: unknown) => log.error('import.not_told', error));
        });
      throttles.set(id, throttle);
      throttle.soon();
    },
    async flush(): Promise<void> {
      for (const throttle of throttles.values()) {
        throttle.flush();
        await told;
      }
    },
  };
}
