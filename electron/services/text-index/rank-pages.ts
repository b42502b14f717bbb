/**
 * The order of pages as one number each: the tier first, within it BM25 times e^(−2·cost), then the newest. Rows are given out
 * in the order in which pages came in.
 */
import type { PageSort } from '../../../shared/rpc/contract-asking.ts';
import type { FoundPages } from './ask-evaluate.ts';
import { codeRanks } from './rank-codes.ts';
import type { TextStore } from './store.ts';

export type PageOrder = {
  /** Of the page at this place of what was found; the smaller the better, and two pages never have the same. */
  keyOf(at: number, group: number): number;
  rowOf(key: number): number;
};

/** More rows than a text index will ever have. */
const ROWS = 2 ** 28;
const WORTHS = 2 ** 16;
/** A weight of BM25 that is worth half of the most. */
const HALF_WEIGHT = 4;

export function createPageOrder(
  store: Pick<TextStore, 'db' | 'nodes'>,
  found: FoundPages,
  sort: PageSort,
): PageOrder {
  const newest = (at: number): number => ROWS - 1 - (found.rows[at] ?? 0);
  const rowOf = (key: number): number => ROWS - 1 - (key % ROWS);
  if (sort === 'newest') return { keyOf: newest, rowOf };
  if (sort === 'code') {
    const ranks = codeRanks(store);
    return { keyOf: (at, group) => (ranks[group] ?? 0) * ROWS + newest(at), rowOf };
  }
  return { keyOf: (at) => worthKey(found, at) * ROWS + newest(at), rowOf };
}

/** The order of pages within one unit: as by `best`, those of one worth as they lie. */
export function keyWithin(found: FoundPages, at: number): number {
  return worthKey(found, at) * ROWS + (found.rows[at] ?? 0);
}

function worthKey({ tiers, weights, costs }: FoundPages, at: number): number {
  const weight = weights?.[at] ?? 0;
  const cost = costs[at] ?? 0;
  const worth = cost === 0 ? weight / (weight + HALF_WEIGHT) : Math.exp((-2 * cost) / 100);
  return (tiers[at] ?? 0) * WORTHS + Math.round((WORTHS - 1) * (1 - Math.max(0, worth)));
}
