/** A bound file as `jobs.db` and the vault's receipts keep it. */
import { z } from 'zod';
import { boundSchema } from '../../../shared/binding/bound.ts';
import { recordIdSchema, type RecordId } from '../../../shared/sync/op.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';

export const boundFileSchema = boundSchema.extend({
  /** Once it is stored or known: the sheaf, and the page of its first picture. */
  at: z.strictObject({ sheaf: recordIdSchema, page: recordIdSchema }).nullable(),
});
export type BoundFile = z.infer<typeof boundFileSchema>;

/** The id that the records of a bound file derive from: the same one however often it is taken in. */
export function baseOf(importId: RecordId, no: number): RecordId {
  return derivedId(importId, `file ${no}`);
}

/** The page of picture `index` of a bound file, also before it is there; not of one that takes another picture's place. */
export function boundPageId(importId: RecordId, no: number, index: number): RecordId {
  return derivedId(baseOf(importId, no), `page ${index}`);
}
