/** Calls about the index of page texts: how far it is filled, and filling it anew. What is asked of it stands in `contract-asking.ts`. */
import { z } from 'zod';

const nothing = z.strictObject({});
const count = z.int().nonnegative();

/**
 * `opening`: it is being read in. `filling`: made anew, what is in can be found. `ready`: everything is in. `held`: it waits, for
 * room on the disk as a rule. `closed`: there is none; its host goes on without.
 */
const FINDING_STATES = ['opening', 'filling', 'ready', 'held', 'closed'] as const;

const findingStatusSchema = z.strictObject({
  state: z.enum(FINDING_STATES),
  /** Records looked at while it is filled, of about so many. */
  done: count,
  total: count,
  /** Pages outside the bin that may be found, and of these: lost the letters of their language, have no text. */
  pages: count,
  lost: count,
  withoutText: count,
  /** The journal's number up to which every change is in. */
  n: count,
  /** Why it is held or closed, such as DISK_FULL. */
  code: z.string().nullable(),
});
export type FindingStatus = z.infer<typeof findingStatusSchema>;

export const findingCalls = {
  'finding.status': { access: 'read', input: nothing, output: findingStatusSchema },
  /** Throws the index away and fills it anew; what is in can be found meanwhile. */
  'finding.rebuild': { access: 'write', input: nothing, output: nothing },
} as const;

export const findingEvents = {
  /** It came further, or is ready; at most twice a second. */
  'finding.changed': findingStatusSchema,
} as const;
