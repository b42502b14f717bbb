/**
 * What a person needs in order to decide: the values of a field that nobody has chosen between with what they both come
 * from, and the records that bear one and the same number. Which station wrote a value stands in the op's id.
 */
import { z } from 'zod';
import { jsonSchema } from '../json.ts';
import { numberPartSchema } from '../model/record-types.ts';
import { clockSchema, opIdSchema, recordIdSchema } from '../sync/op.ts';
import { localNumber } from './written.ts';

const writtenValueSchema = z.strictObject({
  id: opIdSchema,
  at: clockSchema,
  by: recordIdSchema,
  value: jsonSchema,
});

/** What all the values were written over: the newest value that every one of their authors had seen. */
const baseSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('known'), ...writtenValueSchema.shape }),
  /** They were written without any earlier value in sight. */
  z.strictObject({ state: z.literal('none') }),
  /** It was written before this station joined, and its op is still at the centre only. */
  z.strictObject({ state: z.literal('away') }),
]);

/** Records of one level that one and the same code leads to. */
const clashSchema = z.strictObject({
  t: z.string(),
  /** Under which they count: a code passes over sections and headings. Null: at the top. */
  under: recordIdSchema.nullable(),
  number: numberPartSchema,
  /** In the order of their making. */
  ids: z.array(recordIdSchema).min(2),
});

export const conflictCalls = {
  /** The heads of a field, the shown one last, and their base. A field without a conflict has one head or none. Errors: NO_SUCH_RECORD. */
  'record.conflict': {
    access: 'read',
    input: z.strictObject({ id: recordIdSchema, field: z.string().min(1).max(200) }),
    output: z.strictObject({ n: localNumber, heads: z.array(writtenValueSchema), base: baseSchema }),
  },
  /** Codes that are given more than once, those in the bin aside; `total` counts them all. */
  'journal.clashes': {
    access: 'read',
    input: z.strictObject({ limit: z.int().min(1).max(1000) }),
    output: z.strictObject({ n: localNumber, total: z.int().nonnegative(), clashes: z.array(clashSchema) }),
  },
} as const;
