/** The queue as it is now, and what may be done with it. */
import { useCallback, useEffect, useState } from 'react';
import type { CpuShare, Jobs } from '../../../shared/rpc/contract-jobs.ts';
import type { Result } from '../../../shared/result.ts';
import { useDesk } from '../../ui/desk.ts';
import { followJobs } from '../../ui/follow-jobs.ts';

/** Undefined until the host has answered. */
export function useJobs(): Jobs | undefined {
  const { host } = useDesk();
  const [jobs, setJobs] = useState<Jobs>();
  useEffect(() => followJobs(host, setJobs).stop, [host]);
  return jobs;
}

export type JobActs = {
  /** Null: all. */
  readonly pause: (id: string | null) => void;
  readonly resume: (id: string | null) => void;
  readonly cancel: (id: string) => void;
  readonly retry: (id: string) => void;
  readonly share: (share: CpuShare) => void;
};

export function useJobActs(): JobActs {
  const { host, reportError } = useDesk();
  const told = useCallback(
    (answer: Promise<Result<unknown, string>>) => {
      void answer.then((result) => {
        if (!result.ok) reportError({ code: result.code, details: result.details });
      });
    },
    [reportError],
  );
  return {
    pause: (id) => told(host.call('job.pause', { id })),
    resume: (id) => told(host.call('job.resume', { id })),
    cancel: (id) => told(host.call('job.cancel', { id })),
    retry: (id) => told(host.call('job.retry', { id })),
    share: (share) => told(host.call('job.cpu', { share })),
  };
}
