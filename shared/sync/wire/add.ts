/**
 * The short form of a small push: the next ops of one replica under the seal of the very device that asks. What both sides know
 * does not travel: the server has the chain's hash where the ops begin and counts the hash at their end itself, and the seal,
 * which is over that hash, holds only when all of it is the same on both sides. Whatever does not fit is refused with SAY_HELLO
 * and goes as a push.
 */
import { z } from 'zod';
import { replicaIdSchema } from '../op.ts';
import { pushAnswerSchema, type PushAnswer, type PushAsk } from './messages.ts';

/** Stands for the archive in a path: the one that the token is for. */
export const OWN_ARCHIVE = '-';

/** More than a person types between two rounds goes as a push, which may be packed. */
const MOST_BYTES = 8 * 1024;
const MOST_OPS = 50;

export const addAskSchema = z.object({
  replica: replicaIdSchema,
  after: z.int().nonnegative(),
  items: z.array(z.string().min(2)).min(1).max(MOST_OPS),
  /** Of the seal at the last of them. */
  signature: z.string().min(1).max(200),
});
export type AddAsk = z.infer<typeof addAskSchema>;

/** A push's answer; without results everything was taken and nothing withheld. */
export const addAnswerSchema = pushAnswerSchema.partial({ results: true, withheld: true });
type AddAnswer = z.infer<typeof addAnswerSchema>;

/** The short form of a push by this device; null where it has none. */
export function shortened({ segments }: PushAsk, device: string): AddAsk | null {
  const [segment, second] = segments;
  if (segment === undefined || second !== undefined) return null;
  const { replica, after, items, end, seal } = segment;
  if (seal?.device !== device || seal.replica !== replica) return null;
  if (seal.seq !== after + items.length || seal.hash !== end || items.length > MOST_OPS) return null;
  const texts = items.filter((item) => typeof item === 'string');
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  if (texts.length < items.length || bytes > MOST_BYTES) return null;
  return { replica, after, items: texts, signature: seal.signature };
}

/** The answer as a push has it. */
export function wholeAnswer({ head, results, withheld = [] }: AddAnswer, ask: AddAsk): PushAnswer {
  const seq = ask.after + ask.items.length;
  return { head, results: results ?? [{ replica: ask.replica, seq }], withheld };
}

/** The answer as it travels. */
export function shortAnswer(answer: PushAnswer, ask: AddAsk): AddAnswer {
  const [result, second] = answer.results;
  const isTaken =
    second === undefined && result?.problem === undefined && result?.seq === ask.after + ask.items.length;
  return isTaken && answer.withheld.length === 0 ? { head: answer.head } : answer;
}
