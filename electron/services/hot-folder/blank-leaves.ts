/** The unit's field of blank leaves, with sides added and taken away. Pure. */
import { joined } from '../../../shared/binding/holes.ts';
import type { Leaves } from '../../../shared/model/leaves.ts';
import { leafSortKey } from '../../../shared/model/number-sort-key.ts';
import { printLeafRanges } from '../../../shared/model/print-leaves.ts';
import type { Leaf, LeafRange, LeafSide } from '../../../shared/model/read-leaves.ts';
import { leavesIn, withoutSide } from '../../../shared/model/unit-leaves.ts';

const SIDES: readonly LeafSide[] = ['recto', 'verso'];

/** With these leaves or sides; one without a side is a whole leaf. What is written and cannot be read stays in front. */
export function addBlank(field: Leaves | null, leaves: readonly Leaf[]): Leaves {
  if (field !== null && field.ranges === null) {
    return { written: `${field.written}, ${printed(leaves.map((from) => ({ from })))}`, ranges: null };
  }
  const sides = sidesOf(field?.ranges ?? []);
  for (const leaf of leaves) for (const side of sidesOfLeaf(leaf)) sides.set(leafSortKey(side), side);
  return fieldOf(sides);
}

/** Without them; null when none is left. */
export function removeBlank(field: Leaves | null, leaves: readonly Leaf[]): Leaves | null {
  if (field === null || field.ranges === null) return field;
  const sides = sidesOf(field.ranges);
  for (const leaf of leaves) for (const side of sidesOfLeaf(leaf)) sides.delete(leafSortKey(side));
  return sides.size === 0 ? null : fieldOf(sides);
}

type Side = Leaf & { readonly side: LeafSide };

/** Every side of the ranges by its key; here a leaf without a side is both of its sides. */
function sidesOf(ranges: readonly LeafRange[]): Map<string, Side> {
  const sides = new Map<string, Side>();
  for (const { from, to = from } of ranges) {
    const first = leafSortKey({ ...from, side: from.side ?? 'recto' });
    const last = leafSortKey({ ...to, side: to.side ?? 'verso' });
    for (const leaf of leavesIn([{ from, to }]))
      for (const side of sidesOfLeaf(leaf)) {
        const key = leafSortKey(side);
        if (first <= key && key <= last) sides.set(key, side);
      }
  }
  return sides;
}

function sidesOfLeaf(leaf: Leaf): Side[] {
  return leaf.side === undefined
    ? SIDES.map((side) => ({ ...leaf, side }))
    : [{ ...withoutSide(leaf), side: leaf.side }];
}

function fieldOf(sides: ReadonlyMap<string, Side>): Leaves {
  const inOrder = [...sides].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, side]) => side);
  const leaves = inOrder.flatMap((side, i): Leaf[] => {
    const other = side.side === 'recto' ? inOrder[i + 1] : inOrder[i - 1];
    const isWhole = other !== undefined && leafSortKey(withoutSide(other)) === leafSortKey(withoutSide(side));
    if (!isWhole) return [side];
    return side.side === 'recto' ? [withoutSide(side)] : [];
  });
  const ranges = joined(leaves);
  return { written: printed(ranges), ranges };
}

function printed(ranges: readonly LeafRange[]): string {
  return printLeafRanges(ranges, 'ru');
}
