/** What a window asks before it binds files to units: the leaves that are there. */
import { z } from 'zod';
import { leavesSchema } from '../model/leaves.ts';
import { recordIdSchema } from '../sync/op.ts';

const MAX_UNITS_PER_CALL = 50;

export const bindingCalls = {
  /** Which leaves the pages of each unit's sheaf show, in their order; null: not said. Units that are gone have none. */
  'binding.leaves': {
    access: 'read',
    input: z.strictObject({ units: z.array(recordIdSchema).max(MAX_UNITS_PER_CALL) }),
    output: z.strictObject({
      units: z.array(z.strictObject({ unit: recordIdSchema, leaves: z.array(leavesSchema.nullable()) })),
    }),
  },
} as const;
