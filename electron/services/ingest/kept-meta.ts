/**
 * What stands beside a kept file in the vault's receipts: enough to write its records, should the program end between
 * the two.
 */
import { z } from 'zod';
import { warningSchema } from '../../../shared/rpc/contract-import.ts';
import { recordIdSchema } from '../../../shared/sync/op.ts';
import { boundFileSchema } from './bound-file.ts';

export const keptMetaSchema = z.object({
  v: z.literal(1),
  import: recordIdSchema,
  no: z.int().nonnegative(),
  /** The import's own data, so that it can be shown even when `jobs.db` was lost. */
  source: z.string(),
  begun: z.string(),
  parent: recordIdSchema.nullable(),
  /** The document's id, made once. */
  document: recordIdSchema,
  place: z.string(),
  name: z.string(),
  sha256: z.string(),
  size: z.int().nonnegative(),
  mime: z.string(),
  pages: z.int().positive(),
  warnings: z.array(warningSchema),
  opening: z.string(),
  /** Where it goes as a scan of a unit's leaves; `document` is then the id that its pages' ids derive from. */
  bound: boundFileSchema.nullable().default(null),
});
export type KeptMeta = z.infer<typeof keptMetaSchema>;
