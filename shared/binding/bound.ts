/** Where a file of an import goes that is a scan of a unit's own leaves, and not a document by itself. */
import { z } from 'zod';
import { leavesSchema } from '../model/leaves.ts';
import { recordIdSchema } from '../sync/op.ts';

/** A file of more pictures is told by its first leaves, and counted on. */
const MOST_LEAVES = 1000;

export const boundSchema = z.strictObject({
  /** The unit or volume; its leaves are the pages of its sheaf (`shared/model/sheaf.ts`). */
  unit: recordIdSchema,
  /** Which leaf each picture of the file shows, from the first; null, and those left out: not said. */
  leaves: z.array(leavesSchema.nullable()).max(MOST_LEAVES),
  /** Whether the pictures beyond `leaves` show the leaves that follow the last one. */
  counted: z.boolean(),
  /** Where its pages stand: by their leaves, or behind a page (null: before all others). */
  place: z.union([z.literal('leaf'), z.strictObject({ after: recordIdSchema.nullable() })]),
  /**
   * When the leaf has another picture already: keep both, or put this one in its place; a page's id: always in the place of
   * that page's picture. History keeps the earlier one.
   */
  there: z.union([z.enum(['both', 'replace']), recordIdSchema]),
  /** The same bytes on the same leaf again: known, and nothing is made; or a page all the same. */
  same: z.enum(['known', 'page']),
  /** A person put this one file there, and undoes it as every other act; else the undoing of its import takes it back. */
  byHand: z.boolean().optional(),
});
export type Bound = z.infer<typeof boundSchema>;

/** A file that goes by its leaf, in the usual way. */
export function boundTo(unit: string, leaves: Bound['leaves'], more: Partial<Bound> = {}): Bound {
  return { unit, leaves, counted: false, place: 'leaf', there: 'both', same: 'known', ...more };
}
