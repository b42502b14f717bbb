/**
 * What was found, narrowed, counted and grouped by units. One pass over what was found, with sums by node.
 * The order of the units is one number for each, which also names its best page: lists are continued behind such a number.
 */
import type { PageSort } from '../../../shared/rpc/contract-asking.ts';
import type { Certainty } from '../../../shared/query/tiers.ts';
import type { FoundPages } from './ask-evaluate.ts';
import type { OutBy } from './ask-filter.ts';
import type { Pace } from './ask-pace.ts';
import { createFacetSums, type FacetSums } from './facets-of-pages.ts';
import { placeOf } from './ask-rows.ts';
import { createPageOrder } from './rank-pages.ts';
import type { TextStore } from './store.ts';

export type Grouped = {
  readonly certain: number;
  readonly uncertain: number;
  /** Pages that `certainty` lets through. */
  readonly pages: number;
  /** One for each unit, ascending: the best first. */
  readonly keys: Float64Array;
  /** The node of the unit with this key. */
  groupOf(key: number): number;
  readonly facets: FacetSums | null;
  /** The place of a row in what was found; -1 when it is not in the list. */
  placeOf(row: number): number;
};

/** Pages that are looked at between two turns. */
const AT_ONCE = 200_000;

export async function groupByUnits(
  store: Pick<TextStore, 'db' | 'nodes' | 'pages' | 'idOfNode'>,
  groupOfRow: (row: number) => number,
  found: FoundPages,
  outBy: OutBy,
  options: { readonly certainty: Certainty; readonly sort: PageSort; readonly facets: boolean },
  pace: Pace,
): Promise<Grouped> {
  const { rows, tiers } = found;
  const { pages, nodes } = store;
  const facets = options.facets ? createFacetSums(store, outBy.bits) : null;
  const order = createPageOrder(store, found, options.sort);
  const best = new Float64Array(nodes.size);
  const units: number[] = [];
  const counts = { certain: 0, uncertain: 0 };
  const isWanted = (tier: number): boolean =>
    options.certainty === 'all' || (options.certainty === 'certain') === tier <= LAST_CERTAIN;

  const lookAt = (at: number): void => {
    const row = rows[at] ?? 0;
    const group = groupOfRow(row);
    if (group === 0) return;
    const tier = tiers[at] ?? 0;
    const out = outBy(row);
    if (out === 0) counts[tier <= LAST_CERTAIN ? 'certain' : 'uncertain']++;
    if (!isWanted(tier)) return;
    facets?.add(row, pages.nodeOf(row), out);
    if (out !== 0) return;
    const before = best[group] ?? 0;
    const key = order.keyOf(at, group);
    if (before === 0) units.push(group);
    if (before === 0 || key < before) best[group] = key;
  };
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const to = Math.min(rows.length, from + AT_ONCE);
    for (let at = from; at < to; at++) lookAt(at);
    await pace.turn();
  }
  const keys = Float64Array.from(units, (unit) => best[unit] ?? 0).sort();
  await pace.turn();
  const { certain, uncertain } = counts;
  return {
    certain,
    uncertain,
    pages: { all: certain + uncertain, certain, uncertain }[options.certainty],
    keys,
    groupOf: (key) => groupOfRow(order.rowOf(key)),
    facets,
    placeOf(row) {
      const at = placeOf(rows, row);
      const isIn = at >= 0 && isWanted(tiers[at] ?? 0) && groupOfRow(row) !== 0 && outBy(row) === 0;
      return isIn ? at : -1;
    },
  };
}

const LAST_CERTAIN = 2;

/** The place of the first unit behind a key. */
export function placeBehind(keys: Float64Array, key: number): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? 0) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
