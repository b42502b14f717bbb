/** Calls about backups. Both kinds of work are jobs of the one queue: `job.list` tells how far they are and how they ended. */
import { z } from 'zod';
import { recordIdSchema } from '../sync/op.ts';

/** A folder of the host's machine, as its user writes it. */
const folder = z.string().min(1).max(4000);
const count = z.int().nonnegative();
const hour = z.int().min(0).max(23);
const nothing = z.strictObject({});

/** When and where the host makes backups by itself. */
export const backupPlanSchema = z.strictObject({
  targets: z.array(folder).min(1).max(2),
  when: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('daily'), hour }),
    /** `day`: 0 is Sunday. */
    z.strictObject({ kind: z.literal('weekly'), day: z.int().min(0).max(6), hour }),
    /** Whenever the disk appears, and daily while it stays. */
    z.strictObject({ kind: z.literal('plugged') }),
  ]),
  /** A month after the last rehearsal the host rehearses by itself, or reminds. */
  rehearse: z.enum(['auto', 'remind']),
});
export type BackupPlan = z.infer<typeof backupPlanSchema>;

export const lastBackupSchema = z.strictObject({
  /** ISO 8601. */
  at: z.string(),
  target: z.string(),
  /** The journal's number that it holds: a record whose state is not newer is in a backup. */
  n: count,
  /** The journal's mark of that number: another history's numbers say nothing. */
  mark: z.string(),
  objects: count,
  files: count,
  bytes: count,
  /** Files that were damaged in the data folder already. */
  damaged: count,
});
export type LastBackup = z.infer<typeof lastBackupSchema>;

export const lastRehearsalSchema = z.strictObject({
  at: z.string(),
  target: z.string(),
  ok: z.boolean(),
  n: count,
  files: count,
  /** What was not as it should be; empty when all was. */
  codes: z.array(z.string()),
});
export type LastRehearsal = z.infer<typeof lastRehearsalSchema>;

const targetStatusSchema = z.strictObject({
  target: z.string(),
  isPlanned: z.boolean(),
  /** Whether the folder can be reached now; of a disk that is not plugged in it is not. */
  isThere: z.boolean(),
  last: lastBackupSchema.nullable(),
  rehearsed: lastRehearsalSchema.nullable(),
  /** `unknown`: the last one is dated in the future, so its age says nothing. */
  state: z.enum(['fine', 'overdue', 'never', 'unknown']),
  /** Why the last try failed; null when it did not. */
  trouble: z.string().nullable(),
  /** When the plan wants the next one, ISO 8601; null when no hour is known. */
  next: z.string().nullable(),
  isRehearsalDue: z.boolean(),
});
export type TargetStatus = z.infer<typeof targetStatusSchema>;

const job = z.strictObject({ job: z.uuid() });
const target = z.strictObject({ target: folder });

export const backupCalls = {
  /**
   * Copies scans and journal to a folder, and only what is new. Errors: BACKUP_TARGET_NOT_ABSOLUTE, BACKUP_INSIDE_DATA; the
   * job's: BACKUP_TARGET_MISSING, _FULL, _UNWRITABLE, _GONE, _BUSY, BACKUP_FOREIGN, BACKUP_NEWER, BACKUP_AHEAD and others.
   */
  'backup.begin': { access: 'write', input: target, output: job },
  /** Restores a backup to a temporary place, compares everything and takes it away again. */
  'backup.rehearse': { access: 'write', input: target, output: job },
  /** Every folder that the plan names or that has a backup, those of the plan first. */
  'backup.status': {
    access: 'read',
    input: nothing,
    output: z.strictObject({
      plan: backupPlanSchema.nullable(),
      targets: z.array(targetStatusSchema),
    }),
  },
  /** Changes the plan, or with null ends it. Errors: BACKUP_TARGET_NOT_ABSOLUTE, BACKUP_INSIDE_DATA, SETTINGS_NOT_WRITTEN. */
  'backup.plan': {
    access: 'write',
    input: z.strictObject({ plan: backupPlanSchema.nullable() }),
    output: z.strictObject({ plan: backupPlanSchema.nullable() }),
  },
  /** The number of the last change of a record; null when there is no such record. Not newer than `last.n`: it is in that backup. */
  'backup.number': {
    access: 'read',
    input: z.strictObject({ id: recordIdSchema }),
    output: z.strictObject({ n: count.nullable() }),
  },
  /** Forgets what is known of a folder that is lost or given away; the folder itself is left alone. */
  'backup.forget': { access: 'write', input: target, output: nothing },
} as const;
