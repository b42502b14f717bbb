/** A record as the reducer leaves it: the heads of each field's register. It is one JSON row in the journal. */
import { z } from 'zod';
import { jsonSchema } from '../json.ts';
import { quickened } from '../quick-schema.ts';
import { clockSchema, opIdSchema, recordIdSchema } from './op.ts';
import { isPlainState } from './plain-state.ts';

/** A value that no known op has superseded. */
const headSchema = z.strictObject({
  id: opIdSchema,
  h: clockSchema,
  u: recordIdSchema,
  v: jsonSchema,
});
export type Head = z.infer<typeof headSchema>;

const registerSchema = z.strictObject({
  heads: z.array(headSchema),
  /** Ops that were named as predecessors but have not arrived yet; normally absent. */
  dead: z.array(opIdSchema).optional(),
});
export type Register = z.infer<typeof registerSchema>;

export const recordStateSchema = quickened(
  z.strictObject({
    id: recordIdSchema,
    t: z.string(),
    /** Registers by field; `_del` tells whether the record is in the bin. */
    f: z.record(z.string(), registerSchema),
    /** What the deletion's author saw, by the `del` op's id: a head outside it was edited while deleted. */
    saw: z.record(opIdSchema, z.array(opIdSchema)).optional(),
  }),
  isPlainState,
);
export type RecordState = z.infer<typeof recordStateSchema>;

/** The register that says whether a record is in the bin. */
export const DELETED_FIELD = '_del';

/** Whether nothing is left of a record: all its ops were withheld after they had been here. It is shown nowhere, not even in the bin. */
export function isBlankState(state: RecordState): boolean {
  return Object.values(state.f).every((register) => register.heads.length === 0);
}
