/** Chooses the few that are shown from the very many that were found, without sorting those. */
import { INDEXED_TYPES } from './indexed-types.ts';
import type { SlotIndex } from './slot-index.ts';

/** Of two records that match alike the one higher up comes first. */
const LEVEL_RANKS = INDEXED_TYPES.length;

/** The best `limit` of the slots found by score (`marks.ts`), level and age. */
export function bestByRank(
  index: SlotIndex,
  found: readonly number[],
  scores: Uint16Array,
  limit: number,
): number[] {
  const { types } = index.table.columns;
  // They are counted by rank first, and only those that may be shown are sorted.
  const rankAt = new Uint16Array(found.length);
  const counts = new Uint32Array(2 ** 16);
  for (let i = 0; i < found.length; i++) {
    const slot = found[i] ?? 0;
    const level = types[slot] ?? 0;
    const rank = (scores[slot] ?? 0) * LEVEL_RANKS + level;
    rankAt[i] = rank;
    counts[rank] = (counts[rank] ?? 0) + 1;
  }
  const worst = worstWanted(counts, limit);
  const better: { rank: number; slot: number }[] = [];
  const alike: number[] = [];
  for (let i = 0; i < found.length; i++) {
    const rank = rankAt[i] ?? 0;
    if (rank === worst) alike.push(found[i] ?? 0);
    else if (rank < worst) better.push({ rank, slot: found[i] ?? 0 });
  }
  better.sort((a, b) => a.rank - b.rank || a.slot - b.slot);
  return [...better.map(({ slot }) => slot), ...lowest(alike, limit - better.length, index.used)];
}

/** So few are sorted. */
const FEW = 500;

/** The `room` lowest of the slots, rising. Half the index may stand alike, so they are ticked off and read from the front. */
function lowest(slots: readonly number[], room: number, used: number): number[] {
  if (slots.length <= FEW) return slots.toSorted((a, b) => a - b).slice(0, room);
  const isIn = new Uint8Array(used);
  for (const slot of slots) isIn[slot] = 1;
  const found: number[] = [];
  for (let slot = 0; slot < used && found.length < room; slot++) if (isIn[slot] === 1) found.push(slot);
  return found;
}

/** The rank of the `limit`-th best. */
function worstWanted(counts: Uint32Array, limit: number): number {
  let seen = 0;
  for (let rank = 0; rank < counts.length; rank++) {
    seen += counts[rank] ?? 0;
    if (seen >= limit) return rank;
  }
  return counts.length;
}

/** The first `limit` of the slots found by fonds and code; what lies in no fonds stands last. */
export function bestByCode(index: SlotIndex, found: Uint32Array, limit: number): number[] {
  if (limit === 0 || found.length === 0) return [];
  const { columns, fonds } = index.table;
  const rankByPlace = fondsRanks(fonds.map(({ sort }) => sort));
  const last = fonds.length;
  const ranks = new Uint32Array(found.length);
  const counts = new Uint32Array(last + 1);
  for (let i = 0; i < found.length; i++) {
    const place = columns.fonds[found[i] ?? 0] ?? -1;
    const rank = place < 0 ? last : (rankByPlace[place] ?? last);
    ranks[i] = rank;
    counts[rank] = (counts[rank] ?? 0) + 1;
  }
  const worst = worstWanted(counts, limit);
  const shown: Placed[] = [];
  const alike: Placed[] = [];
  for (let i = 0; i < found.length; i++) {
    const rank = ranks[i] ?? last;
    if (rank > worst) continue;
    const slot = found[i] ?? 0;
    const placed = { slot, rank, order: columns.order[slot] ?? 0 };
    if (rank < worst) shown.push(placed);
    else alike.push(placed);
  }
  return [...shown, ...firstOf(alike, limit - shown.length)]
    .sort((a, b) => a.rank - b.rank || a.order - b.order || a.slot - b.slot)
    .map(({ slot }) => slot);
}

/**
 * The first `room` by their order, in none. A fonds may hold half of the index: only those that may be shown are compared
 * one with another.
 */
function firstOf(alike: readonly Placed[], room: number): Placed[] {
  const orders = Float64Array.from(alike, ({ order }) => order).sort();
  const highest = orders[Math.min(room, orders.length) - 1] ?? 0;
  let left = room - alike.filter(({ order }) => order < highest).length;
  // They come from the oldest slot to the newest: of many with the same order the first are taken.
  return alike.filter(({ order }) => order < highest || (order === highest && left-- > 0));
}

type Placed = { readonly slot: number; readonly rank: number; readonly order: number };

/** The `limit` that were written last, the newest first. */
export function newest(index: SlotIndex, found: readonly number[], limit: number): number[] {
  const { changed } = index.table.columns;
  if (limit === 0 || found.length === 0) return [];
  const times = Float64Array.from(found, (slot) => changed[slot] ?? 0).sort();
  const oldest = times[Math.max(0, times.length - limit)] ?? 0;
  return found
    .filter((slot) => (changed[slot] ?? 0) >= oldest)
    .sort((a, b) => (changed[b] ?? 0) - (changed[a] ?? 0) || a - b)
    .slice(0, limit);
}

/** For each place in the table of fonds: the how-manieth it is by its code. */
function fondsRanks(sorts: readonly string[]): Uint32Array {
  const places = sorts.map((_, place) => place);
  places.sort((a, b) =>
    (sorts[a] ?? '') < (sorts[b] ?? '') ? -1 : (sorts[a] ?? '') > (sorts[b] ?? '') ? 1 : a - b,
  );
  const ranks = new Uint32Array(sorts.length);
  for (const [rank, place] of places.entries()) ranks[place] = rank;
  return ranks;
}
