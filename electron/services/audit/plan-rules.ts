/**
 * When a plan wants an audit, and of what. Pure. A night that the machine slept through is made up for as soon as it is awake;
 * a month's round goes on every night until everything has been read.
 */
import type { AuditPlan, AuditRun } from '../../../shared/rpc/contract-audit.ts';
import { lastSlot, nextSlot } from '../slots.ts';

/** After a try that failed, or was cut. */
const RETRY_MS = 60 * 60_000;

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
  const night = lastSlot({ hour: plan.hour }, now);
  const month = lastSlot({ hour: plan.hour, day: plan.day }, now);
  const ended = past(facts.last?.at ?? null, now);
  const isResting = facts.tried !== null && facts.tried <= now && now - facts.tried < RETRY_MS;
  const isDue = (ended === null || ended < night) && !isResting;
  const isMonthDue = round !== null || (past(facts.lastAll, now) ?? 0) < month;
  const since = round?.begun ?? (isMonthDue ? month : now);
  const due = isMonthDue ? 'all' : 'sample';
  return { due: isDue ? due : null, since, round, next: nextSlot({ hour: plan.hour }, now) };
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
