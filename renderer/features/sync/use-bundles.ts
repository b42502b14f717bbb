/** The disk in place of the line: what lies in a folder, and the jobs that write and take. */
import { useEffect, useState } from 'react';
import type { Output } from '../../../shared/rpc/contract.ts';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { useDesk } from '../../ui/desk.ts';
import { followJobs } from '../../ui/follow-jobs.ts';
import { useSyncActs } from './use-sync-acts.ts';

const KINDS: ReadonlySet<string> = new Set(['bundleWrite', 'bundleTake']);

export type Bundle = Output<'bundle.look'>['bundles'][number];

export type Bundles = {
  /** Null before a folder was looked at, and after something was written to it. */
  readonly found: { readonly folder: string; readonly bundles: readonly Bundle[] } | null;
  /** All jobs of bundles that are known, the newest first. */
  readonly jobs: readonly Job[];
  readonly look: (folder: string) => void;
  readonly write: (folder: string) => void;
  readonly take: (folder: string) => void;
  readonly cancel: (job: string) => void;
};

export function useBundles(): Bundles {
  const { host, reportError } = useDesk();
  const { ask } = useSyncActs();
  const [found, setFound] = useState<Bundles['found']>(null);
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  useEffect(() => {
    const followed = followJobs(host, (told) =>
      setJobs(told.jobs.filter(({ kind }) => KINDS.has(kind)).toReversed()),
    );
    return followed.stop;
  }, [host]);
  const look = async (folder: string): Promise<void> => {
    const answer = await ask('bundle.look', { folder }, () => void look(folder));
    setFound(answer === null ? null : { folder, bundles: answer.bundles });
  };
  return {
    found,
    jobs,
    look: (folder) => void look(folder),
    write: (folder) => {
      setFound(null);
      void ask('bundle.write', { folder });
    },
    take: (folder) => void ask('bundle.take', { folder }),
    cancel: (job) =>
      void host.call('job.cancel', { id: job }).then((answer) => {
        if (!answer.ok) reportError({ code: answer.code, details: answer.details });
      }),
  };
}
