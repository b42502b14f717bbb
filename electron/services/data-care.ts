/** What looks after the data as a whole: backups and audits with their plans, moving it, the diagnostics bundle. */
import { freeSpace } from '../../node/files/free-space.ts';
import type { Log } from '../../node/log.ts';
import type { Vault } from '../../node/vault/vault-types.ts';
import { auditKinds } from './audit/audit-jobs.ts';
import { openAudits, type AuditServices } from './audit/audit.ts';
import { backupKinds } from './backup/backup-jobs.ts';
import { openBackups, type BackupServices } from './backup/backup.ts';
import { diagnosticsServices, type DiagnosticsServices } from './diagnostics/diagnostics.ts';
import type { JobKind, Queue } from './jobs/queue.ts';
import type { Journal } from './journal/journal.ts';
import type { HostModules } from './modules.ts';
import { moveKind, openPlace, type Moved, type PlaceServices } from './move-data/place.ts';
import type { SettingsStore } from './settings.ts';

type CareModules = Pick<HostModules, 'backupThread' | 'journalThread' | 'vaultThread'>;

export type CareServices = BackupServices & AuditServices & PlaceServices & DiagnosticsServices;

export type DataCare = {
  readonly services: CareServices;
  /** Ends the plans' clocks. */
  close(): void;
  /** Makes the move that was asked for; everything else has been closed, `isClean` or not, and the lock is still held. */
  settle(isClean: boolean): Promise<void>;
};

/** The kinds of jobs, for the queue. */
export function careKinds(deps: {
  readonly folder: string;
  readonly version: string;
  readonly modules: CareModules;
  readonly journal: Pick<Journal, 'archive' | 'person'>;
  readonly vault: Vault;
  readonly now: () => number;
}): JobKind[] {
  const { archive, person } = deps.journal;
  return [
    ...backupKinds(deps),
    ...auditKinds({ ...deps, archive, person }),
    moveKind({ folder: deps.folder, thread: deps.modules.backupThread }),
  ];
}

export function openDataCare(deps: {
  readonly folder: string;
  readonly version: string;
  readonly host: 'shell' | 'web' | 'cli';
  readonly modules: CareModules;
  readonly journal: Pick<Journal, 'archive' | 'person' | 'changes'>;
  readonly vault: Vault;
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
  const audits = openAudits(deps);
  const place = openPlace({ ...deps, archive: deps.journal.archive, thread, freeSpace });
  return {
    services: {
      ...backups.services,
      ...audits.services,
      ...place.services,
      ...diagnosticsServices({ ...deps, thread }),
    },
    close() {
      audits.close();
      backups.close();
    },
    settle: (isClean) => place.settle(isClean),
  };
}
