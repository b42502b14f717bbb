/** Calls about the sample archive: made on this machine, taken in like anything else, put into the bin when done with. */
import { z } from 'zod';

const nothing = z.strictObject({});
const job = z.strictObject({ job: z.uuid() });

export const sampleCalls = {
  /**
   * Begins making the sample archive; where it is there already, only what is missing or in the bin. The job's errors:
   * those of journal, vault and disk, CHILD_UNAVAILABLE, SAMPLE_NOT_TAKEN.
   */
  'sample.open': { access: 'write', input: nothing, output: job },
  /** Begins making the map of 200 megapixels; it is put beside the sample. */
  'sample.map': { access: 'write', input: nothing, output: job },
  /** How many records of the sample there are outside the bin, of how many it has; documents aside. */
  'sample.state': {
    access: 'read',
    input: nothing,
    output: z.strictObject({ live: z.int().nonnegative(), total: z.int().nonnegative() }),
  },
  /** Puts everything of the sample into the bin, as one command that can be undone. Errors: those of the journal. */
  'sample.remove': {
    access: 'write',
    input: nothing,
    output: z.strictObject({ records: z.int().nonnegative() }),
  },
} as const;
