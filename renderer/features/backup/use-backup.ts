/** What is known of backups, and the jobs that make them now; read again whenever one ends, and every minute. */
import { useCallback, useEffect, useState } from 'react';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useDesk } from '../../ui/desk.ts';
import { useOwnJobs } from '../../ui/use-own-jobs.ts';

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
  const { host } = useDesk();
  const [known, setKnown] = useState<Pick<Backup, 'status' | 'asOf'>>({ status: null, asOf: 0 });

  const refresh = useCallback(() => {
    void host.call('backup.status', {}).then((answer) => {
      if (answer.ok) setKnown({ status: answer.value, asOf: Date.now() });
    });
  }, [host]);
  useEffect(() => {
    refresh();
    const timer = setInterval(refresh, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh]);

  const { jobs, follow, cancel } = useOwnJobs(KINDS, refresh);
  const begin = useCallback<Backup['begin']>(
    (call, target) => void follow(host.call(call, { target })),
    [follow, host],
  );
  return { ...known, jobs, begin, cancel, refresh };
}
