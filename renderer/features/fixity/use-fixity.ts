/** What is known of the vault's soundness, and the jobs that look after it now; asked again whenever one ends. */
import { useCallback, useEffect, useState } from 'react';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useDesk } from '../../ui/desk.ts';
import { useOwnJobs } from '../../ui/use-own-jobs.ts';

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
  const { host } = useDesk();
  const [status, setStatus] = useState<FixityStatus | null>(null);
  const [ended, setEnded] = useState(0);

  const refresh = useCallback(() => {
    void host.call('audit.status', {}).then((answer) => {
      if (answer.ok) setStatus(answer.value);
    });
  }, [host]);
  useEffect(refresh, [refresh]);

  const onEnded = useCallback(() => {
    refresh();
    setEnded((count) => count + 1);
  }, [refresh]);
  const { jobs, follow, cancel } = useOwnJobs(KINDS, onEnded);
  const audit = useCallback<Fixity['audit']>(
    (what) => void follow(host.call('audit.begin', { what })),
    [follow, host],
  );
  const repair = useCallback<Fixity['repair']>(
    (from) => void follow(host.call('audit.repair', { from })),
    [follow, host],
  );
  return { status, jobs, ended, audit, repair, cancel, refresh };
}
