/** Begins the jobs of the queue whose turn it is, and takes down how each run ended. */
import type { Log } from '../../../node/log.ts';
import type { Remote } from '../../../node/calls/port.ts';
import { TroubleError } from '../../../shared/result.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import type { Attention } from './attention.ts';
import type { Entry, Running } from './job-entry.ts';
import type { JobKind } from './job-kind.ts';
import { createTurn } from './job-turn.ts';
import type { JobRow, JobsCalls } from './jobs-calls.ts';
import { createOrder } from './order.ts';
import { createTimeLeft } from './time-left.ts';

export type Runner = {
  /** Begins what may begin. */
  pump(): void;
  /** Stops a running job as a closing host does; it is to go on later. */
  hold(entry: Entry): Promise<void>;
  /** Resolves when no job is running or could run. */
  idle(): Promise<void>;
};

export function createRunner(deps: {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly kinds: ReadonlyMap<string, JobKind>;
  readonly store: Pick<Remote<JobsCalls>, 'putFailure' | 'dropFailure' | 'failures'>;
  readonly save: (entry: Entry, change: Partial<JobRow>) => Promise<void>;
  /** Something changed that is not saved. */
  readonly changed: () => void;
  readonly attention: Pick<Attention, 'rankOf'>;
  readonly isResting: (entry: Entry) => boolean;
  readonly isClosing: () => boolean;
  /** A run has ended. */
  readonly onEnd: () => void;
  readonly log: Log;
  readonly now: () => number;
  /** What could not be written down is tried again after so long. */
  readonly againMs: number;
}): Runner {
  const { entries, kinds, store, save, changed, log } = deps;
  const clock = () => performance.now();
  const order = createOrder(deps.attention);
  const watchers: (() => void)[] = [];
  let turn = 0;

  const mayRun = (entry: Entry) => entry.ready && entry.running === null && !deps.isResting(entry);
  const ofKind = ({ kind }: JobKind) => [...entries.values()].filter(({ row }) => row.kind === kind);
  const waitingOf = (kind: JobKind) => ofKind(kind).filter(mayRun);

  function pump(): void {
    for (const kind of deps.isClosing() ? [] : kinds.values()) {
      let free = kind.atOnce - ofKind(kind).filter(({ running }) => running !== null).length;
      for (let waiting = waitingOf(kind); free > 0 && waiting.length > 0; free--) {
        const { entry, isFair } = order.next(kind, waiting);
        if (entry !== undefined) begin(entry, kind, isFair);
        waiting = waitingOf(kind);
      }
    }
    if (isIdle()) for (const resolve of watchers.splice(0)) resolve();
  }

  function begin(entry: Entry, kind: JobKind, isFair: boolean): void {
    const ended = Promise.withResolvers<void>();
    const running: Running = {
      abort: new AbortController(),
      ended: ended.promise,
      begun: clock(),
      isFair,
      timeLeft: createTimeLeft(),
      gaveWay: false,
    };
    entry.ready = false;
    entry.ranAt = ++turn;
    entry.running = running;
    void run(entry, kind, running)
      .catch((error: unknown) => {
        log.error('job.not_saved', error, { kind: kind.kind });
        tryAgain(entry);
      })
      .finally(() => {
        entry.running = null;
        ended.resolve();
        deps.onEnd();
        pump();
      });
  }

  /** What could not be written down did not happen, as after a kill: the job goes on when there is room again. */
  function tryAgain(entry: Entry): void {
    entry.row = { ...entry.row, state: 'waiting', code: null, ended: null };
    setTimeout(() => {
      // One that was cancelled meanwhile stays so.
      if (!isOpenJob(entry.row) || entry.running !== null) return;
      entry.ready = true;
      pump();
    }, deps.againMs).unref();
  }

  /** @throws what kept its state from being written down */
  async function run(entry: Entry, kind: JobKind, running: Running): Promise<void> {
    const { signal } = running.abort;
    await save(entry, { state: 'running', code: null, begun: entry.row.begun ?? deps.now(), ended: null });
    if (signal.aborted) return;
    const end = await endOf(entry, kind, running);
    if (!signal.aborted) await save(entry, end);
  }

  async function endOf(entry: Entry, kind: JobKind, running: Running): Promise<Partial<JobRow>> {
    const { id, payload } = entry.row;
    const { signal } = running.abort;
    const progress = (done: number, total: number) => {
      entry.row = { ...entry.row, done, total };
      running.timeLeft.note(clock(), done, total);
      changed();
    };
    const isToGiveWay = () => order.isToGiveWay(kind, entry, waitingOf(kind), clock() - running.begun);
    try {
      const told = createTurn({ entry, running, store, changed, isToGiveWay });
      const outcome = await kind.run({ id, payload }, signal, progress, told);
      if (outcome === 'waiting' && running.gaveWay && !signal.aborted) entry.ready = true;
      // Never ended in between when it is to run again: a kill at that moment would forget that it was woken.
      const goesOn = entry.ready || outcome === 'waiting';
      return goesOn ? { state: 'waiting' } : endedAs(outcome, deps.now());
    } catch (error) {
      const code = error instanceof TroubleError ? error.code : 'INTERNAL';
      if (!signal.aborted) log.error('job.failed', error, { kind: kind.kind });
      return { ...endedAs('failed', deps.now()), code };
    }
  }

  function isIdle(): boolean {
    return [...entries.values()].every(
      (entry) => entry.running === null && !(kinds.has(entry.row.kind) && mayRun(entry)),
    );
  }

  return {
    pump,
    async hold(entry) {
      if (entry.running === null) return;
      entry.running.abort.abort();
      await entry.running.ended;
      if (entry.row.state !== 'running') return;
      entry.ready = true;
      await save(entry, { state: 'waiting' });
    },
    idle: () =>
      new Promise((resolve) => {
        if (isIdle()) resolve();
        else watchers.push(resolve);
      }),
  };
}

/** An end of a job. */
export function endedAs(state: 'done' | 'cancelled' | 'failed', ended: number): Partial<JobRow> {
  return { state, ended, paused: false };
}
