/** Which readings failed since the jobs were looked at last. Pure. */
import type { Job } from '../../../shared/rpc/contract-jobs.ts';

type Seen = {
  /** Readings that had come to an end. */
  readonly ended: ReadonlySet<string>;
  /** The codes of those that failed meanwhile, also where they were so quick that nobody saw them at work. */
  readonly failed: readonly string[];
};

/** `ended` of the look before; null at the first one: what failed before that was told then, or by another window. */
export function failedSince(ended: ReadonlySet<string> | null, jobs: readonly Job[]): Seen {
  const over = jobs.filter(
    ({ kind, state }) => kind === 'text' && state !== 'waiting' && state !== 'running',
  );
  const failed = over.filter(({ id, state }) => state === 'failed' && ended?.has(id) === false);
  return {
    ended: new Set(over.map(({ id }) => id)),
    failed: failed.map(({ code }) => code ?? 'INTERNAL'),
  };
}
