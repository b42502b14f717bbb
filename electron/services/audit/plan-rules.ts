/**
 * When a plan wants an audit, and of what. Pure. A night that the machine slept through is made up for as soon as it is awake;
 * a month's round goes on every night until everything has been read.
 */
import type { AuditPlan, AuditRun } from '../../../shared/rpc/contract-audit.ts';
import { lastSlot, nextSlot } from '../slots.ts';

/** After a try that failed, or was cut. */
const RETRY_MS = 60 * 60_000;
/** What a sleeping machine missed is made up for when its person has settled down to work, and not in the first minutes. */
const SETTLED_MS = 30 * 60_000;

/** Moments in milliseconds since 1970. */
export type AuditFacts = {
  /** The last audit that the plan can count on, whoever began it; null: none yet. */
  readonly last: {
    readonly at: number;
    readonly what: AuditRun['what'];
    readonly left: number;
    readonly since: number;
  } | null;
  /** When everything had been read the last time. */
  readonly lastAll: number | null;
  /** When the plan last began one. */
  readonly tried: number | null;
  /** Since when the host is at work. */
  readonly started: number;
};

export type AuditJudgement = {
  /** Null: nothing is due. */
  readonly due: AuditRun['what'] | null;
  /** Of `all`: whatever was audited before this moment has to be. */
  readonly since: number;
  /** A round that goes on. */
  readonly round: { readonly begun: number; readonly left: number } | null;
  readonly next: number | null;
};

/** Judges the plan at a moment. */
export function judgeAudit(plan: AuditPlan, facts: AuditFacts, now: number): AuditJudgement {
  const round = roundOf(facts, now);
  if (!plan.isOn) return { due: null, since: now, round, next: null };
  const month = lastSlot({ hour: plan.hour, day: plan.day }, now);
  const isMonthDue = round !== null || (past(facts.lastAll, now) ?? 0) < month;
  const due = isMonthDue ? 'all' : 'sample';
  return {
    due: isNightDue(plan.hour, facts, now) ? due : null,
    since: round?.begun ?? (isMonthDue ? month : now),
    round,
    next: nextSlot({ hour: plan.hour }, now),
  };
}

function isNightDue(hour: number, { last, tried, started }: AuditFacts, now: number): boolean {
  const night = lastSlot({ hour }, now);
  const ended = past(last?.at ?? null, now);
  if (ended !== null && ended >= night) return false;
  if (tried !== null && tried <= now && now - tried < RETRY_MS) return false;
  return night >= started || now - started >= SETTLED_MS;
}

/** An audit of everything that its night was too short for. */
function roundOf({ last, lastAll }: AuditFacts, now: number): AuditJudgement['round'] {
  if (last === null || last.what !== 'all' || last.left === 0 || last.since > now) return null;
  return lastAll !== null && lastAll > last.at ? null : { begun: last.since, left: last.left };
}

/** A date in the future says nothing: what is dated so has an unknown age. */
function past(moment: number | null, now: number): number | null {
  return moment === null || moment > now ? null : moment;
}
