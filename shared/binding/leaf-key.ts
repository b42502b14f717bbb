/** Leaves of pages as text that sorts and compares: on a page a leaf without a side is its face. */
import type { Leaves } from '../model/leaves.ts';
import { leafSortKey } from '../model/number-sort-key.ts';
import type { Leaf } from '../model/read-leaves.ts';

export function leafKey(leaf: Leaf): string {
  return leafSortKey({ ...leaf, side: leaf.side ?? 'recto' });
}

/** By the first side that a page shows; null where none is told, or none that can be read. */
export function leafKeyOf(leaves: Leaves | null): string | null {
  const from = leaves?.ranges?.[0]?.from;
  return from === undefined ? null : leafKey(from);
}
