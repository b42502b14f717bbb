/** A queue over maps in memory for its tests, and kinds of jobs that end when a test says so. */
import { silentLog } from '../../../node/log.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { EventName } from '../../../shared/rpc/events.ts';
import { createAttention } from './attention.ts';
import type { FailureRow, JobRow } from './jobs-calls.ts';
import { createQueue, type JobKind, type JobOutcome } from './queue.ts';

type Run = {
  id: string;
  end(outcome: JobOutcome): void;
  fail(error: Error): void;
  signal: AbortSignal;
};

/** A kind whose jobs end when the test says so. */
export function manualKind(kind: string, atOnce: number) {
  const runs: Run[] = [];
  const definition: JobKind = {
    kind,
    atOnce,
    run: ({ id }, signal, progress) =>
      new Promise((resolve, reject) => {
        progress(1, 2);
        signal.addEventListener('abort', () => resolve('waiting'));
        runs.push({ id, end: resolve, fail: reject, signal });
      }),
  };
  return { definition, runs };
}

export function openQueue(
  kinds: JobKind[],
  rows = new Map<string, JobRow>(),
  facts = new Map<string, string>(),
) {
  const written: string[] = [];
  const disk: { isFull: boolean; busy: Promise<void> | null } = { isFull: false, busy: null };
  const events: { event: EventName; value: unknown }[] = [];
  const failures = new Map<string, FailureRow>();
  const ofJob = (id: string) => [...failures.values()].filter((each) => each.job === id);
  const store = {
    async putJob(row: JobRow): Promise<null> {
      if (disk.busy !== null) await disk.busy;
      if (disk.isFull) throw new TroubleError('DISK_FULL');
      rows.set(row.id, row);
      written.push(row.state);
      return null;
    },
    jobs: async () => [...rows.values()],
    async putFailure(failure: Omit<FailureRow, 'no'>) {
      failures.set(`${failure.job} ${failure.key}`, { ...failure, no: failures.size + 1 });
      return ofJob(failure.job).length;
    },
    async dropFailure({ job, key }: { job: string; key: string }) {
      failures.delete(`${job} ${key}`);
      return ofJob(job).length;
    },
    async dropFailures(job: string): Promise<null> {
      for (const { key } of ofJob(job)) failures.delete(`${job} ${key}`);
      return null;
    },
    failures: async ({ job: id, after }: { job: string; after: number }) =>
      ofJob(id).filter(({ no }) => no > after),
    async putFact({ name, value }: { name: string; value: string }): Promise<null> {
      facts.set(name, value);
      return null;
    },
    fact: async (name: string) => facts.get(name) ?? null,
    async dropFact(name: string): Promise<null> {
      facts.delete(name);
      return null;
    },
  };
  const emit = (event: EventName, value: unknown) => void events.push({ event, value });
  const attention = createAttention();
  const cpu = () => ({ share: 'all' as const, places: 1, cores: 1 });
  const queue = createQueue({ store, kinds, emit, log: silentLog(), attention, cpu, againMs: 5 });
  return { queue, rows, facts, written, events, attention, disk };
}

export const job = (id: string, kind = 'slow') => ({ id, kind, title: id, payload: null });
export const settle = () => new Promise((resolve) => setImmediate(resolve));
