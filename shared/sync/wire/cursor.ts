/**
 * Where a station stands in an archive's log: the epoch, the number of the last entry that it took in, and the first half
 * of the log's hash there. The station owns it and keeps it with the effects; the server remembers nothing about it.
 */
import { z } from 'zod';
import { MAX_MARKS } from './limits.ts';

/** 64 bits in hexadecimal: enough to tell one log from another, where nobody tries to deceive. */
export const shortHashSchema = z.string().regex(/^[0-9a-f]{16}$/);

export const cursorSchema = z.object({
  /** Which life of the server's log: a restored server begins a new one. */
  epoch: z.uuid(),
  srv: z.int().positive(),
  hash: shortHashSchema,
});
export type Cursor = z.infer<typeof cursorSchema>;

/** Whether two places are one: the same number of another log is another place. */
export function isSameCursor(a: Cursor | null, b: Cursor | null): boolean {
  return a?.epoch === b?.epoch && a?.srv === b?.srv && a?.hash === b?.hash;
}

/**
 * The marks with `cursor` among them, at most `MAX_MARKS`: the newest ones all, older ones ever further apart, so that a
 * server that was set back by a little or by years finds one not far before the place.
 */
export function addMark(marks: readonly Cursor[], cursor: Cursor): Cursor[] {
  const before = marks.filter((mark) => mark.srv < cursor.srv).sort((a, b) => a.srv - b.srv);
  const all = [...before, cursor];
  while (all.length > MAX_MARKS) all.splice(leastMissed(all), 1);
  return all;
}

/** The mark whose neighbours lie closest for their age; the first and the last stay. */
function leastMissed(marks: readonly Cursor[]): number {
  const head = marks.at(-1)?.srv ?? 0;
  let best = 1;
  let least = Infinity;
  for (let i = 1; i < marks.length - 1; i++) {
    const older = marks[i - 1]?.srv ?? 0;
    const newer = marks[i + 1]?.srv ?? 0;
    const weight = (newer - older) / (head - older + 1);
    if (weight < least) [best, least] = [i, weight];
  }
  return best;
}
