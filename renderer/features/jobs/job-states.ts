/** How jobs are grouped and told on the screen. Pure. */
import type { Job, Jobs } from '../../../shared/rpc/contract-jobs.ts';

const GROUPS = ['running', 'waiting', 'paused', 'failed', 'ended'] as const;
export type JobGroup = (typeof GROUPS)[number];

/** Kinds that go on while everything rests: somebody waits for them at the screen. */
const AWAITED: ReadonlySet<string> = new Set(['tiles']);
/** What these make is made when somebody looks at it: cancelling them loses nothing. */
const NOTHING_LOST: ReadonlySet<string> = new Set(['derive', 'tiles', 'tiles-ahead']);
/** Whose kept work is told in words of its own. */
const KNOWN: ReadonlySet<string> = new Set([
  'import',
  'derive',
  'tiles',
  'tiles-ahead',
  'text',
  'text-export',
  'backup',
  'rehearsal',
  'move',
  'sample',
  'sampleMap',
  'capture',
  'audit',
  'repair',
  'bundleWrite',
  'bundleTake',
]);

export function groupOf(job: Job, isAllPaused: boolean): JobGroup {
  switch (job.state) {
    case 'running':
      return 'running';
    case 'waiting':
      return job.paused === true || (isAllPaused && !AWAITED.has(job.kind)) ? 'paused' : 'waiting';
    case 'failed':
      return 'failed';
    default:
      return 'ended';
  }
}

/** The groups that have jobs, the newest of the ended first. */
export function groupJobs({ jobs, paused }: Jobs): { group: JobGroup; jobs: Job[] }[] {
  return GROUPS.map((group) => {
    const own = jobs.filter((job) => groupOf(job, paused) === group);
    return { group, jobs: group === 'ended' || group === 'failed' ? own.toReversed() : own };
  }).filter(({ jobs: own }) => own.length > 0);
}

/** Failed jobs that nothing has made good since: neither a retry nor a later one of the same kind about the same thing. */
export function standingFailures(jobs: readonly Job[]): Job[] {
  return jobs.filter(({ state, retriedBy, kind, title, ended = '' }) => {
    if (state !== 'failed' || retriedBy !== undefined) return false;
    return !jobs.some(
      (later) =>
        later.state === 'done' && later.kind === kind && later.title === title && (later.ended ?? '') > ended,
    );
  });
}

/** Whether it can be paused. */
export function canRest({ kind }: Job): boolean {
  return !AWAITED.has(kind);
}

/** Whether a person is asked before it is cancelled. */
export function losesWork({ kind }: Job): boolean {
  return !NOTHING_LOST.has(kind);
}

/** The word for a kind in the families of texts; `other` for one that has none. */
export function kindKey(kind: string): string {
  return KNOWN.has(kind) ? kind : 'other';
}

/** An import's refused files are sent again by a person, and a cancelled one is over. */
export function canRetry(job: Job): boolean {
  if (job.retriedBy !== undefined) return false;
  if (job.state === 'failed') return true;
  if (job.kind === 'import') return false;
  return job.state === 'cancelled' || (job.state === 'done' && (job.failed ?? 0) > 0);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** As people say it: no more exact than it is. */
export function roundedLeft(ms: number): { unit: 'soon' | 'minutes' | 'hours'; count: number } {
  if (ms < 0.75 * MINUTE) return { unit: 'soon', count: 0 };
  if (ms < 9.5 * MINUTE) return { unit: 'minutes', count: Math.max(1, Math.round(ms / MINUTE)) };
  if (ms < 1.75 * HOUR) return { unit: 'minutes', count: Math.round(ms / MINUTE / 5) * 5 };
  return { unit: 'hours', count: Math.max(2, Math.round(ms / HOUR)) };
}
