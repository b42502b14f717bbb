/** The jobs of one kind, as they are now. */
import { useEffect, useState } from 'react';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { useDesk } from '../../ui/desk.ts';

export function useJobs(kind: string): readonly Job[] {
  const { host } = useDesk();
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  useEffect(() => {
    let isTold = false;
    const take = (all: readonly Job[]) => setJobs(all.filter((job) => job.kind === kind));
    void host.call('job.list', {}).then((answer) => {
      // What an event told meanwhile is newer.
      if (answer.ok && !isTold) take(answer.value.jobs);
    });
    return host.on('jobs.changed', (event) => {
      isTold = true;
      take(event.jobs);
    });
  }, [host, kind]);
  return jobs;
}
