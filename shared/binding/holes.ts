/** The leaves that a unit should have against those that are there: what is missing, what is too much. Pure. */
import { leafSortKey } from '../model/number-sort-key.ts';
import type { Leaf, LeafRange } from '../model/read-leaves.ts';

export type LeafAudit = {
  /** Expected, not blank, and without a picture; neighbours as one range. */
  readonly missing: readonly LeafRange[];
  /** Pictures of leaves that nobody expects. */
  readonly extra: readonly Leaf[];
  /** How many leaves are expected, and how many of them are there or known to be blank. */
  readonly expected: number;
  readonly present: number;
};

/** More leaves are a slip of the pen: no unit has so many. */
const MOST_LEAVES = 20_000;

/**
 * `expected` as the certification has it: `1–187, 12а`. A leaf is there when either of its sides is. `blank` are leaves that
 * a person said bear nothing, and are not scanned.
 */
export function auditLeaves(
  expected: readonly LeafRange[],
  found: readonly Leaf[],
  blank: readonly Leaf[] = [],
): LeafAudit {
  const wanted = new Map(leavesOf(expected).map((leaf) => [keyOf(leaf), leaf]));
  const there = new Set([...found, ...blank].map(keyOf));
  const missing = [...wanted.values()].filter((leaf) => !there.has(keyOf(leaf)));
  const extra = new Map(
    found.filter((leaf) => !wanted.has(keyOf(leaf))).map((leaf) => [keyOf(leaf), withoutSide(leaf)]),
  );
  return {
    missing: inRanges(missing.sort(compareLeaves)),
    extra: [...extra.values()].sort(compareLeaves),
    expected: wanted.size,
    present: wanted.size - missing.length,
  };
}

/** Each leaf of the ranges, without sides; lettered leaves stand only where they are named. */
export function leavesOf(ranges: readonly LeafRange[]): Leaf[] {
  const leaves = new Map<string, Leaf>();
  const add = (leaf: Leaf) => {
    if (leaves.size < MOST_LEAVES) leaves.set(keyOf(leaf), leaf);
  };
  for (const { from, to = from } of ranges) {
    add(withoutSide(from));
    for (let num = from.num + 1; num <= Math.min(to.num, from.num + MOST_LEAVES); num++) add({ num });
    if (to.num >= from.num) add(withoutSide(to));
  }
  return [...leaves.values()].sort(compareLeaves);
}

function inRanges(leaves: readonly Leaf[]): LeafRange[] {
  const ranges: { from: Leaf; to?: Leaf }[] = [];
  for (const leaf of leaves) {
    const last = ranges.at(-1);
    const end = last?.to ?? last?.from;
    const follows =
      end !== undefined && end.suffix === undefined && leaf.suffix === undefined && leaf.num === end.num + 1;
    if (last !== undefined && follows) last.to = leaf;
    else ranges.push({ from: leaf });
  }
  return ranges;
}

function withoutSide({ num, suffix }: Leaf): Leaf {
  return suffix === undefined ? { num } : { num, suffix };
}

function keyOf(leaf: Leaf): string {
  return leafSortKey(withoutSide(leaf));
}

function compareLeaves(a: Leaf, b: Leaf): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
