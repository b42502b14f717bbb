/** Backups as a host offers them: begun by a call or by the plan, done as jobs of the one queue, remembered when they end. */
import { isAbsolute, join } from 'node:path';
import { isInside, realPathOf } from '../../../node/backup/target-folder.ts';
import { freeSpace } from '../../../node/files/free-space.ts';
import type { Log } from '../../../node/log.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import type { Queue } from '../jobs/queue.ts';
import { JOURNAL_FILE, type Journal } from '../journal/journal.ts';
import type { SettingsStore } from '../settings.ts';
import { BACKUP_JOB, beginJob, isBusy, REHEARSAL_JOB } from './backup-jobs.ts';
import { createBackupPlan } from './backup-plan.ts';
import { forgetTarget } from './backup-state.ts';
import { numberOf } from './journal-snapshot.ts';
import { REHEARSAL_FOLDER, sweepRehearsal } from './rehearse-restore.ts';

export type BackupServices = Pick<
  Services,
  'backup.begin' | 'backup.rehearse' | 'backup.status' | 'backup.plan' | 'backup.forget' | 'backup.number'
>;

export type Backups = { readonly services: BackupServices; close(): void };

/** Opens the backups of a data folder whose lock is held; one that may not write has no plan at work. */
export function openBackups(deps: {
  readonly folder: string;
  readonly journal: Pick<Journal, 'archive' | 'changes'>;
  readonly queue: Pick<Queue, 'wake' | 'list'>;
  readonly settings: SettingsStore;
  readonly canWrite: boolean;
  readonly log: Log;
  readonly now: () => number;
}): Backups {
  const { folder, journal, queue, settings } = deps;
  const plan = createBackupPlan({
    folder,
    archive: journal.archive,
    queue,
    plan: () => settings.read().backup,
    markAt: async (n) => (await journal.changes({ after: n, limit: 1 })).since,
    freeSpace,
    log: deps.log,
    now: deps.now,
  });
  if (deps.canWrite) {
    plan.start();
    if (!isBusy(queue)) void sweepRehearsal(join(folder, REHEARSAL_FOLDER));
  }

  async function refuseUnfit(target: string): Promise<void> {
    if (!isAbsolute(target)) throw new TroubleError('BACKUP_TARGET_NOT_ABSOLUTE', { path: target });
    if (isInside(await realPathOf(target), await realPathOf(folder)))
      throw new TroubleError('BACKUP_INSIDE_DATA', { path: target });
  }

  return {
    services: {
      async 'backup.begin'({ target }) {
        await refuseUnfit(target);
        return { job: await beginJob(queue, BACKUP_JOB, target) };
      },
      async 'backup.rehearse'({ target }) {
        if (!isAbsolute(target)) throw new TroubleError('BACKUP_TARGET_NOT_ABSOLUTE', { path: target });
        return { job: await beginJob(queue, REHEARSAL_JOB, target) };
      },
      'backup.status': async () => ({ plan: settings.read().backup, targets: await plan.status() }),
      async 'backup.plan'({ plan: next }) {
        for (const target of next?.targets ?? []) await refuseUnfit(target);
        const { backup } = settings.write({ backup: next });
        // Whoever has made a plan sees it at work.
        plan.lookNow();
        return { plan: backup };
      },
      'backup.number': async ({ id }) => ({ n: numberOf(join(folder, JOURNAL_FILE), id) }),
      async 'backup.forget'({ target }) {
        await forgetTarget(folder, target);
        return {};
      },
    },
    close: () => plan.stop(),
  };
}
