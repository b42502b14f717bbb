/** What a station asks for one by one, because it cannot make it of what is here: whole states of records, and pieces of history. */
import { z } from 'zod';
import { recordIdSchema, replicaIdSchema } from '../op.ts';
import { cursorSchema, shortHashSchema } from './cursor.ts';
import { endSchema, itemSchema, putRowSchema, reachedSchema, seqSchema } from './messages.ts';

// --- records: whole states of some records ---

export const recordsAskSchema = z.object({
  ids: z.array(recordIdSchema).min(1).max(1000),
  /**
   * Where the station is: states of a log without this place would say nothing of what the station has read. Null: it has read
   * nothing yet.
   */
  cursor: cursorSchema.nullable(),
});
export type RecordsAsk = z.infer<typeof recordsAskSchema>;

export const recordsAnswerSchema = z.object({
  epoch: z.uuid(),
  /** The log's number that the states are of, and how far each replica had come there, with the chain hash: whose numbers they are. */
  asOf: reachedSchema,
  ends: z.array(endSchema),
  puts: z.array(putRowSchema),
});
export type RecordsAnswer = z.infer<typeof recordsAnswerSchema>;

// --- history: ops from before a station's snapshot ---

export const historyAskSchema = z.object({
  replica: replicaIdSchema,
  from: seqSchema,
  to: seqSchema,
  /** The end of what is missing, and the chain hash there: ops of another chain would be no answer. */
  end: z.tuple([seqSchema, shortHashSchema]),
});
export type HistoryAsk = z.infer<typeof historyAskSchema>;

export const historyAnswerSchema = z.object({
  replica: replicaIdSchema,
  from: seqSchema,
  /** In order from `from`; fewer than asked where the limit was reached. Withheld ops come as their hashes. */
  items: z.array(itemSchema),
});
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;
