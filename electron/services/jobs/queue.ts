/**
 * The one queue of long work. A job is a row that survives a kill, its kind knows how to go on with it; each kind has its
 * own number of jobs at a time, so that none starves another. Jobs are woken, not fed: a kind looks itself what there is to do.
 */
import type { Log } from '../../../node/log.ts';
import type { Remote } from '../../../node/calls/port.ts';
import type { Job, Jobs } from '../../../shared/rpc/contract-jobs.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import type { Json } from '../../../shared/json.ts';
import { createTurns } from '../../../shared/turns.ts';
import type { Attention } from './attention.ts';
import { jobOf, newRow, ONCE_MORE, tooOld, type Entry } from './job-entry.ts';
import type { JobKind } from './job-kind.ts';
import { createRunner, endedAs } from './job-runner.ts';
import type { FailureRow, JobRow, JobsCalls } from './jobs-calls.ts';
import { retryJob } from './retry-job.ts';
import { createThrottle } from './throttle.ts';

export type { JobKind, JobOutcome } from './job-kind.ts';

export type Queue = {
  /** Takes up what an earlier run left unfinished. */
  start(): Promise<void>;
  /** Adds a job, or wakes the one with this id: it runs again if it is running now. A paused one stays paused. */
  wake(job: { id: string; kind: string; title: string; payload: Json }): Promise<void>;
  cancel(id: string): Promise<void>;
  /** Lets a job rest, or everything that nobody waits for (null), until `resume`; also over restarts. */
  pause(id: string | null): Promise<void>;
  resume(id: string | null): Promise<void>;
  /** Does an ended job once more, or what failed in it; answers the job that does. Errors: NO_SUCH_JOB, JOB_NOT_ENDED. */
  retry(id: string): Promise<string>;
  failures(id: string, after: number, limit: number): Promise<FailureRow[]>;
  list(): Job[];
  /** What windows are told. */
  told(): Jobs;
  /** Has windows told soon. */
  tell(): void;
  /** Resolves when no job is running or could run. */
  idle(): Promise<void>;
  /** Stops running jobs without cancelling them: the next start takes them up. */
  close(): Promise<void>;
};

type QueueStore = Pick<
  Remote<JobsCalls>,
  | 'putJob'
  | 'jobs'
  | 'putFailure'
  | 'dropFailure'
  | 'dropFailures'
  | 'failures'
  | 'putFact'
  | 'fact'
  | 'dropFact'
>;

const EMIT_MS = 200;
/** A disk on which a job's state found no room is tried again after so long. */
const AGAIN_MS = 3000;
/** Finished jobs that are still shown. */
const FINISHED_SHOWN = 20;
/** Stands in the file while everything rests. */
const PAUSED_FACT = 'paused';

export function createQueue(deps: {
  readonly store: QueueStore;
  readonly kinds: readonly JobKind[];
  readonly emit: Emit;
  readonly log: Log;
  readonly attention: Pick<Attention, 'rankOf' | 'onChange'>;
  readonly cpu: () => Jobs['cpu'];
  /** For the command line: what it was asked for is done, also while everything rests. */
  readonly goesOn?: boolean;
  readonly now?: () => number;
  readonly againMs?: number;
}): Queue {
  const { store, attention, log, now = Date.now, againMs = AGAIN_MS } = deps;
  const kinds = new Map(deps.kinds.map((kind) => [kind.kind, kind]));
  const entries = new Map<string, Entry>();
  const changed = createThrottle(EMIT_MS, () => deps.emit('jobs.changed', told()));
  const retries = createTurns();
  let [allPaused, closing] = [false, false];
  let stopWatching = () => {};

  const list = (): Job[] => [...entries.values()].map((entry) => jobOf(entry, performance.now()));
  const told = (): Jobs => ({ jobs: list(), paused: allPaused, cpu: deps.cpu() });
  const isAwaited = ({ row }: Entry) => neverRests(kinds.get(row.kind), row.id);

  async function save(entry: Entry, change: Partial<JobRow>): Promise<void> {
    entry.row = { ...entry.row, ...change };
    changed.soon();
    await store.putJob(entry.row);
  }

  function add(row: JobRow): Entry {
    const entry: Entry = { row, ready: true, running: null, ranAt: 0 };
    entries.set(row.id, entry);
    return entry;
  }

  const runner = createRunner({
    entries,
    kinds,
    store,
    save,
    attention,
    log,
    now,
    againMs,
    changed: () => changed.soon(),
    isResting: (entry) => !isAwaited(entry) && (allPaused || entry.row.paused),
    isClosing: () => closing,
    onEnd: () => {
      for (const id of tooOld(entries, FINISHED_SHOWN)) entries.delete(id);
      changed.soon();
    },
  });

  return {
    async start() {
      allPaused = deps.goesOn !== true && (await store.fact(PAUSED_FACT)) !== null;
      for (const row of await store.jobs({ finished: FINISHED_SHOWN })) {
        const state = row.state === 'running' ? 'waiting' : row.state;
        entries.set(row.id, { row: { ...row, state }, ready: isOpenJob(row), running: null, ranAt: 0 });
      }
      stopWatching = attention.onChange(() => runner.pump());
      runner.pump();
    },
    async wake({ id, kind, title, payload }) {
      const known = entries.get(id);
      if (known === undefined) await save(add(newRow({ id, kind, title, payload })), {});
      else {
        known.ready = true;
        // On the disk, because it may have to wait long for its turn.
        if (hasEnded(known)) await save(known, ONCE_MORE).finally(() => runner.pump());
      }
      runner.pump();
    },
    async cancel(id) {
      const entry = entries.get(id);
      if (entry === undefined || !isOpenJob(entry.row)) return;
      do {
        entry.running?.abort.abort();
        await entry.running?.ended;
        // Who woke it meanwhile did so before it was cancelled.
        entry.ready = false;
      } while (entry.running !== null);
      await save(entry, endedAs('cancelled', now()));
      runner.pump();
    },
    async pause(id) {
      const one = id === null ? undefined : entries.get(id);
      // What it came to is still being written down: a kill now would leave one that goes on, although it was paused.
      if (one !== undefined && !isOpenJob(one.row)) await one.running?.ended;
      const paused = [...entries.values()].filter(
        (entry) => !isAwaited(entry) && (id === null || (entry.row.id === id && isOpenJob(entry.row))),
      );
      // On the disk before anything stops: a kill between the two finds it paused.
      if (id !== null) await Promise.all(paused.map((entry) => save(entry, { paused: true })));
      else {
        allPaused = true;
        await store.putFact({ name: PAUSED_FACT, value: new Date(now()).toISOString() });
      }
      await Promise.all(paused.map((entry) => runner.hold(entry)));
      changed.soon();
      runner.pump();
    },
    async resume(id) {
      const entry = id === null ? undefined : entries.get(id);
      if (id === null) {
        allPaused = false;
        await store.dropFact(PAUSED_FACT);
      }
      if (entry?.row.paused === true) await save(entry, { paused: false });
      changed.soon();
      runner.pump();
    },
    // Pressed twice, the second time finds what the first one made.
    retry: (id) =>
      retries(id, () => retryJob(entries.get(id), kinds, { store, save, add })).finally(() => runner.pump()),
    failures: (job, after, limit) => store.failures({ job, after, limit }),
    list,
    told,
    tell: () => changed.soon(),
    idle: () => runner.idle(),
    async close() {
      closing = true;
      stopWatching();
      const running = [...entries.values()].flatMap((entry) => entry.running ?? []);
      for (const { abort } of running) abort.abort();
      await Promise.all(running.map(({ ended }) => ended));
      changed.flush();
    },
  };
}

function hasEnded({ row, running }: Entry): boolean {
  return !isOpenJob(row) && running === null;
}

/** Somebody waits for it, or has it come to its end. */
function neverRests(kind: JobKind | undefined, id: string): boolean {
  return kind?.isAwaited === true || kind?.isEnding?.(id) === true;
}
