/** What is known of backups, and the jobs that make them now; read again whenever one ends, and every minute. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useDesk } from '../../ui/desk.ts';

const KINDS = new Set(['backup', 'rehearsal']);
/** Disks come and go without a word. */
const ASK_EVERY_MS = 60_000;

export type BackupStatus = Output<'backup.status'>;

export type Backup = {
  readonly status: BackupStatus | null;
  /** When the host said so. */
  readonly asOf: number;
  /** Waiting or running. */
  readonly jobs: readonly Job[];
  /** Begins one; trouble is told, now or when the job ends with it. */
  readonly begin: (call: 'backup.begin' | 'backup.rehearse', target: string) => void;
  readonly cancel: (id: string) => void;
  /** Asks again now. */
  readonly refresh: () => void;
};

export function useBackup(): Backup {
  const { host, reportError } = useDesk();
  const [known, setKnown] = useState<Pick<Backup, 'status' | 'asOf'>>({ status: null, asOf: 0 });
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  /** Jobs whose end has not been seen yet; of those begun here it is told when they fail. */
  const watched = useRef(new Map<string, { readonly isOurs: boolean }>());

  const refresh = useCallback(() => {
    void host.call('backup.status', {}).then((answer) => {
      if (answer.ok) setKnown({ status: answer.value, asOf: Date.now() });
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
          if (job.state === 'failed' && seen?.isOurs === true) reportError({ code: job.code ?? 'INTERNAL' });
        }
      }
      setJobs(own.filter(isOpen));
    },
    [refresh, reportError],
  );

  useEffect(() => {
    refresh();
    const timer = setInterval(refresh, ASK_EVERY_MS);
    void host.call('job.list', {}).then((answer) => {
      if (answer.ok) take(answer.value.jobs);
    });
    const stopListening = host.on('jobs.changed', (event) => take(event.jobs));
    return () => {
      clearInterval(timer);
      stopListening();
    };
  }, [host, refresh, take]);

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
  return { ...known, jobs, begin, cancel, refresh };
}

function isOpen(job: Job): boolean {
  return job.state === 'waiting' || job.state === 'running';
}
