/** The host's queue of jobs, followed. */
import type { Jobs } from '../../shared/rpc/contract-jobs.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';

export type FollowedJobs = {
  /** Asks once more, for a job that may have ended before anybody knew of it. */
  readonly ask: () => Promise<void>;
  readonly stop: () => void;
};

/** Tells `take` what the queue holds: what the host answers first, then each change. */
export function followJobs(host: HostClient, take: (jobs: Jobs) => void): FollowedJobs {
  let changes = 0;
  let isOver = false;
  async function ask(): Promise<void> {
    const before = changes;
    const answer = await host.call('job.list', {});
    // What was told while the answer was on its way is newer.
    if (answer.ok && changes === before && !isOver) take(answer.value);
  }
  const stopListening = host.on('jobs.changed', (jobs) => {
    changes += 1;
    take(jobs);
  });
  void ask();
  return {
    ask,
    stop() {
      isOver = true;
      stopListening();
    },
  };
}
