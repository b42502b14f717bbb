/**
 * When a plan wants a backup, and how late it is. Pure. No clock is believed: a backup that is dated in the future has an
 * unknown age, and one is made at once.
 */
import type { BackupPlan, TargetStatus } from '../../../shared/rpc/contract-backup.ts';
import { lastSlot, nextSlot, type Slot } from '../slots.ts';

export const DAY_MS = 24 * 60 * 60_000;
/** After a try that failed. */
const RETRY_MS = 60 * 60_000;
const REHEARSE_EVERY_MS = 30 * DAY_MS;
/** How old the last backup may be before it is called late: one turn may be missed. */
const LATE_MS = { daily: 2 * DAY_MS, weekly: 8 * DAY_MS, plugged: 7 * DAY_MS } as const;

type When = BackupPlan['when'];

/** Moments in milliseconds since 1970. */
export type TargetFacts = {
  /** The last backup's date; null when there was none. */
  readonly last: number | null;
  /** Since when the folder can be reached; null while it cannot. */
  readonly hereSince: number | null;
  /** When the plan last tried. */
  readonly tried: number | null;
};

export type Judgement = {
  readonly state: TargetStatus['state'];
  readonly isDue: boolean;
  /** The next moment that the plan names; null when it waits for a disk. */
  readonly next: number | null;
};

/** Judges one target; without a plan nothing is due or late. */
export function judgeTarget(when: When | null, facts: TargetFacts, now: number): Judgement {
  const { last } = facts;
  const known = last !== null && last <= now ? last : null;
  const isLate = when !== null && known !== null && now - known > LATE_MS[when.kind];
  const state = last === null ? 'never' : known === null ? 'unknown' : isLate ? 'overdue' : 'fine';
  if (when === null) return { state, isDue: false, next: null };
  const isWanted = known === null || known < wantedSince(when, facts, now);
  const isResting = facts.tried !== null && facts.tried <= now && now - facts.tried < RETRY_MS;
  return {
    state,
    isDue: facts.hereSince !== null && isWanted && !isResting,
    next: when.kind === 'plugged' ? null : nextSlot(slotOf(when), now),
  };
}

/** Whether a month has gone by since the last rehearsal, or none is known. */
export function isRehearsalDue(last: number | null, rehearsed: number | null, now: number): boolean {
  if (last === null) return false;
  return rehearsed === null || rehearsed > now || now - rehearsed > REHEARSE_EVERY_MS;
}

/** A backup older than this moment is not enough. */
function wantedSince(when: When, { hereSince }: TargetFacts, now: number): number {
  if (when.kind === 'plugged') return Math.max(hereSince ?? 0, now - DAY_MS);
  return lastSlot(slotOf(when), now);
}

function slotOf(when: Exclude<When, { kind: 'plugged' }>): Slot {
  return when.kind === 'weekly' ? { hour: when.hour, weekday: when.day } : { hour: when.hour };
}
