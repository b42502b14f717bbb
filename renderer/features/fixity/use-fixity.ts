/** What is known of the vault's soundness, and the jobs that look after it now; asked again whenever one ends. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useDesk } from '../../ui/desk.ts';

const KINDS = new Set(['audit', 'repair']);

export type FixityStatus = Output<'audit.status'>;

export type Fixity = {
  readonly status: FixityStatus | null;
  /** Waiting or running. */
  readonly jobs: readonly Job[];
  /** Counts the audits and repairs that ended while this was on the screen. */
  readonly ended: number;
  readonly audit: (what: 'sample' | 'all') => void;
  /** From a folder, or with null from the backups. */
  readonly repair: (from: string | null) => void;
  readonly cancel: (id: string) => void;
  readonly refresh: () => void;
};

export function useFixity(): Fixity {
  const { host, reportError } = useDesk();
  const [status, setStatus] = useState<FixityStatus | null>(null);
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const [ended, setEnded] = useState(0);
  /** Jobs whose end has not been seen yet; of those begun here it is told when they fail. */
  const watched = useRef(new Map<string, { readonly isOurs: boolean }>());

  const refresh = useCallback(() => {
    void host.call('audit.status', {}).then((answer) => {
      if (answer.ok) setStatus(answer.value);
    });
  }, [host]);

  const take = useCallback(
    (all: readonly Job[]) => {
      const own = all.filter((job) => KINDS.has(job.kind));
      for (const job of own) {
        const seen = watched.current.get(job.id);
        if (isOpen(job)) watched.current.set(job.id, seen ?? { isOurs: false });
        else if (watched.current.delete(job.id)) {
          refresh();
          setEnded((count) => count + 1);
          if (job.state === 'failed' && seen?.isOurs === true) reportError({ code: job.code ?? 'INTERNAL' });
        }
      }
      setJobs(own.filter(isOpen));
    },
    [refresh, reportError],
  );

  useEffect(() => {
    refresh();
    void host.call('job.list', {}).then((answer) => {
      if (answer.ok) take(answer.value.jobs);
    });
    return host.on('jobs.changed', (event) => take(event.jobs));
  }, [host, refresh, take]);

  const follow = useCallback(
    async (begun: Promise<{ ok: true; value: { job: string } } | { ok: false; code: string }>) => {
      const answer = await begun;
      if (!answer.ok) {
        reportError({ code: answer.code });
        return;
      }
      watched.current.set(answer.value.job, { isOurs: true });
      // It may have ended before this answer came.
      const list = await host.call('job.list', {});
      if (list.ok) take(list.value.jobs);
    },
    [host, reportError, take],
  );
  const audit = useCallback<Fixity['audit']>(
    (what) => void follow(host.call('audit.begin', { what })),
    [follow, host],
  );
  const repair = useCallback<Fixity['repair']>(
    (from) => void follow(host.call('audit.repair', { from })),
    [follow, host],
  );
  const cancel = useCallback((id: string) => void host.call('job.cancel', { id }), [host]);
  return { status, jobs, ended, audit, repair, cancel, refresh };
}

function isOpen(job: Job): boolean {
  return job.state === 'waiting' || job.state === 'running';
}
