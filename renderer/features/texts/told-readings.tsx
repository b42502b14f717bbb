/** Tells how readings ended when pages could not be read; it shows nothing itself. */
import { useEffect, useRef } from 'react';
import { useDesk } from '../../ui/desk.ts';
import { followJobs } from '../../ui/follow-jobs.ts';
import { failedSince } from './failed-since.ts';

export function ToldReadings() {
  const { host, reportError } = useDesk();
  const ended = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const followed = followJobs(host, ({ jobs }) => {
      const seen = failedSince(ended.current, jobs);
      ended.current = seen.ended;
      for (const code of seen.failed) reportError({ code });
    });
    return followed.stop;
  }, [host, reportError]);
  return null;
}
