/** Keeps the status that windows see: what the thread reports, what the journal counts, what the files tell. */
import type { SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import type { Journal } from '../journal/journal.ts';
import type { CentreReport } from './centre.ts';
import { NO_COUNTS, NO_FILES, statusOf, type FilesCounts, type JournalCounts } from './status-of.ts';
import type { TravelWait } from './travel.ts';

/** Windows are told four times a second at most. */
const TELL_MS = 250;

export type StatusTeller = {
  report(): CentreReport;
  setReport(report: CentreReport): void;
  files(): FilesCounts;
  setFiles(files: FilesCounts): void;
  /** As it is now, the unsent counted anew. */
  now(): Promise<SyncStatus>;
  /** The journal has grown: windows are told, and a round is worth its while when something of it is unsent. */
  grown(): void;
  /** Something else is another. */
  tell(): void;
  close(): void;
};

export function createStatusTeller(deps: {
  readonly first: CentreReport;
  readonly journal: Pick<Journal, 'unsent'>;
  readonly pause: () => SyncStatus['pause'];
  readonly filesWait: () => TravelWait | null;
  readonly emit: Emit;
  readonly onTold: (report: CentreReport) => void;
  readonly onUnsent: () => void;
  readonly reportError: (error: unknown) => void;
}): StatusTeller {
  const { journal, pause, filesWait, emit } = deps;
  let report = deps.first;
  let counts: JournalCounts = NO_COUNTS;
  let files: FilesCounts = NO_FILES;
  let telling: NodeJS.Timeout | null = null;
  let counting: Promise<void> | null = null;
  /** What was taken in from the centre makes the journal grow too. */
  let hasGrown = false;

  const status = (): SyncStatus =>
    statusOf({ report, counts, files, pause: pause(), filesWait: filesWait() });

  async function countOnce(): Promise<void> {
    counts = await journal.unsent();
  }
  function count(): Promise<void> {
    if (report.link !== 'linked') return Promise.resolve();
    counting ??= countOnce().finally(() => {
      counting = null;
    });
    return counting;
  }

  async function tellNow(): Promise<void> {
    telling = null;
    const grew = hasGrown;
    hasGrown = false;
    try {
      await count();
    } catch (error) {
      hasGrown ||= grew;
      throw error;
    }
    emit('sync.changed', status());
    deps.onTold(report);
    if (grew && counts.ops > 0) deps.onUnsent();
  }

  const tell = (): void => {
    telling ??= setTimeout(() => void tellNow().catch(deps.reportError), TELL_MS).unref();
  };

  return {
    report: () => report,
    setReport(next) {
      report = next;
      tell();
    },
    files: () => files,
    setFiles(next) {
      files = next;
      tell();
    },
    async now() {
      await count();
      return status();
    },
    grown() {
      if (report.link !== 'linked') return;
      hasGrown = true;
      tell();
    },
    tell,
    close() {
      if (telling !== null) clearTimeout(telling);
      telling = null;
    },
  };
}
