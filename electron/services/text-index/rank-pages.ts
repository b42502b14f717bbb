/**
 * The order of pages as one number each: the tier first, within it BM25 times e^(−2·cost), then the newest. Rows are given out
 * in the order in which pages came in.
 */
import type { PageSort } from '../../../shared/rpc/contract-asking.ts';
import type { FoundPages } from './ask-evaluate.ts';
import { codeRanks } from './rank-codes.ts';
import type { TextStore } from './store.ts';

export type PageOrder = {
  /** The smaller the better; two pages never have the same. */
  keyOf(row: number, group: number): number;
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
  const newest = (row: number): number => ROWS - 1 - row;
  const rowOf = (key: number): number => ROWS - 1 - (key % ROWS);
  if (sort === 'newest') return { keyOf: newest, rowOf };
  if (sort === 'code') {
    const ranks = codeRanks(store);
    return { keyOf: (row, group) => (ranks[group] ?? 0) * ROWS + newest(row), rowOf };
  }
  return {
    keyOf: (row) => (found.tiers[row] ?? 0) * WORTHS * ROWS + worstness(found, row) * ROWS + newest(row),
    rowOf,
  };
}

/** The order of pages within one unit: as by `best`, those of one worth as they lie. */
export function keyWithin(found: FoundPages, row: number): number {
  return (found.tiers[row] ?? 0) * WORTHS * ROWS + worstness(found, row) * ROWS + row;
}

/** 0 for the best of a tier, up to `WORTHS`. */
function worstness({ weights, costs }: FoundPages, row: number): number {
  const weight = weights?.get(row) ?? 0;
  const nearness = Math.exp((-2 * (costs[row] ?? 0)) / 100);
  const worth = costs[row] === 0 ? weight / (weight + HALF_WEIGHT) : nearness;
  return Math.round((WORTHS - 1) * (1 - Math.max(0, worth)));
}
