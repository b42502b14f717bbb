/**
 * What was found, narrowed, counted and grouped by units. One pass over the rows, with sums by node; 120,000 hits take some 5 ms.
 * The order of the units is one number for each, which also names its best page: lists are continued behind such a number.
 */
import type { PageSort } from '../../../shared/rpc/contract-asking.ts';
import type { Certainty } from '../../../shared/query/tiers.ts';
import type { FoundPages } from './ask-evaluate.ts';
import type { OutBy } from './ask-filter.ts';
import type { Pace } from './ask-pace.ts';
import { createFacetSums, type FacetSums } from './facets-of-pages.ts';
import type { PageColumns } from './page-columns.ts';
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
  /** Whether a row is in the list. */
  isIn(row: number): boolean;
};

/** Rows that are looked at between two turns. */
const ROWS_AT_ONCE = 200_000;
const LAST_CERTAIN = 3;

export async function groupByUnits(
  store: Pick<TextStore, 'db' | 'nodes' | 'pages' | 'idOfNode'>,
  { groups }: PageColumns,
  found: FoundPages,
  outBy: OutBy,
  options: { readonly certainty: Certainty; readonly sort: PageSort; readonly facets: boolean },
  pace: Pace,
): Promise<Grouped> {
  const { tiers } = found;
  const { pages } = store;
  const facets = options.facets ? createFacetSums(store, outBy.bits) : null;
  const order = createPageOrder(store, found, options.sort);
  const best = new Float64Array(store.nodes.size).fill(Infinity);
  const counts = { certain: 0, uncertain: 0, units: 0 };
  const [least, most] = { all: [1, 255], certain: [1, LAST_CERTAIN], uncertain: [LAST_CERTAIN + 1, 255] }[
    options.certainty
  ] as [number, number];

  const lookAt = (from: number, to: number): void => {
    for (let row = from; row < to; row++) {
      const tier = tiers[row] ?? 0;
      if (tier === 0) continue;
      const group = groups[row] ?? 0;
      if (group === 0) continue;
      const out = outBy(row);
      if (out === 0) {
        if (tier <= LAST_CERTAIN) counts.certain++;
        else counts.uncertain++;
      }
      if (tier < least || tier > most) continue;
      facets?.add(row, pages.nodeOf(row), out);
      if (out !== 0) continue;
      const before = best[group] ?? Infinity;
      if (before === Infinity) counts.units++;
      const key = order.keyOf(row, group);
      if (key < before) best[group] = key;
    }
  };
  for (let from = 1; from < tiers.length; from += ROWS_AT_ONCE) {
    lookAt(from, Math.min(tiers.length, from + ROWS_AT_ONCE));
    await pace.turn();
  }
  const keys = new Float64Array(counts.units);
  let at = 0;
  for (const key of best) if (key !== Infinity) keys[at++] = key;
  keys.sort();
  await pace.turn();
  const { certain, uncertain } = counts;
  return {
    certain,
    uncertain,
    pages: { all: certain + uncertain, certain, uncertain }[options.certainty],
    keys,
    groupOf: (key) => groups[order.rowOf(key)] ?? 0,
    facets,
    isIn(row) {
      const tier = tiers[row] ?? 0;
      return tier >= least && tier <= most && (groups[row] ?? 0) !== 0 && outBy(row) === 0;
    },
  };
}

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
