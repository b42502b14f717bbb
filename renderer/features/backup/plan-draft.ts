/** The plan as its form holds it, and back. Pure. */
import type { BackupPlan } from '../../../shared/rpc/contract-backup.ts';

export const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Monday first, as calendars here have it; 0 is Sunday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0] as const;

export type PlanDraft = {
  readonly when: 'off' | BackupPlan['when']['kind'];
  readonly hour: number;
  readonly day: number;
  readonly first: string;
  readonly second: string;
  readonly rehearse: BackupPlan['rehearse'];
};

export function draftOf(plan: BackupPlan | null): PlanDraft {
  const when = plan?.when;
  return {
    when: when?.kind ?? 'off',
    hour: when !== undefined && when.kind !== 'plugged' ? when.hour : 18,
    day: when?.kind === 'weekly' ? when.day : 5,
    first: plan?.targets[0] ?? '',
    second: plan?.targets[1] ?? '',
    rehearse: plan?.rehearse ?? 'remind',
  };
}

/** The plan that is meant; null: none; undefined: a folder is still to be named. */
export function planOf(draft: PlanDraft): BackupPlan | null | undefined {
  const { when: kind, hour, day, rehearse } = draft;
  if (kind === 'off') return null;
  const targets = [...new Set([draft.first.trim(), draft.second.trim()])].filter((target) => target !== '');
  if (targets.length === 0) return undefined;
  const when = kind === 'daily' ? { kind, hour } : kind === 'weekly' ? { kind, day, hour } : { kind };
  return { targets, when, rehearse };
}
