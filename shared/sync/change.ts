/**
 * A change: what a feature hands to the host to be written. The host adds sequence, clock and author and makes it ops.
 */
import { z } from 'zod';
import { jsonSchema } from '../json.ts';
import { opIdSchema, recordIdSchema } from './op.ts';

/** One act may write so many ops at once; more is a step of several acts. */
export const MAX_EDITS = 5000;

export const editSchema = z.strictObject({
  rec: recordIdSchema,
  t: z.string().min(1).max(40),
  k: z.enum(['new', 'set', 'del', 'undel']),
  f: z.record(z.string().min(1).max(200), jsonSchema).default({}),
  /**
   * The heads that the author saw, by field written. For `undel`: of the field `_del`. For `del`: of every field of the
   * record, `_del` too; a value that is not among them brings the record back for review.
   */
  p: z.record(z.string().min(1).max(200), z.array(opIdSchema)).default({}),
});
export type Edit = z.infer<typeof editSchema>;

/** What was done, as a key of the message catalogues under `command.`; the undo menu shows it. */
export const commandSchema = z.string().regex(/^[a-z]+\.[a-zA-Z]+$/);

export const changeSchema = z.strictObject({
  /** Made by the author: a change sent twice is written once. */
  id: recordIdSchema,
  command: commandSchema,
  edits: z.array(editSchema).min(1).max(MAX_EDITS),
  /** Changes that belong together and are undone together, such as all of one import. */
  group: recordIdSchema.optional(),
});
export type Change = z.infer<typeof changeSchema>;
