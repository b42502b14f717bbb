/** Backups as a host offers them: begun by a call, done as a job of the one queue in a thread of its own, remembered when they end. */
import { isAbsolute } from 'node:path';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { isInside, realPathOf } from '../../../node/backup/target-folder.ts';
import { createCaller } from '../../../node/calls/caller.ts';
import { startThread } from '../../../node/calls/thread.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Job } from '../../../shared/rpc/contract-import.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import type { JobKind, Queue } from '../jobs/queue.ts';
import type { HostModules } from '../modules.ts';
import type { BackupCalls, BackupTask, BackupThreadData } from './backup-calls.ts';
import { readState, writeState } from './backup-state.ts';
import type { BackupReport } from './make-backup.ts';
import type { RehearsalReport } from './rehearse-restore.ts';

const BACKUP_JOB = 'backup';
const REHEARSAL_JOB = 'rehearsal';

/** A terabyte by a slow line; whoever does not want to wait cancels. */
const TASK_MS = 7 * 24 * 60 * 60_000;
/** A cancelled thread ends between two files; one that does not is ended: a backup may be cut anywhere. */
const CANCEL_MS = 5000;

export type BackupDeps = {
  readonly folder: string;
  /** The program's version. */
  readonly version: string;
  readonly modules: Pick<HostModules, 'backupThread' | 'journalThread' | 'vaultThread'>;
  readonly now: () => number;
};

export type BackupServices = Pick<Services, 'backup.begin' | 'backup.rehearse' | 'backup.status'>;

/** The kinds of jobs; the queue that runs them is handed to `backupServices`. */
export function backupKinds({ folder, version, modules, now }: BackupDeps): JobKind[] {
  const run = (task: BackupTask, signal: AbortSignal, progress: (done: number, total: number) => void) =>
    runInThread(modules.backupThread, { dataFolder: folder, task }, signal, progress);
  return [
    {
      kind: BACKUP_JOB,
      atOnce: 1,
      async run({ payload }, signal, progress) {
        const target = z.string().parse(payload);
        const report = (await run(
          { do: 'backup', target, program: version },
          signal,
          progress,
        )) as BackupReport | null;
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
        const report = (await run(task, signal, progress)) as RehearsalReport | null;
        if (report === null) return 'cancelled';
        const { ok, n, files, codes, archive } = report;
        const rehearsed = { at: new Date(now()).toISOString(), target, ok, n, files, codes: [...codes] };
        await writeState(folder, archive, { rehearsed });
        if (!ok) throw new TroubleError('BACKUP_DAMAGED', { path: target });
        return 'done';
      },
    },
  ];
}

/** The calls of the backup contract. */
export function backupServices(deps: {
  readonly folder: string;
  readonly archive: string;
  readonly queue: Pick<Queue, 'wake' | 'list'>;
}): BackupServices {
  const { folder, archive, queue } = deps;

  async function begin(kind: string, target: string): Promise<{ job: string }> {
    if (!isAbsolute(target)) throw new TroubleError('BACKUP_TARGET_NOT_ABSOLUTE', { path: target });
    const isOpen = (job: Job) =>
      job.kind === kind && job.title === target && (job.state === 'waiting' || job.state === 'running');
    const running = queue.list().find(isOpen);
    if (running !== undefined) return { job: running.id };
    const job = newId();
    await queue.wake({ id: job, kind, title: target, payload: target });
    return { job };
  }

  return {
    async 'backup.begin'({ target }) {
      if (isAbsolute(target) && isInside(await realPathOf(target), await realPathOf(folder)))
        throw new TroubleError('BACKUP_INSIDE_DATA', { path: target });
      return begin(BACKUP_JOB, target);
    },
    'backup.rehearse': ({ target }) => begin(REHEARSAL_JOB, target),
    async 'backup.status'() {
      const { last, rehearsed } = await readState(folder, archive);
      return { last, rehearsed };
    },
  };
}

/** Runs a task in its thread; null when it was told to end. */
async function runInThread(
  thread: URL,
  data: BackupThreadData,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<BackupReport | RehearsalReport | null> {
  const port = startThread(thread, data);
  const caller = createCaller<BackupCalls>(port, TASK_MS);
  let timer: NodeJS.Timeout | undefined;
  const cancel = () => {
    caller.calls.cancel(null).catch(() => undefined);
    timer = setTimeout(() => caller.kill(), CANCEL_MS);
  };
  caller.on('progress', (value) => {
    const [done, total] = value as [number, number];
    progress(done, Math.max(done, total));
  });
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await caller.calls.run(null);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
    await port.end();
  }
}
