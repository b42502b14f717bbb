/** Which words the backups' state deserves. Pure. */
import type { TargetStatus } from '../../../shared/rpc/contract-backup.ts';
import type { BackupStatus } from './use-backup.ts';

const DAY_MS = 24 * 60 * 60_000;

export type BackupWord =
  | { readonly word: 'none' }
  | { readonly word: 'unknown' | 'failed' | 'partly' }
  | { readonly word: 'late'; readonly days: number }
  | { readonly word: 'rehearse' }
  | { readonly word: 'fine'; readonly at: string };

/** What the status bar says of all backups together: the worst that a person can do something about. */
export function wordOf({ plan, targets }: BackupStatus, now: number): BackupWord {
  const watched = plan === null ? targets : targets.filter(({ isPlanned }) => isPlanned);
  const newest = newestOf(targets);
  if (newest === null) return { word: watched.some(({ trouble }) => trouble !== null) ? 'failed' : 'none' };
  const late = watched.filter(({ state }) => state === 'overdue');
  const oldest = late.flatMap(({ last }) => last?.at ?? []).sort()[0];
  if (oldest !== undefined) return { word: 'late', days: daysSince(oldest, now) };
  if (watched.some(({ state }) => state === 'unknown')) return { word: 'unknown' };
  if (watched.some(({ trouble }) => trouble !== null)) return { word: 'failed' };
  if (watched.some(({ state }) => state === 'never')) return { word: 'partly' };
  if (plan?.rehearse === 'remind' && watched.some((target) => isReminded(target, now)))
    return { word: 'rehearse' };
  return { word: 'fine', at: newest.at };
}

/** The newest backup that holds a record whose last change has this number; null: none does yet. */
export function backupHolding(targets: readonly TargetStatus[], n: number): string | null {
  return newestOf(targets.filter(({ last }) => last !== null && n <= last.n))?.at ?? null;
}

function daysSince(at: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(at)) / DAY_MS));
}

function newestOf(targets: readonly TargetStatus[]): TargetStatus['last'] {
  const all = targets.flatMap(({ last }) => (last === null ? [] : [last]));
  return all.sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}

/** Not on the first day: whoever has just made the first backup has something else to do. */
function isReminded({ isRehearsalDue, rehearsed, last }: TargetStatus, now: number): boolean {
  return isRehearsalDue && (rehearsed !== null || (last !== null && daysSince(last.at, now) > 0));
}
