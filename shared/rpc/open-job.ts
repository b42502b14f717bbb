/** What the state of a job means, for the queue and for every screen. */
import type { Job } from './contract-jobs.ts';

/** Whether a job is not over: it runs, or waits for its turn, for something to come, or for a person to let it go on. */
export function isOpenJob({ state }: Pick<Job, 'state'>): boolean {
  return state === 'waiting' || state === 'running';
}
