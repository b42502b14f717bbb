/** Calls about files coming in. Bytes go by `PUT /import/<import id>/<file number>`. */
import { z } from 'zod';
import { boundSchema } from '../binding/bound.ts';
import { recordIdSchema } from '../sync/op.ts';

export const MAX_FILES_PER_CALL = 5000;

/** Why a file was not taken in; each has a message in three languages. */
export const REFUSALS = [
  'EMPTY',
  'NOT_A_DOCUMENT',
  'LOCKED',
  'BROKEN',
  'TRUNCATED',
  'TOO_LARGE',
  'TOO_SLOW',
  'UNREADABLE',
  'DISK_FULL',
  'CANCELLED',
  'NEVER_ARRIVED',
  // Texts that come with scans.
  'NO_SCAN_BESIDE',
  'TEXT_PAGES_DIFFER',
  'TEXT_TWICE',
  'TEXT_BROKEN',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/**
 * Why a plan left a file out before any byte was sent: its name is of another form, tells no number, or no unit is meant by
 * it that is there.
 */
export const LEFT_OUT = ['NO_MATCH', 'BAD_NUMBER', 'NO_UNIT'] as const;
const leftOutSchema = z.enum(LEFT_OUT);
export type FileRefusal = Refusal | z.infer<typeof leftOutSchema>;

/** Something to know about a file that was taken in, from its bytes. */
export const WARNINGS = [
  'NO_PICTURE',
  'MISLABELLED',
  'EXTRA_BYTES',
  'REPAIRED',
  'FEWER_PAGES_READ',
  'REDUCED_RESOLUTION',
] as const;
export type Warning = (typeof WARNINGS)[number];

/** And from where it came to: the same bytes are shown elsewhere too; its unit is gone, so that it became a document. */
export const BINDING_WARNINGS = ['ALSO_ELSEWHERE', 'NOT_BOUND'] as const;

export const warningSchema = z.enum([...WARNINGS, ...BINDING_WARNINGS]);
export type FileWarning = z.infer<typeof warningSchema>;

/** What became of one file: `known` means that the same bytes were in the vault already. */
const fileOutcomeSchema = z.strictObject({
  no: z.int().nonnegative(),
  path: z.string(),
  /** In bytes, as announced. */
  size: z.int().nonnegative(),
  state: z.enum(['expected', 'received', 'stored', 'known', 'refused']),
  code: z.enum([...REFUSALS, ...LEFT_OUT]).optional(),
  warnings: z.array(warningSchema),
  sha256: z.string().optional(),
  /** Of a bound file the sheaf of its unit. */
  document: recordIdSchema.optional(),
  pages: z.int().optional(),
  /** A scan of a unit's leaves: which unit, which leaf, and once it is there the page of its first picture. */
  bound: z
    .strictObject({
      unit: recordIdSchema,
      leaf: z.string().optional(),
      page: recordIdSchema.optional(),
    })
    .optional(),
});
export type FileOutcome = z.infer<typeof fileOutcomeSchema>;

/** An import's sum: `seen = stored + known + refused + open`; `open` is 0 once it has ended. */
export const importReportSchema = z.strictObject({
  import: recordIdSchema,
  source: z.string(),
  begun: z.string(),
  state: z.enum(['open', 'running', 'done', 'cancelled', 'interrupted']),
  seen: z.int(),
  stored: z.int(),
  known: z.int(),
  refused: z.int(),
  open: z.int(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

const importOnly = z.strictObject({ import: recordIdSchema });

export const importCalls = {
  /** Opens an import into `parent` (null: not placed yet). The record of the import is written at once. Errors: DISK_LOW. */
  'import.begin': {
    access: 'write',
    input: z.strictObject({ source: z.string().min(1).max(1000), parent: recordIdSchema.nullable() }),
    output: importOnly,
  },
  /** Announces files, before their bytes: what is announced and never arrives stands in the report. Answers the first one's number. */
  'import.expect': {
    access: 'write',
    input: z.strictObject({
      import: recordIdSchema,
      files: z
        .array(
          z.strictObject({
            path: z.string().min(1).max(2000),
            size: z.int().nonnegative(),
            /** For a scan of a unit's leaves; without it the file becomes a document. */
            bound: boundSchema.optional(),
            /** Left out by a plan: its bytes do not come, and the report says why. */
            leftOut: leftOutSchema.optional(),
          }),
        )
        .max(MAX_FILES_PER_CALL),
    }),
    output: z.strictObject({ first: z.int().nonnegative() }),
  },
  /** No more bytes will come: files still expected count as `NEVER_ARRIVED`, the batch is sealed when the rest is done. */
  'import.finish': { access: 'write', input: importOnly, output: importReportSchema },
  /** Stops taking files in; what is stored stays. */
  'import.cancel': { access: 'write', input: importOnly, output: importReportSchema },
  /** Puts what this import brought into the bin; the scans stay in the vault. */
  'import.undo': { access: 'write', input: importOnly, output: z.strictObject({ records: z.int() }) },
  'import.list': {
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ imports: z.array(importReportSchema) }),
  },
  'import.report': {
    access: 'read',
    input: z.strictObject({
      import: recordIdSchema,
      after: z.int().min(-1),
      limit: z.int().min(1).max(5000),
    }),
    output: z.strictObject({ report: importReportSchema, files: z.array(fileOutcomeSchema) }),
  },
} as const;
