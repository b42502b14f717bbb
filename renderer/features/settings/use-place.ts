/** Where the data lies and how far a move of it is, for the settings. Trouble is told by the desk. */
import { useCallback, useEffect, useState } from 'react';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import { useDesk } from '../../ui/desk.ts';
import { useJobs } from './use-jobs.ts';

export type Place = {
  readonly status: Output<'place.status'> | null;
  /** The copy under way. */
  readonly job: Job | null;
  /** Why the last copy ended early. */
  readonly trouble: string | null;
  readonly copy: (to: string) => void;
  readonly cancel: (id: string) => void;
  /** Answers whether the host has begun to switch. */
  readonly switchOver: () => Promise<boolean>;
};

export function usePlace(): Place {
  const { host, reportError } = useDesk();
  const [status, setStatus] = useState<Place['status']>(null);
  const newest = useJobs('move').at(-1) ?? null;
  const state = newest?.state ?? null;

  useEffect(() => {
    let isGone = false;
    const ask = () =>
      void host.call('place.status', {}).then((answer) => {
        if (answer.ok && !isGone) setStatus(answer.value);
      });
    ask();
    // Each turn of a move changes it, and a host that came back tells of its jobs too.
    const stopListening = host.on('jobs.changed', ask);
    return () => {
      isGone = true;
      stopListening();
    };
  }, [host]);

  const copy = useCallback(
    (to: string) => {
      void host.call('place.copy', { to }).then((answer) => {
        if (!answer.ok) reportError({ code: answer.code, details: answer.details });
      });
    },
    [host, reportError],
  );
  const cancel = useCallback((id: string) => void host.call('job.cancel', { id }), [host]);
  const switchOver = useCallback(async () => {
    const answer = await host.call('place.switch', {});
    if (!answer.ok) reportError({ code: answer.code, details: answer.details });
    return answer.ok;
  }, [host, reportError]);
  return {
    status,
    job: newest !== null && isOpenJob(newest) ? newest : null,
    trouble: state === 'failed' ? (newest?.code ?? 'INTERNAL') : null,
    copy,
    cancel,
    switchOver,
  };
}
