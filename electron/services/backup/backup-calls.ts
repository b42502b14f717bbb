/** What the thread answers that does one backup, one rehearsal or one other long task over the data folder, and ends. */
import type { AuditReport, AuditTask } from '../audit/run-audit.ts';
import type { RepairReport, RepairTask } from '../audit/run-repair.ts';
import type { MoveReport } from '../move-data/move-data.ts';
import type { BackupReport } from './make-backup.ts';
import type { RehearsalReport } from './rehearse-restore.ts';

export type BackupTask =
  | { readonly do: 'backup'; readonly target: string; readonly program: string }
  | {
      readonly do: 'rehearse';
      readonly target: string;
      readonly journalThread: string;
      readonly vaultThread: string;
    }
  | { readonly do: 'precopy'; readonly to: string }
  | { readonly do: 'switch'; readonly to: string }
  | ({ readonly do: 'audit' } & AuditTask)
  | ({ readonly do: 'repair' } & RepairTask)
  | { readonly do: 'diagnose'; readonly version: string; readonly host: 'shell' | 'web' | 'cli' };

/** What each task comes to. */
export type TaskReports = {
  readonly backup: BackupReport;
  readonly rehearse: RehearsalReport;
  readonly precopy: { readonly objects: number };
  readonly switch: MoveReport;
  readonly audit: AuditReport;
  readonly repair: RepairReport;
  /** The text of the bundle. */
  readonly diagnose: string;
};

/** What the thread is started with. */
export type BackupThreadData = { readonly dataFolder: string; readonly task: BackupTask };

export type BackupCalls = {
  /** Does the task; meanwhile the event `progress` tells `[done, total]` in files, total 0 while nobody knows. */
  run(input: null): Promise<TaskReports[keyof TaskReports]>;
  /** Asks it to end; `run` then ends with CANCELLED. */
  cancel(input: null): null;
};
