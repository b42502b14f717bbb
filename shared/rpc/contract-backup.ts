/** Calls about backups. Both kinds of work are jobs of the one queue: `job.list` tells how far they are and how they ended. */
import { z } from 'zod';

/** A folder of the host's machine, as its user writes it. */
const folder = z.string().min(1).max(4000);
const count = z.int().nonnegative();

export const lastBackupSchema = z.strictObject({
  /** ISO 8601. */
  at: z.string(),
  target: z.string(),
  /** The journal's number that it holds: a record whose state is not newer is in a backup. */
  n: count,
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

const job = z.strictObject({ job: z.uuid() });

export const backupCalls = {
  /**
   * Copies scans and journal to a folder, and only what is new. Errors: BACKUP_TARGET_NOT_ABSOLUTE, BACKUP_INSIDE_DATA; the
   * job's: BACKUP_TARGET_MISSING, _FULL, _UNWRITABLE, _GONE, _BUSY, BACKUP_FOREIGN, BACKUP_NEWER, BACKUP_AHEAD and others.
   */
  'backup.begin': { access: 'write', input: z.strictObject({ target: folder }), output: job },
  /** Restores a backup to a temporary place, compares everything and takes it away again. */
  'backup.rehearse': { access: 'write', input: z.strictObject({ target: folder }), output: job },
  'backup.status': {
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ last: lastBackupSchema.nullable(), rehearsed: lastRehearsalSchema.nullable() }),
  },
} as const;
