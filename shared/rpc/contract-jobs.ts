/** Calls about the one queue of long jobs: what runs, what rests, what failed and why, and how much of the machine it may take. */
import { z } from 'zod';
import { recordIdSchema } from '../sync/op.ts';

const jobSchema = z.strictObject({
  id: z.uuid(),
  /** `import`, `derive`, `text` …: kinds join the same queue. */
  kind: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  done: z.int(),
  total: z.int(),
  /** Names for its line on the screen, such as the folder's name. */
  title: z.string(),
  code: z.string().optional(),
  /** A person paused it: it stays `waiting` until somebody lets it go on. */
  paused: z.boolean().optional(),
  /** It waits for something to come, and not for its turn. */
  rests: z.boolean().optional(),
  /** How many of its items failed; `job.failures` names them. */
  failed: z.int().positive().optional(),
  /** ISO 8601. */
  begun: z.string().optional(),
  ended: z.string().optional(),
  /** How long it will take, as far as that can be told. */
  leftMs: z.int().nonnegative().optional(),
  /** What it did, by the names of its kind. */
  numbers: z.record(z.string(), z.number()).optional(),
  /** The job that goes over what failed in this one. */
  retriedBy: z.uuid().optional(),
});
export type Job = z.infer<typeof jobSchema>;

/** How much of the machine work without hurry may take; `auto`: little while somebody is at work at a window, else all. */
export const CPU_SHARES = ['auto', 'quiet', 'half', 'all'] as const;
export const cpuShareSchema = z.enum(CPU_SHARES);
export type CpuShare = z.infer<typeof cpuShareSchema>;

export const jobsSchema = z.strictObject({
  jobs: z.array(jobSchema),
  /** Everything that nobody waits for at the screen rests. */
  paused: z.boolean(),
  /** `places`: so many works at once just now, of so many `cores`. */
  cpu: z.strictObject({ share: cpuShareSchema, places: z.int(), cores: z.int() }),
});
export type Jobs = z.infer<typeof jobsSchema>;

/** `name` is empty for those of whom there are too many. */
const failureSchema = z.strictObject({
  no: z.int(),
  name: z.string(),
  code: z.string(),
  record: recordIdSchema.optional(),
  details: z.record(z.string(), z.string()).optional(),
});
export type Failure = z.infer<typeof failureSchema>;

const nothing = z.strictObject({});
const jobOnly = z.strictObject({ id: z.uuid() });

export const jobCalls = {
  'job.list': { access: 'read', input: nothing, output: jobsSchema },
  /** What is done stays. */
  'job.cancel': { access: 'write', input: jobOnly, output: nothing },
  /** Null: all jobs that nobody waits for at the screen, and those to come. Lasts until `job.resume`, also over a restart. */
  'job.pause': { access: 'write', input: z.strictObject({ id: z.uuid().nullable() }), output: nothing },
  'job.resume': { access: 'write', input: z.strictObject({ id: z.uuid().nullable() }), output: nothing },
  /** Does a failed or cancelled job once more, or what failed in one that ended; answers the job that does. Errors: NO_SUCH_JOB, JOB_NOT_ENDED. */
  'job.retry': { access: 'write', input: jobOnly, output: z.strictObject({ job: z.uuid() }) },
  'job.failures': {
    access: 'read',
    input: z.strictObject({ id: z.uuid(), after: z.int().min(0), limit: z.int().min(1).max(5000) }),
    output: z.strictObject({ failures: z.array(failureSchema) }),
  },
  /** What a window shows, most looked at first: ids of records and digests of files. Said again each minute while somebody works there. */
  'job.attend': {
    access: 'read',
    input: z.strictObject({ window: z.uuid(), shown: z.array(z.string().min(1).max(100)).max(200) }),
    output: nothing,
  },
  'job.cpu': { access: 'write', input: z.strictObject({ share: cpuShareSchema }), output: nothing },
} as const;
