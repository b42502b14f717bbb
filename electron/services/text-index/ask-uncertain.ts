/** Uncertain pages while they are gathered, and how they are put among the certain ones. Pure. */
import type { FoundPages } from './ask-evaluate.ts';
import { createRowList, type Rows } from './ask-rows.ts';

type Uncertain = Pick<FoundPages, 'rows' | 'tiers' | 'costs'>;

/** Found, but by a query that is too deep to say by what. */
const UNWEIGHED = { tier: 4, cost: 50 } as const;
const HUNDREDTHS = 100;
const MOST_COST = 255;

/** What a row may be. */
const OPEN = 1;
const CERTAIN = 2;

export function createUncertain(size: number, certain: Rows) {
  const state = new Uint8Array(size);
  /** The tier and 1; 0: not found. */
  const tiers = new Uint8Array(size);
  const costs = new Uint8Array(size);
  let isDone = new Uint8Array(size);
  let isOpen = true;
  for (const row of certain) state[row] = CERTAIN;

  return {
    /** Only these rows may be. */
    only(rows: Rows): void {
      isOpen = false;
      for (const row of rows) if (state[row] === 0) state[row] = OPEN;
    },
    /** What is noted from now on is of another part of the query. */
    beginPart(): void {
      isDone = new Uint8Array(size);
    },
    /** The first note of a part counts; costs of parts add up, and a page is as uncertain as its least sure part. */
    note(row: number, tier: number, cost: number): void {
      const may = state[row] ?? CERTAIN;
      if (may === CERTAIN || (may === 0 && !isOpen) || isDone[row] !== 0) return;
      isDone[row] = 1;
      tiers[row] = Math.max(tiers[row] ?? 0, tier + 1);
      costs[row] = Math.min(MOST_COST, (costs[row] ?? 0) + Math.round(cost * HUNDREDTHS));
    },
    told(): Uncertain {
      const list = createRowList();
      for (let row = 1; row < size; row++) if (tiers[row] !== 0 || state[row] === OPEN) list.add(row);
      const rows = list.rows();
      return {
        rows,
        tiers: Uint8Array.from(rows, (row) => (tiers[row] === 0 ? UNWEIGHED.tier : (tiers[row] ?? 1) - 1)),
        costs: Uint8Array.from(rows, (row) => (tiers[row] === 0 ? UNWEIGHED.cost : (costs[row] ?? 0))),
      };
    },
  };
}

/** No row is in both. */
export function merged(certain: FoundPages, uncertain: Uncertain): FoundPages {
  const length = certain.rows.length + uncertain.rows.length;
  const rows = new Uint32Array(length);
  const tiers = new Uint8Array(length);
  const costs = new Uint8Array(length);
  const weights = certain.weights === null ? null : new Float32Array(length);
  let [a, b] = [0, 0];
  for (let at = 0; at < length; at++) {
    const isCertain = (certain.rows[a] ?? Infinity) < (uncertain.rows[b] ?? Infinity);
    const [from, no] = isCertain ? [certain, a++] : [uncertain, b++];
    rows[at] = from.rows[no] ?? 0;
    tiers[at] = from.tiers[no] ?? 0;
    costs[at] = from.costs[no] ?? 0;
    if (weights !== null && isCertain) weights[at] = certain.weights?.[no] ?? 0;
  }
  return { ...certain, rows, tiers, costs, weights };
}
