/** The leaves that a unit or volume should have, by what its description says. Pure. */
import { countLeaves } from './leaf-check.ts';
import { spanOf } from './leaves.ts';
import { leafSortKey } from './number-sort-key.ts';
import type { Leaf, LeafRange, LeafSide } from './read-leaves.ts';
import { choiceOf, countOf, leavesOf, type Values } from './record-values.ts';

export type UnitLeaves = {
  /** Whole leaves, without a side, in their order; null: nothing says which there are. */
  readonly expected: readonly Leaf[] | null;
  /** Whether a person wrote down which leaves there are to be; a count stands in most descriptions without any scan. */
  readonly isWritten: boolean;
  /** Known to bear nothing, and known to be gone: a leaf without a side means both of its sides. */
  readonly blank: readonly LeafRange[];
  readonly absent: readonly LeafRange[];
  /** Whether the backs are scanned too. */
  readonly hasBacks: boolean;
};

/** More leaves are a slip of the pen: no unit has so many. */
const MOST_LEAVES = 20_000;

/**
 * The ranges that were written stand above the counts of the certification sheet; lettered leaves are added to both, and
 * numbers that were passed over are taken away.
 */
export function unitLeavesOf(values: Values): UnitLeaves {
  const lettered = rangesOf(values, 'letteredLeaves');
  const missed = rangesOf(values, 'missedLeaves');
  const written = leavesOf(values, 'expectedLeaves')?.ranges ?? null;
  const count = countOf(values, 'leafCount');
  const last = count === null ? 0 : count - countLeaves(lettered) + countLeaves(missed);
  const plain = written ?? (last > 0 ? [{ from: { num: 1 }, to: { num: last } }] : null);
  const passed = new Set(leavesIn(missed).map(leafSortKey));
  const all = plain === null ? null : leavesIn([...plain, ...lettered]);
  return {
    expected: all?.filter((leaf) => !passed.has(leafSortKey(leaf))) ?? null,
    isWritten: written !== null,
    blank: rangesOf(values, 'blankLeaves'),
    absent: rangesOf(values, 'absentLeaves'),
    hasBacks: choiceOf(values, 'scannedSides') === 'both',
  };
}

/** The leaves that get a picture, in their order: neither blank nor gone on the sides that are scanned. */
export function leavesToScan({ expected, blank, absent, hasBacks }: UnitLeaves): Leaf[] {
  const left = [...blank, ...absent].map(spanOf);
  const sides = hasBacks ? (['recto', 'verso'] as const) : (['recto'] as const);
  return (expected ?? []).filter((leaf) =>
    sides.some((side) => {
      const key = leafSortKey({ ...leaf, side });
      return !left.some(([start, end]) => start <= key && key <= end);
    }),
  );
}

/** Each leaf of the ranges once, without sides, in their order; lettered leaves stand only where they are named. */
export function leavesIn(ranges: readonly LeafRange[]): Leaf[] {
  const leaves = new Map<string, Leaf>();
  const add = (leaf: Leaf) => {
    if (leaves.size < MOST_LEAVES) leaves.set(leafSortKey(leaf), leaf);
  };
  for (const { from, to = from } of ranges) {
    add(withoutSide(from));
    for (let num = from.num + 1; num <= Math.min(to.num, from.num + MOST_LEAVES); num += 1) add({ num });
    if (to.num >= from.num) add(withoutSide(to));
  }
  return [...leaves].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, leaf]) => leaf);
}

type Side = Leaf & { readonly side: LeafSide };

/**
 * The sides that a page shows: a leaf without a side is its face, so `45` is one picture of one side and `45об–46` one
 * picture of two. What runs backwards shows its two ends.
 */
export function sidesShown(ranges: readonly LeafRange[]): Side[] {
  return ranges.flatMap(({ from, to }) => {
    const first = faceOf(from);
    if (to === undefined) return [first];
    const last = faceOf(to);
    const between = leavesIn([{ from, to }]).flatMap((leaf): Side[] => [
      { ...leaf, side: 'recto' },
      { ...leaf, side: 'verso' },
    ]);
    const [low, high] = [leafSortKey(first), leafSortKey(last)];
    return high < low
      ? [first, last]
      : between.filter((side) => low <= leafSortKey(side) && leafSortKey(side) <= high);
  });
}

export function withoutSide({ num, suffix }: Leaf): Leaf {
  return suffix === undefined ? { num } : { num, suffix };
}

function faceOf(leaf: Leaf): Side {
  return { ...leaf, side: leaf.side ?? 'recto' };
}

function rangesOf(
  values: Values,
  field: 'letteredLeaves' | 'missedLeaves' | 'blankLeaves' | 'absentLeaves',
): readonly LeafRange[] {
  return leavesOf(values, field)?.ranges ?? [];
}
