/** What the thread answers that does one backup or one rehearsal and ends. */
import type { BackupReport } from './make-backup.ts';
import type { RehearsalReport } from './rehearse-restore.ts';

export type BackupTask =
  | { readonly do: 'backup'; readonly target: string; readonly program: string }
  | {
      readonly do: 'rehearse';
      readonly target: string;
      readonly journalThread: string;
      readonly vaultThread: string;
    };

/** What the thread is started with. */
export type BackupThreadData = { readonly dataFolder: string; readonly task: BackupTask };

export type BackupCalls = {
  /** Does the task; meanwhile the event `progress` tells `[done, total]` in files, total 0 while nobody knows. */
  run(input: null): Promise<BackupReport | RehearsalReport>;
  /** Asks it to end; `run` then ends with CANCELLED. */
  cancel(input: null): null;
};
