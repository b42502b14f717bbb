/** Where new pages stand among those of a sheaf: each behind the page whose leaf comes before its own. Pure. */
import { comparePaths } from '../../../shared/binding/compare-paths.ts';
import { leafKeyOf } from '../../../shared/binding/leaf-key.ts';
import { ordersBetween } from '../../../shared/model/order.ts';
import type { Leaves } from '../../../shared/model/leaves.ts';

/** A page that is there, in the order of the sheaf. */
export type PlacedPage = {
  readonly id: string;
  readonly order: string;
  readonly leaf: Leaves | null;
  /** The import that brought its picture, and the name of the file there. */
  readonly import: string | null;
  readonly name: string;
};

/** A page that comes; `place` is for one whose leaf is not told, see `placeOf`. */
export type ComingPage = {
  readonly leaf: Leaves | null;
  readonly place: string;
  readonly import: string;
  readonly name: string;
};

/** By leaf; or all behind this page (null: before all others). */
export type Placing = 'leaf' | { readonly after: string | null };

/** The places of the coming pages of one file, in their order. */
export function placesInSheaf(
  there: readonly PlacedPage[],
  coming: readonly ComingPage[],
  placing: Placing,
): string[] {
  const line: Seat[] = there.map((page) => ({ ...page, key: leafKeyOf(page.leaf), index: -1 }));
  let behind = placing === 'leaf' ? null : seatBehind(there, placing.after);
  const isPlaced = behind !== null;
  for (const [index, page] of coming.entries()) {
    const key = leafKeyOf(page.leaf);
    // What tells no leaf stands behind everything, in the order of names.
    const seat: Seat = { ...page, key, index, order: behind === null && key === null ? page.place : null };
    const at: number = behind ?? placeByLeaf(line, seat);
    line.splice(at, 0, seat);
    // A further picture without a leaf stands behind the one before it.
    const next = coming[index + 1];
    const follows = next !== undefined && leafKeyOf(next.leaf) === null && (key !== null || behind !== null);
    behind = isPlaced || follows ? at + 1 : null;
  }
  return ordersOf(line, coming.length);
}

/** Null when the page is gone by now: then the leaf tells. */
function seatBehind(there: readonly PlacedPage[], page: string | null): number | null {
  if (page === null) return 0;
  const at = there.findIndex(({ id }) => id === page);
  return at === -1 ? null : at + 1;
}

type Seat = {
  readonly key: string | null;
  /** Null until it is given. */
  readonly order: string | null;
  readonly import: string | null;
  readonly name: string;
  /** Which of the coming pages; -1 for one that is there. */
  readonly index: number;
};

function placeByLeaf(line: readonly Seat[], seat: Seat): number {
  const { key } = seat;
  if (key === null) {
    const next = line.findIndex(({ order }) => order !== null && order > (seat.order ?? ''));
    return next === -1 ? line.length : next;
  }
  const nearest = nearestBefore(line, seat, key);
  if (nearest !== -1) return nearest + 1;
  const next = line.findIndex(({ key: other }) => other !== null && other >= key);
  if (next !== -1) return next;
  const leafless = line.findIndex(({ key: other }) => other === null);
  return leafless === -1 ? line.length : leafless;
}

/** The page of the highest leaf up to this one, of several the last; -1 when all are higher. */
function nearestBefore(line: readonly Seat[], seat: Seat, key: string): number {
  let nearest = -1;
  let best = '';
  for (const [at, other] of line.entries()) {
    if (other.key === null || other.key > key || other.key < best) continue;
    if (other.key === key && comesBefore(seat, other)) continue;
    nearest = at;
    best = other.key;
  }
  return nearest;
}

/** Of two pictures of one leaf that came together, the one whose name comes first. */
function comesBefore(seat: Seat, other: Seat): boolean {
  return seat.import === other.import && other.index === -1 && comparePaths(seat.name, other.name) < 0;
}

/** Gives a place to each seat that has none: spread evenly between its neighbours, so that places stay short. */
function ordersOf(line: readonly Seat[], count: number): string[] {
  const orders = Array.from({ length: count }, () => '');
  for (let at = 0; at < line.length; at += 1) {
    const seat = line[at];
    if (seat === undefined || seat.index === -1) continue;
    if (seat.order !== null) {
      orders[seat.index] = seat.order;
      continue;
    }
    let end = at;
    while (line[end + 1]?.order === null) end += 1;
    const places = ordersBetween(line[at - 1]?.order ?? null, line[end + 1]?.order ?? null, end - at + 1);
    for (const [i, place] of places.entries()) orders[line[at + i]?.index ?? 0] = place;
    at = end;
  }
  return orders;
}
