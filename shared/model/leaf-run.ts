/** Numbering pages on: from here 45, 45об, 46 …, or faces only, past the leaves that nobody scans. Pure. */
import { leafSortKey } from './number-sort-key.ts';
import type { Leaf } from './read-leaves.ts';
import { withoutSide } from './unit-leaves.ts';

/** Each page shows the face of the next leaf, or face and back in turn. */
export type RunBy = 'leaves' | 'sides';

/**
 * The leaves of `count` pages from `start` on. Where `along` (the leaves that are scanned, in their order) has the starting
 * leaf, its letters and gaps are followed; behind its last one numbers go on by themselves.
 */
export function leafRun(start: Leaf, count: number, by: RunBy, along: readonly Leaf[] = []): Leaf[] {
  const place = new Map(along.map((leaf, i) => [leafSortKey(leaf), i]));
  const after = (leaf: Leaf): Leaf => {
    const at = place.get(leafSortKey(withoutSide(leaf)));
    return (at === undefined ? undefined : along[at + 1]) ?? { num: leaf.num + 1 };
  };
  const run: Leaf[] = [];
  let leaf = start;
  for (let i = 0; i < count; i += 1) {
    run.push(leaf);
    leaf = nextOf(leaf, by, after);
  }
  return run;
}

/** A run of faces keeps to the side that it began with. */
function nextOf(leaf: Leaf, by: RunBy, after: (leaf: Leaf) => Leaf): Leaf {
  if (by === 'sides') return leaf.side === 'verso' ? after(leaf) : { ...leaf, side: 'verso' };
  return leaf.side === undefined ? after(leaf) : { ...after(leaf), side: leaf.side };
}
