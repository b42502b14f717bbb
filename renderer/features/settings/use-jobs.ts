/** The jobs of one kind, as they are now. */
import { useEffect, useState } from 'react';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { useDesk } from '../../ui/desk.ts';
import { followJobs } from '../../ui/follow-jobs.ts';

export function useJobs(kind: string): readonly Job[] {
  const { host } = useDesk();
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  useEffect(() => {
    const followed = followJobs(host, (told) => setJobs(told.jobs.filter((job) => job.kind === kind)));
    return followed.stop;
  }, [host, kind]);
  return jobs;
}
