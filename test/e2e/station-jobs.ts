/** Long jobs of a station, as journeys wait for them. */
import type { Job } from '../../shared/rpc/contract-jobs.ts';
import { must } from '../../shared/must.ts';
import { until } from '../fixtures/eventually.ts';
import { type Station } from '../fixtures/sync-world.ts';

/** Resolves with the job when it has ended, however it did. */
export async function jobEnds(station: Station, id: string): Promise<Job> {
  let found: Job | undefined;
  await until(`the job ${id} of ${station.name}`, async () => {
    found = (await station.call('job.list', {})).jobs.find((job) => job.id === id);
    return found !== undefined && found.state !== 'waiting' && found.state !== 'running';
  });
  return must(found, 'a job');
}

/** The same, and it went well. */
export async function jobIsDone(station: Station, id: string): Promise<Job> {
  const job = await jobEnds(station, id);
  if (job.state !== 'done') throw new Error(`${job.kind} of ${station.name}: ${job.state} ${job.code ?? ''}`);
  return job;
}
