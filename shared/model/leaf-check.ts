/**
 * Compares the leaves of a unit: what its certification sheet states, and what the documents inside take up. Quiet sums
 * for a person to look at; nothing is refused for them.
 */
import { spanOf } from './leaves.ts';
import { leafSortKey as leafKey } from './number-sort-key.ts';
import type { Leaf, LeafRange } from './read-leaves.ts';

export type LeafSheet = {
  /** All leaves, lettered ones among them. */
  readonly count: number | null;
  readonly lettered: readonly LeafRange[];
  /** Numbers passed over. */
  readonly missed: readonly LeafRange[];
};

export type LeafCheck = {
  /** The last number that the sheet's counts come to; null without a count. */
  readonly last: number | null;
  /** Leaves that no document takes up, as ranges; null where there is nothing to compare. */
  readonly gaps: readonly LeafRange[] | null;
  /** Leaves that two documents take up. */
  readonly overlaps: readonly LeafRange[];
  /** Leaves that documents name and the sheet does not have. */
  readonly beyond: readonly LeafRange[];
};

/** Longer units are counted, not compared leaf by leaf. */
const MOST_LEAVES = 5000;

/** `documents`: of each document inside, its ranges; documents without any are left out by the caller. */
export function checkLeaves(sheet: LeafSheet, documents: readonly (readonly LeafRange[])[]): LeafCheck {
  const last = lastNumber(sheet);
  const taken = documents.flat();
  const expected = expectedLeaves(sheet, last ?? highest(taken));
  if (taken.length === 0 || expected === null) return { last, gaps: null, overlaps: [], beyond: [] };
  const spans = documents.map((ranges) => ranges.map(spanOf));
  const holders = (leaf: Leaf, side: 'recto' | 'verso') => {
    const key = leafKey({ ...leaf, side });
    return spans.filter((ranges) => ranges.some(([start, end]) => start <= key && key <= end)).length;
  };
  const free = expected.filter((leaf) => holders(leaf, 'recto') === 0 && holders(leaf, 'verso') === 0);
  const doubled = expected.filter((leaf) => holders(leaf, 'recto') > 1 || holders(leaf, 'verso') > 1);
  const known = new Set(expected.map(leafKey));
  const named = taken.flatMap(({ from, to = from }) => [from, to]).map(wholeLeaf);
  const beyond = last === null ? [] : named.filter((leaf) => !known.has(leafKey(leaf)));
  return {
    last,
    gaps: rangesOf(free, expected),
    overlaps: rangesOf(doubled, expected),
    beyond: uniqueOf(beyond).map((from) => ({ from })),
  };
}

/** How many leaves ranges come to, lettered ones only where they are named themselves. */
export function countLeaves(ranges: readonly LeafRange[]): number {
  return ranges.reduce((sum, { from, to = from }) => sum + Math.max(1, to.num - from.num + 1), 0);
}

function lastNumber({ count, lettered, missed }: LeafSheet): number | null {
  return count === null ? null : Math.max(0, count - countLeaves(lettered) + countLeaves(missed));
}

function highest(ranges: readonly LeafRange[]): number {
  return ranges.reduce((most, { from, to = from }) => Math.max(most, from.num, to.num), 0);
}

/** The leaves that there should be, in their order; null when they are too many. */
function expectedLeaves(sheet: LeafSheet, last: number): Leaf[] | null {
  if (last > MOST_LEAVES) return null;
  const isMissed = (num: number) =>
    sheet.missed.some(({ from, to = from }) => from.num <= num && num <= to.num);
  const plain = Array.from({ length: last }, (_, i): Leaf => ({ num: i + 1 }));
  const lettered = sheet.lettered
    .flatMap(({ from, to = from }) => [from, to])
    .filter((leaf) => leaf.suffix !== undefined)
    .map(wholeLeaf);
  const all = uniqueOf([...plain.filter(({ num }) => !isMissed(num)), ...lettered]);
  return all.sort((a, b) => (leafKey(a) < leafKey(b) ? -1 : 1));
}

function wholeLeaf({ num, suffix }: Leaf): Leaf {
  return suffix === undefined ? { num } : { num, suffix };
}

function uniqueOf(leaves: readonly Leaf[]): Leaf[] {
  return [...new Map(leaves.map((leaf) => [leafKey(leaf), leaf])).values()];
}

/** Leaves as ranges: those that stand next to each other in `order` become one. */
function rangesOf(leaves: readonly Leaf[], order: readonly Leaf[]): LeafRange[] {
  const place = new Map(order.map((leaf, i) => [leafKey(leaf), i]));
  const ranges: { from: Leaf; to: Leaf }[] = [];
  for (const leaf of leaves) {
    const open = ranges.at(-1);
    const follows =
      open !== undefined && place.get(leafKey(leaf)) === (place.get(leafKey(open.to)) ?? -2) + 1;
    if (open !== undefined && follows) open.to = leaf;
    else ranges.push({ from: leaf, to: leaf });
  }
  return ranges.map(({ from, to }) => (from === to ? { from } : { from, to }));
}
