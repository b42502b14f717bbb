/** A job in the queue's memory, and how windows see it. */
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import type { JobRow } from './jobs-calls.ts';
import type { TimeLeft } from './time-left.ts';

export type Entry = {
  row: JobRow;
  /** Wants to run. */
  ready: boolean;
  /** The turn of the queue in which it ran last; 0: never. */
  ranAt: number;
  running: Running | null;
};

export type Running = {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  readonly begun: number;
  /** It came on because it had waited longest. */
  readonly isFair: boolean;
  readonly timeLeft: TimeLeft;
  /** It was told to make room for another one, and is to go on later. */
  gaveWay: boolean;
};

/** `now` by the clock of `timeLeft`. */
export function jobOf({ row, ready, running }: Entry, now: number): Job {
  const { id, kind, state, done, total, title, code, paused, failed, begun, ended, numbers, retried } = row;
  const left = running === null ? null : running.timeLeft.at(now);
  return {
    id,
    kind,
    state,
    done,
    total,
    title,
    ...(code === null ? {} : { code }),
    ...(paused ? { paused } : {}),
    ...(state === 'waiting' && !ready ? { rests: true } : {}),
    ...(failed > 0 ? { failed } : {}),
    ...(begun === null ? {} : { begun: new Date(begun).toISOString() }),
    ...(ended === null ? {} : { ended: new Date(ended).toISOString() }),
    ...(left === null ? {} : { leftMs: Math.round(left) }),
    ...(Object.keys(numbers).length === 0 ? {} : { numbers }),
    ...(retried === null ? {} : { retriedBy: retried }),
  };
}

export function newRow(job: Pick<JobRow, 'id' | 'kind' | 'title' | 'payload'>): JobRow {
  return { ...job, ...NOTHING_DONE, state: 'waiting', paused: false };
}

/** Of a job that begins from its beginning. */
export const NOTHING_DONE = {
  done: 0,
  total: 0,
  code: null,
  failed: 0,
  begun: null,
  ended: null,
  numbers: {},
  retried: null,
} as const satisfies Partial<JobRow>;

/** Of one that had ended and is to run again. */
export const ONCE_MORE = {
  state: 'waiting',
  paused: false,
  begun: null,
  ended: null,
  retried: null,
} as const satisfies Partial<JobRow>;

/** Of the finished ones all but the newest `shown`: the list stays short. */
export function tooOld(entries: ReadonlyMap<string, Entry>, shown: number): string[] {
  const finished = [...entries.values()].filter(
    ({ row, ready, running }) => !ready && running === null && !isOpenJob(row),
  );
  return finished.slice(0, -shown).map(({ row }) => row.id);
}
