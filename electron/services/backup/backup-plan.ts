/**
 * The plan at work: looks every minute what is due and begins it by the one queue, quietly. Nothing waits for it, and a
 * disk that is not plugged in is no failure; what went wrong stands in the status.
 */
import type { Log } from '../../../node/log.ts';
import type { BackupPlan, LastBackup, TargetStatus } from '../../../shared/rpc/contract-backup.ts';
import type { Queue } from '../jobs/queue.ts';
import { BACKUP_JOB, beginJob, isBusy, REHEARSAL_JOB, troubleOf } from './backup-jobs.ts';
import { readStates, type TargetState } from './backup-state.ts';
import { DAY_MS, isRehearsalDue, judgeTarget, type Judgement } from './plan-rules.ts';
import { createPresence, type Presence } from './target-presence.ts';

const LOOK_EVERY_MS = 60_000;
/** A rehearsal lays the whole archive down once more; this much has to stay free beside it. */
const ROOM_LEFT_BYTES = 5e9;

export type BackupPlanDeps = {
  readonly folder: string;
  readonly archive: string;
  readonly queue: Pick<Queue, 'wake' | 'list'>;
  readonly plan: () => BackupPlan | null;
  /** The journal's mark at a number, to know a history by. */
  readonly markAt: (n: number) => Promise<string>;
  readonly freeSpace: (folder: string) => Promise<number>;
  readonly log: Log;
  readonly now: () => number;
  readonly presence?: Presence;
};

export type PlanAtWork = {
  /** Of every target: those of the plan first, then others that have a backup. */
  status(): Promise<TargetStatus[]>;
  /** Begins what is due. The clock calls it; tests do with a time of their own. */
  look(): Promise<void>;
  /** Looks now, whatever comes of it. */
  lookNow(): void;
  /** Looks every minute from now on. */
  start(): void;
  stop(): void;
};

type Judged = { readonly status: TargetStatus; readonly isDue: boolean };

export function createBackupPlan(deps: BackupPlanDeps): PlanAtWork {
  const { folder, archive, queue, now } = deps;
  const presence = deps.presence ?? createPresence({ now });
  /** When the plan last began something about a target. */
  const tried = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;

  async function judgeAll(): Promise<Judged[]> {
    const plan = deps.plan();
    const states = await readStates(folder, archive);
    const planned = plan?.targets ?? [];
    const others = [...states].filter(([target, { last }]) => last !== null && !planned.includes(target));
    const targets = [...planned, ...others.map(([target]) => target)];
    return Promise.all(targets.map((target) => judge(target, states.get(target), plan)));
  }

  async function judge(
    target: string,
    state: TargetState | undefined,
    plan: BackupPlan | null,
  ): Promise<Judged> {
    const last = await ownHistory(state?.last ?? null);
    const rehearsed = state?.rehearsed ?? null;
    const isPlanned = plan?.targets.includes(target) ?? false;
    const time = now();
    // A backup of another history has left its mark too: a folder without it is a disk that is not plugged in.
    const hereSince = await presence.hereSince(target, (state?.last ?? null) !== null);
    const facts = { last: momentOf(last), hereSince, tried: tried.get(`${BACKUP_JOB} ${target}`) ?? null };
    const judged: Judgement = judgeTarget(isPlanned && plan !== null ? plan.when : null, facts, time);
    return {
      isDue: judged.isDue,
      status: {
        target,
        isPlanned,
        isThere: hereSince !== null,
        last,
        rehearsed,
        state: judged.state,
        trouble: troubleOf(queue, target),
        next: judged.next === null ? null : new Date(judged.next).toISOString(),
        isRehearsalDue: isPlanned && isRehearsalDue(momentOf(last), momentOf(rehearsed), time),
      },
    };
  }

  /** A journal that went back gives its numbers out again: a backup of the other history holds nothing of this one. */
  async function ownHistory(last: LastBackup | null): Promise<LastBackup | null> {
    if (last === null) return null;
    return (await deps.markAt(last.n)) === last.mark ? last : null;
  }

  async function begin(kind: typeof BACKUP_JOB | typeof REHEARSAL_JOB, target: string): Promise<void> {
    tried.set(`${kind} ${target}`, now());
    deps.log.info('backup.begun_by_plan', { kind });
    await beginJob(queue, kind, target);
  }

  async function look(): Promise<void> {
    if (deps.plan() === null) return;
    const judged = await judgeAll();
    for (const { isDue, status } of judged) if (isDue) await begin(BACKUP_JOB, status.target);
    if (deps.plan()?.rehearse !== 'auto' || isBusy(queue)) return;
    for (const { status } of judged)
      if (await mayRehearse(status)) return begin(REHEARSAL_JOB, status.target);
  }

  /** Once a day at most, and only where there is room: what does not fit stays a reminder. */
  async function mayRehearse({
    target,
    isThere,
    isRehearsalDue: isDue,
    last,
  }: TargetStatus): Promise<boolean> {
    const before = tried.get(`${REHEARSAL_JOB} ${target}`) ?? null;
    const isResting = before !== null && before <= now() && now() - before < DAY_MS;
    if (!isThere || !isDue || isResting) return false;
    return (await deps.freeSpace(folder)) > (last?.bytes ?? 0) + ROOM_LEFT_BYTES;
  }

  async function lookSafely(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      await look();
    } catch (error) {
      deps.log.error('backup.plan_failed', error);
    } finally {
      isLooking = false;
    }
  }

  return {
    status: async () => (await judgeAll()).map(({ status }) => status),
    look,
    lookNow: () => void lookSafely(),
    start() {
      // The first look comes after a minute: a start is not made slower by it.
      timer ??= setInterval(() => void lookSafely(), LOOK_EVERY_MS);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}

function momentOf(event: { readonly at: string } | null): number | null {
  if (event === null) return null;
  const moment = Date.parse(event.at);
  // A date that is none is treated as one in the future: its age is unknown.
  return Number.isNaN(moment) ? Number.MAX_SAFE_INTEGER : moment;
}
