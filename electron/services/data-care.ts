/** What looks after the data as a whole: backups and their plan, moving it, the diagnostics bundle. */
import { freeSpace } from '../../node/files/free-space.ts';
import type { Log } from '../../node/log.ts';
import { backupKinds } from './backup/backup-jobs.ts';
import { openBackups, type BackupServices } from './backup/backup.ts';
import { diagnosticsServices, type DiagnosticsServices } from './diagnostics/diagnostics.ts';
import type { JobKind, Queue } from './jobs/queue.ts';
import type { Journal } from './journal/journal.ts';
import type { HostModules } from './modules.ts';
import { moveKind, openPlace, type Moved, type PlaceServices } from './move-data/place.ts';
import type { SettingsStore } from './settings.ts';

type CareModules = Pick<HostModules, 'backupThread' | 'journalThread' | 'vaultThread'>;

export type CareServices = BackupServices & PlaceServices & DiagnosticsServices;

export type DataCare = {
  readonly services: CareServices;
  /** Ends the plan's clock. */
  close(): void;
  /** Makes the move that was asked for; everything else has been closed, `isClean` or not, and the lock is still held. */
  settle(isClean: boolean): Promise<void>;
};

/** The kinds of jobs, for the queue. */
export function careKinds(deps: {
  readonly folder: string;
  readonly version: string;
  readonly modules: CareModules;
  readonly now: () => number;
}): JobKind[] {
  return [...backupKinds(deps), moveKind({ folder: deps.folder, thread: deps.modules.backupThread })];
}

export function openDataCare(deps: {
  readonly folder: string;
  readonly version: string;
  readonly host: 'shell' | 'web' | 'cli';
  readonly modules: CareModules;
  readonly journal: Pick<Journal, 'archive' | 'changes'>;
  readonly queue: Pick<Queue, 'wake' | 'list'>;
  readonly settings: SettingsStore;
  readonly canWrite: boolean;
  readonly pickFolder?: () => Promise<string | null>;
  readonly notSwitched?: string | null;
  readonly stop: () => void;
  readonly onMoved: (moved: Moved) => void;
  readonly log: Log;
  readonly now: () => number;
}): DataCare {
  const thread = deps.modules.backupThread;
  const backups = openBackups(deps);
  const place = openPlace({ ...deps, archive: deps.journal.archive, thread, freeSpace });
  return {
    services: { ...backups.services, ...place.services, ...diagnosticsServices({ ...deps, thread }) },
    close: () => backups.close(),
    settle: (isClean) => place.settle(isClean),
  };
}
