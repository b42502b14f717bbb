/** Calls about the diagnostics bundle: what a person may send to whoever helps them, without anything of the archive's own. */
import { z } from 'zod';

export const diagnosticsCalls = {
  /** Collects it; the text is the whole file, to be read before it is given away. */
  'diagnostics.collect': {
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ text: z.string() }),
  },
  /**
   * Writes what was collected last to a new file in a folder of the host's machine. Errors: DIAGNOSTICS_NOT_COLLECTED,
   * DIAGNOSTICS_NOT_SAVED with the disk's `reason`.
   */
  'diagnostics.save': {
    access: 'write',
    input: z.strictObject({ folder: z.string().min(1).max(4000) }),
    output: z.strictObject({ file: z.string() }),
  },
} as const;
