/** Backups and rehearsals as jobs of the one queue: their kinds, and how one is begun. */
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { TroubleError } from '../../../shared/result.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import type { JobKind, Queue } from '../jobs/queue.ts';
import type { HostModules } from '../modules.ts';
import { writeRehearsed } from './backup-state.ts';
import { runTask } from './run-task.ts';

export const BACKUP_JOB = 'backup';
export const REHEARSAL_JOB = 'rehearsal';
type BackupJob = typeof BACKUP_JOB | typeof REHEARSAL_JOB;

export type BackupDeps = {
  readonly folder: string;
  /** The program's version. */
  readonly version: string;
  readonly modules: Pick<HostModules, 'backupThread' | 'journalThread' | 'vaultThread'>;
  readonly now: () => number;
};

/** The kinds of jobs, for the queue. */
export function backupKinds({ folder, version, modules, now }: BackupDeps): JobKind[] {
  const thread = { thread: modules.backupThread, dataFolder: folder };
  return [
    {
      kind: BACKUP_JOB,
      atOnce: 1,
      async run({ payload }, signal, progress) {
        const target = z.string().parse(payload);
        const task = { do: 'backup', target, program: version } as const;
        const report = await runTask(task, { ...thread, signal, progress });
        if (report !== null && report.damaged.length > 0)
          throw new TroubleError('BACKUP_SOURCE_DAMAGED', { files: report.damaged.length });
        return 'done';
      },
    },
    {
      kind: REHEARSAL_JOB,
      atOnce: 1,
      async run({ payload }, signal, progress) {
        const target = z.string().parse(payload);
        const { journalThread, vaultThread } = modules;
        const task = {
          do: 'rehearse',
          target,
          journalThread: journalThread.href,
          vaultThread: vaultThread.href,
        } as const;
        const report = await runTask(task, { ...thread, signal, progress });
        if (report === null) return 'cancelled';
        const { ok, n, files, codes, archive } = report;
        const at = new Date(now()).toISOString();
        await writeRehearsed(folder, archive, { at, target, ok, n, files, codes: [...codes] });
        if (!ok) throw new TroubleError('BACKUP_DAMAGED', { path: target });
        return 'done';
      },
    },
  ];
}

/** Begins a job about a target, or answers the one that is under way. */
export async function beginJob(
  queue: Pick<Queue, 'wake' | 'list'>,
  kind: BackupJob,
  target: string,
): Promise<string> {
  const running = queue.list().find((job) => job.kind === kind && job.title === target && isOpenJob(job));
  if (running !== undefined) return running.id;
  const id = newId();
  await queue.wake({ id, kind, title: target, payload: target });
  return id;
}

/** Whether any backup or rehearsal waits or runs. */
export function isBusy(queue: Pick<Queue, 'list'>): boolean {
  return queue
    .list()
    .some((job) => (job.kind === BACKUP_JOB || job.kind === REHEARSAL_JOB) && isOpenJob(job));
}

/** Why the newest backup to a target failed; null when it did not. */
export function troubleOf(queue: Pick<Queue, 'list'>, target: string): string | null {
  const ended = queue
    .list()
    .filter((job) => job.kind === BACKUP_JOB && job.title === target && !isOpenJob(job));
  const newest = ended.at(-1);
  return newest?.state === 'failed' ? (newest.code ?? 'INTERNAL') : null;
}
