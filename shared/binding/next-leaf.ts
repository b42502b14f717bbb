/** The leaves that the pictures of one file show. */
import { leafRun } from '../model/leaf-run.ts';
import type { Leaves } from '../model/leaves.ts';
import { printLeaf } from '../model/print-leaves.ts';
import type { Leaf } from '../model/read-leaves.ts';
import type { Language } from '../model/record-types.ts';

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
  const last = isCounted ? lastLeafOf(leaves.at(-1) ?? null) : null;
  const missing = count - leaves.length;
  if (last === null) return [...leaves, ...Array.from({ length: missing }, () => null)];
  const run = leafRun(last, missing + 1, last.side === undefined ? 'leaves' : 'sides');
  return [...leaves, ...run.slice(1).map((leaf) => leafValue(leaf))];
}

function lastLeafOf(leaves: Leaves | null): Leaf | null {
  const range = leaves?.ranges?.at(-1);
  return range === undefined ? null : (range.to ?? range.from);
}
