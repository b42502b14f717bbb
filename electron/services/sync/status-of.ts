/** The status that windows are told, put together from what the sync thread, the journal and the files know. */
import type { SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import type { CentreReport } from './centre.ts';
import type { LoopState } from './loop.ts';
import { NO_MEMBERSHIP } from './membership.ts';
import type { TravelWait } from './travel.ts';

/** What the journal has that the centre lacks. */
export type JournalCounts = {
  readonly ops: number;
  readonly records: number;
  readonly pages: number;
};

export type FilesCounts = {
  readonly files: number;
  readonly bytes: number;
  readonly activity: { readonly done: number; readonly total: number | null } | null;
};

export const NO_COUNTS: JournalCounts = { ops: 0, records: 0, pages: 0 };
export const NO_FILES: FilesCounts = { files: 0, bytes: 0, activity: null };

/** Before the thread has told anything. */
export const UNKNOWN: CentreReport = {
  link: 'none',
  centre: null,
  archive: null,
  loop: { state: 'off', trouble: null, next: null, lastComplete: null, lastLook: null },
  activity: null,
  person: null,
  facts: null,
  held: 0,
  older: 0,
  unsecured: 0,
  ...NO_MEMBERSHIP,
};

export function statusOf(known: {
  readonly report: CentreReport;
  readonly counts: JournalCounts;
  readonly files: FilesCounts;
  readonly pause: SyncStatus['pause'];
  readonly filesWait: TravelWait | null;
}): SyncStatus {
  const { report, counts, files, pause, filesWait } = known;
  const { loop, person } = report;
  const isLinked = report.link === 'linked';
  const { ops, records, pages } = isLinked ? counts : NO_COUNTS;
  const activity =
    report.activity ?? (files.activity === null ? null : { work: 'files' as const, ...files.activity });
  return {
    link: report.link,
    state: !isLinked
      ? 'off'
      : stateOf(loop, { isPaused: pause !== null, isSignedIn: person !== null, activity }),
    centre: report.centre,
    unsent: { ops, records, pages, files: isLinked ? files.files : 0, bytes: isLinked ? files.bytes : 0 },
    unsecured: report.unsecured,
    held: report.held,
    older: report.older,
    lastContact: report.lastContact,
    lastComplete: report.lastComplete,
    activity: isLinked ? activity : null,
    pause,
    filesWait:
      !isLinked || pause !== null || filesWait === null
        ? null
        : { why: filesWait.why, until: new Date(filesWait.until).toISOString() },
    next: loop.next === null ? null : new Date(loop.next).toISOString(),
    trouble: isLinked ? troubleOf(loop, person !== null) : null,
    clock: report.clock,
    person,
    attention: report.attention,
  };
}

function stateOf(
  { state }: LoopState,
  facts: { isPaused: boolean; isSignedIn: boolean; activity: SyncStatus['activity'] },
): SyncStatus['state'] {
  if (facts.isPaused) return 'paused';
  if (!facts.isSignedIn) return 'stopped';
  // A round that finds nothing is no work that anybody wants to see.
  if (state === 'working')
    return facts.activity === null || facts.activity.work === 'greeting' ? 'resting' : 'working';
  return state === 'resting' && facts.activity !== null ? 'working' : state;
}

function troubleOf({ trouble }: LoopState, isSignedIn: boolean): SyncStatus['trouble'] {
  if (!isSignedIn) return { code: 'SIGN_IN_NEEDED', details: {}, since: new Date().toISOString() };
  if (trouble === null) return null;
  const { code, details, since } = trouble;
  // The centre's word for a token that it does not take any more; what helps is a password.
  return {
    code: code === 'SIGN_IN' ? 'SIGN_IN_NEEDED' : code,
    details: { ...details },
    since: new Date(since).toISOString(),
  };
}
