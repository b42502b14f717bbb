/** The leaves that something takes up, as the archivist wrote them and, where they could be read, as ranges. */
import { z } from 'zod';
import { cleanCode, scanCode } from './code-scanner.ts';
import { leafSortKey } from './number-sort-key.ts';
import { readCodeParts } from './read-code-parts.ts';
import { readLeaves, type LeafRange } from './read-leaves.ts';

const leafSchema = z.strictObject({
  num: z.int().nonnegative(),
  suffix: z.string().max(5).optional(),
  side: z.enum(['recto', 'verso']).optional(),
});

/** `ranges` null: kept as written, and counted nowhere. */
export const leavesSchema = z.strictObject({
  written: z.string().max(400),
  ranges: z
    .array(z.strictObject({ from: leafSchema, to: leafSchema.optional() }))
    .max(200)
    .nullable(),
});
export type Leaves = z.infer<typeof leavesSchema>;

/** Reads `1–3, 5, 7об.–9`, with the word for leaves in front or behind or without it. Never throws. */
export function readLeafRanges(written: string): { written: string; ranges: readonly LeafRange[] | null } {
  const tokens = scanCode(cleanCode(written));
  const bare = readLeaves(tokens, 0);
  if (bare?.next === tokens.length) return { written, ranges: bare.value };
  const parts = readCodeParts(tokens, 0);
  const only = parts !== null && Object.keys(parts.value).join() === 'leaves' ? parts : null;
  return { written, ranges: only?.next === tokens.length ? (only.value.leaves ?? null) : null };
}

/** The first and last leaf side of a range, as text that sorts; without a side a leaf is taken whole. */
export function spanOf({ from, to = from }: LeafRange): readonly [start: string, end: string] {
  return [
    leafSortKey({ ...from, side: from.side ?? 'recto' }),
    leafSortKey({ ...to, side: to.side ?? 'verso' }),
  ];
}

/** Whether a range runs backwards, as `9–7` does. */
export function isReversed(range: LeafRange): boolean {
  const [start, end] = spanOf(range);
  return end < start;
}
