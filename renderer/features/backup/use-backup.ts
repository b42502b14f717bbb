/** What is known of backups, and the jobs that make them now; read again whenever one ends. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Job } from '../../../shared/rpc/contract-import.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useDesk } from '../../ui/desk.ts';

const KINDS = new Set(['backup', 'rehearsal']);

export type Backup = {
  readonly status: Output<'backup.status'> | null;
  /** Waiting or running. */
  readonly jobs: readonly Job[];
  /** Begins one; trouble is told, now or when the job ends with it. */
  readonly begin: (call: 'backup.begin' | 'backup.rehearse', target: string) => void;
  readonly cancel: (id: string) => void;
};

export function useBackup(): Backup {
  const { host, reportError } = useDesk();
  const [status, setStatus] = useState<Backup['status']>(null);
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  /** Jobs whose end has not been seen yet; of those begun here it is told when they fail. */
  const watched = useRef(new Map<string, { readonly isOurs: boolean }>());

  const read = useCallback(() => {
    void host.call('backup.status', {}).then((answer) => {
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
          read();
          if (job.state === 'failed' && seen?.isOurs === true) reportError({ code: job.code ?? 'INTERNAL' });
        }
      }
      setJobs(own.filter(isOpen));
    },
    [read, reportError],
  );

  useEffect(() => {
    read();
    void host.call('job.list', {}).then((answer) => {
      if (answer.ok) take(answer.value.jobs);
    });
    return host.on('jobs.changed', (event) => take(event.jobs));
  }, [host, read, take]);

  const begin = useCallback<Backup['begin']>(
    (call, target) => {
      void host.call(call, { target }).then(async (answer) => {
        if (!answer.ok) {
          reportError({ code: answer.code, details: answer.details });
          return;
        }
        watched.current.set(answer.value.job, { isOurs: true });
        // It may have ended before this answer came.
        const list = await host.call('job.list', {});
        if (list.ok) take(list.value.jobs);
      });
    },
    [host, reportError, take],
  );
  const cancel = useCallback((id: string) => void host.call('job.cancel', { id }), [host]);
  return { status, jobs, begin, cancel };
}

function isOpen(job: Job): boolean {
  return job.state === 'waiting' || job.state === 'running';
}
