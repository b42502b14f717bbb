/** The jobs of a screen's own kinds: those that are open, the end of each, and the trouble of those that were begun here. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Job } from '../../shared/rpc/contract-jobs.ts';
import { isOpenJob } from '../../shared/rpc/open-job.ts';
import type { Result } from '../../shared/result.ts';
import { useDesk } from './desk.ts';
import { followJobs, type FollowedJobs } from './follow-jobs.ts';

type OwnJobs = {
  /** Waiting or running. */
  readonly jobs: readonly Job[];
  /** Watches a job that is just being begun; trouble is told, now or when the job ends with it. */
  readonly follow: (begun: Promise<Result<{ readonly job: string }, string>>) => Promise<void>;
  readonly cancel: (id: string) => void;
};

/** `kinds` and `onEnded` stay the same from one rendering to the next. */
export function useOwnJobs(kinds: ReadonlySet<string>, onEnded: () => void): OwnJobs {
  const { host, reportError } = useDesk();
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  /** Jobs whose end has not been seen yet; of those begun here it is told when they fail. */
  const watched = useRef(new Map<string, { readonly isOurs: boolean }>());

  const take = useCallback(
    (all: readonly Job[]) => {
      const own = all.filter((job) => kinds.has(job.kind));
      for (const job of own) {
        const seen = watched.current.get(job.id);
        if (isOpenJob(job)) watched.current.set(job.id, seen ?? { isOurs: false });
        else if (watched.current.delete(job.id)) {
          onEnded();
          if (job.state === 'failed' && seen?.isOurs === true) reportError({ code: job.code ?? 'INTERNAL' });
        }
      }
      setJobs(own.filter(isOpenJob));
    },
    [kinds, onEnded, reportError],
  );

  const followed = useRef<FollowedJobs>(null);
  useEffect(() => {
    const following = followJobs(host, (told) => take(told.jobs));
    followed.current = following;
    return following.stop;
  }, [host, take]);

  const follow = useCallback<OwnJobs['follow']>(
    async (begun) => {
      const answer = await begun;
      if (!answer.ok) {
        reportError({ code: answer.code, details: answer.details });
        return;
      }
      watched.current.set(answer.value.job, { isOurs: true });
      // It may have ended before this answer came.
      await followed.current?.ask();
    },
    [reportError],
  );
  const cancel = useCallback((id: string) => void host.call('job.cancel', { id }), [host]);
  return { jobs, follow, cancel };
}
