/** Tells how readings ended when pages could not be read; it shows nothing itself. */
import { useEffect, useRef } from 'react';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { useDesk } from '../../ui/desk.ts';
import { failedSince } from './failed-since.ts';

export function ToldReadings() {
  const { host, reportError } = useDesk();
  const ended = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const take = (jobs: readonly Job[]) => {
      const seen = failedSince(ended.current, jobs);
      ended.current = seen.ended;
      for (const code of seen.failed) reportError({ code });
    };
    void host.call('job.list', {}).then((answer) => {
      if (answer.ok) take(answer.value.jobs);
    });
    return host.on('jobs.changed', (event) => take(event.jobs));
  }, [host, reportError]);
  return null;
}
