/**
 * The one queue of long work. A job is a row that survives a kill, its kind knows how to go on with it; each kind has its
 * own number of jobs at a time, so that none starves another. Jobs are woken, not fed: a kind looks itself what there is to do.
 */
import type { Log } from '../../../node/log.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Job } from '../../../shared/rpc/contract-import.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import type { Json } from '../../../shared/json.ts';
import type { JobRow } from './jobs-calls.ts';
import { createThrottle } from './throttle.ts';

/** `waiting`: nothing to do for now; whoever has more wakes the job. */
export type JobOutcome = 'done' | 'waiting' | 'cancelled';

export type JobKind = {
  readonly kind: string;
  /** How many jobs of this kind run at once. */
  readonly atOnce: number;
  /**
   * Does what there is to do; called again after a restart, so it has to find out itself what is left. Throws a
   * `TroubleError` to fail with its code. When `signal` is aborted, it ends soon; what it returns then does not count.
   */
  run(
    job: { readonly id: string; readonly payload: Json },
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
  ): Promise<JobOutcome>;
};

export type Queue = {
  /** Takes up what an earlier run left unfinished. */
  start(): Promise<void>;
  /** Adds a job, or wakes the one with this id: it runs again if it is running now. */
  wake(job: { id: string; kind: string; title: string; payload: Json }): Promise<void>;
  cancel(id: string): Promise<void>;
  list(): Job[];
  /** Resolves when no job is running or could run. */
  idle(): Promise<void>;
  /** Stops running jobs without cancelling them: the next start takes them up. */
  close(): Promise<void>;
};

type Entry = {
  row: JobRow;
  /** Wants to run. */
  ready: boolean;
  running: { abort: AbortController; ended: Promise<void> } | null;
};

type Store = { putJob(row: JobRow): Promise<null>; jobs(input: { finished: number }): Promise<JobRow[]> };

const EMIT_MS = 200;
/** Finished jobs that are still shown. */
const FINISHED_SHOWN = 20;

export function createQueue(deps: {
  readonly store: Store;
  readonly kinds: readonly JobKind[];
  readonly emit: Emit;
  readonly log: Log;
}): Queue {
  const kinds = new Map(deps.kinds.map((kind) => [kind.kind, kind]));
  const entries = new Map<string, Entry>();
  const watchers: (() => void)[] = [];
  const changed = createThrottle(EMIT_MS, () => deps.emit('jobs.changed', { jobs: list() }));
  let closing = false;

  function list(): Job[] {
    return [...entries.values()].map(({ row: { payload: _payload, code, ...job } }) =>
      code === null ? job : { ...job, code },
    );
  }

  async function save(entry: Entry, change: Partial<JobRow>): Promise<void> {
    entry.row = { ...entry.row, ...change };
    changed.soon();
    await deps.store.putJob(entry.row);
  }

  function pump(): void {
    for (const entry of entries.values()) {
      const kind = kinds.get(entry.row.kind);
      if (closing || kind === undefined || !entry.ready || entry.running !== null) continue;
      const running = [...entries.values()].filter(
        (other) => other.running !== null && other.row.kind === kind.kind,
      ).length;
      if (running < kind.atOnce) begin(entry, kind);
    }
    if (isIdle()) for (const resolve of watchers.splice(0)) resolve();
  }

  function begin(entry: Entry, kind: JobKind): void {
    const abort = new AbortController();
    entry.ready = false;
    const ended = run(entry, kind, abort.signal)
      .catch((error: unknown) => void deps.log.error('job.not_saved', error, { kind: kind.kind }))
      .finally(() => {
        entry.running = null;
        forgetOldest();
        pump();
      });
    entry.running = { abort, ended };
  }

  async function run(entry: Entry, kind: JobKind, signal: AbortSignal): Promise<void> {
    const { id, payload } = entry.row;
    const progress = (done: number, total: number) => {
      entry.row = { ...entry.row, done, total };
      changed.soon();
    };
    try {
      await save(entry, { state: 'running', code: null });
      const outcome = await kind.run({ id, payload }, signal, progress);
      if (signal.aborted) return;
      await save(entry, { state: entry.ready ? 'waiting' : outcome });
    } catch (error) {
      if (signal.aborted) return;
      const code = error instanceof TroubleError ? error.code : 'INTERNAL';
      deps.log.error('job.failed', error, { kind: kind.kind });
      await save(entry, { state: 'failed', code });
    }
  }

  /** The list stays short: of the finished ones the oldest go. */
  function forgetOldest(): void {
    const finished = [...entries.values()].filter(
      ({ row, ready, running }) => !ready && running === null && !isOpen(row),
    );
    for (const { row } of finished.slice(0, -FINISHED_SHOWN)) entries.delete(row.id);
  }

  function isIdle(): boolean {
    return [...entries.values()].every(({ ready, running }) => !ready && running === null);
  }

  return {
    async start() {
      for (const row of await deps.store.jobs({ finished: FINISHED_SHOWN })) {
        const state = row.state === 'running' ? 'waiting' : row.state;
        entries.set(row.id, { row: { ...row, state }, ready: isOpen(row), running: null });
      }
      pump();
    },
    async wake({ id, kind, title, payload }) {
      const known = entries.get(id);
      if (known !== undefined) {
        known.ready = true;
        pump();
        return;
      }
      const row: JobRow = { id, kind, title, payload, state: 'waiting', done: 0, total: 0, code: null };
      const entry: Entry = { row, ready: true, running: null };
      entries.set(id, entry);
      await save(entry, {});
      pump();
    },
    async cancel(id) {
      const entry = entries.get(id);
      if (entry === undefined || !isOpen(entry.row)) return;
      entry.ready = false;
      entry.running?.abort.abort();
      await entry.running?.ended;
      await save(entry, { state: 'cancelled' });
      pump();
    },
    list,
    idle: () =>
      new Promise((resolve) => {
        if (isIdle()) resolve();
        else watchers.push(resolve);
      }),
    async close() {
      closing = true;
      const running = [...entries.values()].flatMap((entry) => entry.running ?? []);
      for (const { abort } of running) abort.abort();
      await Promise.all(running.map(({ ended }) => ended));
      changed.flush();
    },
  };
}

function isOpen(row: JobRow): boolean {
  return row.state === 'waiting' || row.state === 'running';
}
