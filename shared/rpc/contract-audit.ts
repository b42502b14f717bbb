/** Calls about fixity: audits of the vault, what they found, and repairs. Both are jobs of the one queue. */
import { z } from 'zod';
import { recordIdSchema } from '../sync/op.ts';
import { sha256Schema } from '../model/sha256-schema.ts';

const count = z.int().nonnegative();
const nothing = z.strictObject({});
/** ISO 8601. */
const moment = z.string();

/** When the host audits by itself. */
export const auditPlanSchema = z.strictObject({
  isOn: z.boolean(),
  /** Of the clock on the wall. */
  hour: z.int().min(0).max(23),
  /** How many batches a night, those first whose last audit is longest ago. */
  sample: z.int().min(1).max(100_000),
  /** From this day of the month on everything is read, night after night until it is done; the last day in shorter months. */
  day: z.int().min(1).max(31),
  /** How many minutes of a night; what is left is gone on with the next one. */
  minutes: z.int().min(1).max(1440),
  /** How fast the disk is read at night, in megabytes a second. */
  rate: z.int().min(1).max(10_000),
});
export type AuditPlan = z.infer<typeof auditPlanSchema>;

export const AUDIT_PLAN: AuditPlan = { isOn: true, hour: 2, sample: 20, day: 1, minutes: 180, rate: 60 };

const whatSchema = z.enum(['sample', 'all']);

const runSchema = z.strictObject({
  /** When it ended. */
  at: moment,
  what: whatSchema,
  places: count,
  files: count,
  bytes: count,
  damaged: count,
  /** What the time did not reach for; the next night goes on there. */
  left: count,
});
export type AuditRun = z.infer<typeof runSchema>;

const damageSchema = z.strictObject({
  key: z.string(),
  /** `fixity.damage.<code>` says it in words. */
  code: z.string(),
  place: z.string(),
  path: z.string(),
  name: z.string(),
  size: count.nullable(),
  /** When it was found first. */
  since: moment,
  /** A folder of the backup plan that has the good bytes; null when none that could be reached. */
  foundIn: z.string().nullable(),
  /** What a repair came to: `lost`, `failed`; null before one was tried. */
  tried: z.string().nullable(),
  /** The records whose scan it is. */
  records: z.array(recordIdSchema),
});
export type FoundDamage = z.infer<typeof damageSchema>;

const agentSchema = z.strictObject({ program: z.string(), by: z.enum(['plan', 'hand', 'command']) });
const eventSchema = z.strictObject({
  id: z.uuid(),
  /** As PREMIS calls them. */
  type: z.enum(['fixity check', 'recovery']),
  at: moment,
  place: z.string(),
  label: z.string(),
  /** Of a recovery: the file. */
  name: z.string(),
  files: count,
  outcome: z.string(),
  /** Codes of damage. */
  codes: z.array(z.string()),
  agent: agentSchema,
});
export type AuditEvent = z.infer<typeof eventSchema>;

const job = z.strictObject({ job: z.uuid() });

export const auditCalls = {
  'audit.status': {
    access: 'read',
    input: nothing,
    output: z.strictObject({
      plan: auditPlanSchema,
      last: runSchema.nullable(),
      /** When everything was read the last time; null: never yet. */
      lastAll: moment.nullable(),
      /** The round that is under way over several nights. */
      round: z.strictObject({ begun: moment, left: count }).nullable(),
      next: moment.nullable(),
      /** Batches that were audited, and how long ago the oldest of these audits is. */
      places: count,
      oldest: moment.nullable(),
      /** The first 500. */
      damages: z.array(damageSchema),
      damaged: count,
    }),
  },
  /** Audits now, as fast as the disk reads: what the next night would, or everything. */
  'audit.begin': { access: 'write', input: z.strictObject({ what: whatSchema }), output: job },
  /**
   * Repairs what is damaged from a folder, or with null from the folders of the backup plan. Errors of the job:
   * REPAIR_SOURCE_MISSING, REPAIR_INCOMPLETE.
   */
  'audit.repair': {
    access: 'write',
    input: z.strictObject({ from: z.string().min(1).max(4000).nullable() }),
    output: job,
  },
  /** Errors: SETTINGS_NOT_WRITTEN. */
  'audit.plan': {
    access: 'write',
    input: z.strictObject({ plan: auditPlanSchema }),
    output: z.strictObject({ plan: auditPlanSchema }),
  },
  /** When the batch that holds these bytes was audited last, and whether these bytes were sound. */
  'audit.of': {
    access: 'read',
    input: z.strictObject({ sha256: sha256Schema }),
    output: z.strictObject({
      at: moment.nullable(),
      outcome: z.enum(['sound', 'damaged', 'never']),
    }),
  },
  /** What was done, newest first; `before` is the last one's id that was answered. */
  'audit.events': {
    access: 'read',
    input: z.strictObject({ before: z.uuid().nullable(), limit: z.int().min(1).max(5000) }),
    output: z.strictObject({ events: z.array(eventSchema), total: count }),
  },
} as const;
