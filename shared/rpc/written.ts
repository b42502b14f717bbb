/** What every call that writes the catalogue answers, and the words that it has in common with those that follow it. */
import { z } from 'zod';
import { recordStateSchema } from '../sync/state.ts';

/** The journal's local number: every transaction, ours or received, raises it by one. */
export const localNumber = z.int().nonnegative();

/**
 * Proves a history: the hash of the last op up to a local number, empty before the first. Two journals with the same mark
 * at the same number have the same past; after a restore from a backup the numbers come again, but not the marks.
 */
export const mark = z.string();

/** How the mark of a number begins that lies before all states came whole from the centre: whoever stands there begins anew. */
export const BEFORE_WHOLE = 'before ';

/** What the next undo and redo would do, as command keys; null when there is nothing. */
export const undoableSchema = z.strictObject({ undo: z.string().nullable(), redo: z.string().nullable() });
export type Undoable = z.infer<typeof undoableSchema>;

/** `mark` is that of `n`, `since` that of the number before it. No states: too many to answer, they come by following. */
export const writtenSchema = z.strictObject({
  n: localNumber,
  mark,
  since: mark,
  states: z.array(recordStateSchema),
  undoable: undoableSchema,
});
