/** Counting leaves on, for files of several pictures and for names that tell no leaf. */
import { printLeaf } from '../model/print-leaves.ts';
import type { Leaves } from '../model/leaves.ts';
import type { Leaf } from '../model/read-leaves.ts';
import type { Language } from '../model/record-types.ts';

/** Whether every picture shows the face of the next leaf, or face and back in turn. */
export type Counting = 'leaves' | 'sides';

/** What follows a leaf: after a lettered one the next number, since nobody can tell whether another letter follows. */
export function nextLeaf(leaf: Leaf, by: Counting): Leaf {
  if (by === 'leaves') return { num: leaf.num + 1, ...(leaf.side === undefined ? {} : { side: leaf.side }) };
  return leaf.side === 'verso' ? { num: leaf.num + 1 } : { ...leaf, side: 'verso' };
}

/** One leaf as it stands on a page. */
export function leafValue(leaf: Leaf, language: Language = 'ru'): Leaves {
  return { written: printLeaf(leaf, language), ranges: [{ from: leaf }] };
}

/**
 * The leaf of each of `count` pictures, when the first ones are told. Counted on from the last one told: by sides when that
 * one names its side, else leaf by leaf.
 */
export function leavesOfPictures(
  told: readonly (Leaves | null)[],
  count: number,
  isCounted: boolean,
): (Leaves | null)[] {
  const leaves = told.slice(0, count);
  let last = isCounted ? lastLeafOf(leaves.at(-1) ?? null) : null;
  const by: Counting = last?.side === undefined ? 'leaves' : 'sides';
  while (leaves.length < count) {
    last = last === null ? null : nextLeaf(last, by);
    leaves.push(last === null ? null : leafValue(last));
  }
  return leaves;
}

function lastLeafOf(leaves: Leaves | null): Leaf | null {
  const range = leaves?.ranges?.at(-1);
  return range === undefined ? null : (range.to ?? range.from);
}
