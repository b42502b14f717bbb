/**
 * Work that is on this station and cannot come to count by itself: the rest of it is not here, or nobody has its bytes, or its
 * numbers are somebody else's now. A person has its values written again, or leaves it; nothing of it is ever deleted.
 */
import { z } from 'zod';
import { jsonSchema } from '../json.ts';
import { clockSchema, opIdSchema, recordIdSchema, replicaIdSchema } from '../sync/op.ts';
import { localNumber } from './written.ts';

/** So many changes of one work are told; `total` counts them all. */
export const MOST_PIECES = 50;

const pieceSchema = z.strictObject({
  op: opIdSchema,
  rec: recordIdSchema,
  t: z.string(),
  /** `new`, `set`, `del`, `undel`. */
  kind: z.string(),
  values: z.record(z.string(), jsonSchema),
  at: clockSchema,
  by: recordIdSchema,
});

const workSchema = z.strictObject({
  key: z.string(),
  /**
   * `step`: several acts that count together, the last of which never came. `stranded`: shown here because it came with whole
   * states, while neither this station nor the centre has its bytes. `lost`: written under numbers that the centre has given to
   * others, and shown nowhere. `newer`: only a newer program can read it.
   */
  kind: z.enum(['step', 'stranded', 'lost', 'newer']),
  /** Who wrote it. */
  replica: replicaIdSchema,
  total: z.int().positive(),
  /** The first of them; none of what cannot be read. */
  pieces: z.array(pieceSchema).max(MOST_PIECES),
  /** A person at this station has said that it is to stay as it is. */
  isLeft: z.boolean(),
});
export type WaitingWork = z.output<typeof workSchema>;

const key = z.string().min(1).max(100);

export const waitingCalls = {
  'journal.waiting': {
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ n: localNumber, works: z.array(workSchema) }),
  },
  /**
   * Writes all values of a work again, each by its author and over what its author had seen; the ops themselves give way to
   * them should the rest ever come. `records` 0: it counts by now. Errors: DISK_FULL, JOURNAL_BROKEN.
   */
  'journal.letCount': {
    access: 'write',
    input: z.strictObject({ key }),
    output: z.strictObject({ n: localNumber, records: z.int().nonnegative() }),
  },
  /** Leaves a work as it is, or takes that word back. It stays in the list. */
  'journal.leaveWaiting': {
    access: 'write',
    input: z.strictObject({ key, isLeft: z.boolean() }),
    output: z.strictObject({}),
  },
} as const;
