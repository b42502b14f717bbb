/**
 * Calls about bundles: a disk in place of the line. Writing and taking are jobs of the one queue: `job.list` tells how far they are
 * and what failed in them.
 */
import { z } from 'zod';

/** A folder of the host's machine, as its user writes it. */
const folder = z.string().min(1).max(4000);
const count = z.int().nonnegative();
const job = z.strictObject({ job: z.uuid() });

const bundleFactsSchema = z.strictObject({
  id: z.uuid(),
  kind: z.enum(['work', 'receipt']),
  /** Who made it, by the name that the centre has for it; empty: unknown here. */
  from: z.string(),
  /** ISO 8601. */
  created: z.string(),
  /** Not so: it was cut off while it was written. */
  isWhole: z.boolean(),
  /** Its maker's signature was found to be true. */
  isSigned: z.boolean(),
  files: count,
});
export type BundleFacts = z.infer<typeof bundleFactsSchema>;

export const bundleCalls = {
  /**
   * Writes everything that no backup of the centre is known to hold into a new folder below this one. Errors:
   * BUNDLE_NO_CENTRE (this station was never connected), BUNDLE_TARGET_NOT_ABSOLUTE, BUNDLE_INSIDE_DATA; the job's:
   * BUNDLE_FOLDER_MISSING, BUNDLE_NO_ROOM, BUNDLE_DAMAGED, BUNDLE_FILES_LEFT and those of the disk.
   */
  'bundle.write': { access: 'write', input: z.strictObject({ folder }), output: job },
  /** The bundles that lie in a folder, or right below it. Errors: BUNDLE_FOLDER_MISSING, those of the disk. */
  'bundle.look': {
    access: 'read',
    input: z.strictObject({ folder }),
    output: z.strictObject({
      bundles: z.array(
        z.strictObject({
          folder: z.string(),
          facts: bundleFactsSchema.nullable(),
          /** Why it cannot be taken: BUNDLE_FOREIGN, BUNDLE_NEWER, BUNDLE_KEY_UNKNOWN … */
          trouble: z.string().nullable(),
        }),
      ),
    }),
  },
  /** Takes in a bundle; the same one again changes nothing. Errors: as `trouble` above, BUNDLE_NO_CENTRE; the job's: those of the disk. */
  'bundle.take': { access: 'write', input: z.strictObject({ folder }), output: job },
} as const;
