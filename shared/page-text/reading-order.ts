/**
 * The order in which a person reads the blocks of a page: columns from left to right, in each from top to bottom; what stands
 * across all columns (a heading, a table) parts the page. Pure.
 *
 * The rule is the recursive X-Y cut: G. Nagy, S. Seth, "Hierarchical representation of optically scanned documents" (1984).
 */
import { around, type Place } from './page-text.ts';

type Placed = { readonly place: Place };

/** A gap between columns is at least so wide, as a share of the part of the page that is looked at. */
const COLUMN_GAP = 0.02;

/**
 * The blocks in reading order; every one of them, once. So many rows one above the other make columns; fewer are read
 * across, as the names under a letter.
 */
export function inReadingOrder<B extends Placed>(blocks: readonly B[], leastRows = 2): B[] {
  if (blocks.length < 2) return [...blocks];
  const rows = joinedRows(
    cut(blocks, (place) => [place.y, place.y + place.h], 0),
    leastRows,
  );
  if (rows.length > 1) return rows.flatMap((row) => inReadingOrder(row, leastRows));
  const columns = columnsOf(blocks);
  return columns.length > 1 ? columns.flatMap((column) => inReadingOrder(column, leastRows)) : byTop(blocks);
}

function columnsOf<B extends Placed>(blocks: readonly B[]): B[][] {
  const width = around(blocks.map((block) => block.place))?.w ?? 0;
  return cut(blocks, (place) => [place.x, place.x + place.w], width * COLUMN_GAP);
}

/** Rows that share their columns are read column by column, not across: they become one. */
function joinedRows<B extends Placed>(rows: readonly B[][], leastRows: number): B[][] {
  const sets: B[][][] = [];
  for (const row of rows) {
    const last = sets.at(-1);
    if (last !== undefined && haveColumns(last.flat()) && haveColumns([...last.flat(), ...row]))
      last.push(row);
    else sets.push([row]);
  }
  return sets.flatMap((set) => (set.length < leastRows ? set : [set.flat()]));
}

function haveColumns(blocks: readonly Placed[]): boolean {
  return columnsOf(blocks).length > 1;
}

function byTop<B extends Placed>(blocks: readonly B[]): B[] {
  return [...blocks].sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);
}

/** Groups along one axis, wherever no block lies for more than `gap`. */
function cut<B extends Placed>(
  blocks: readonly B[],
  span: (place: Place) => readonly [number, number],
  gap: number,
): B[][] {
  const sorted = [...blocks].sort((a, b) => span(a.place)[0] - span(b.place)[0]);
  const groups: B[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const block of sorted) {
    const [from, to] = span(block.place);
    if (from > end + gap || groups.length === 0) groups.push([block]);
    else groups.at(-1)?.push(block);
    end = Math.max(end, to);
  }
  return groups;
}
