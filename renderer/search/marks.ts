/**
 * What a part of a query was found in: for each slot a score, and the slots that have one. A score is tier and rank in one small
 * number, the lower the better; 0 means: not found. Marks are lent from a pool, so that a query allocates nothing of the
 * index's size.
 */
import type { Tier } from '../../shared/query/tiers.ts';

export type Marks = { readonly scores: Uint16Array; readonly slots: number[] };

/** Ranks within a tier are kept below this, so that five tiers and the levels fit 16 bits (`best.ts`). */
const RANKS = 1400;

/** Ranks from 0, the best, up. */
export function scoreOf(tier: Tier, rank: number): number {
  return 1 + tier * RANKS + Math.min(rank, RANKS - 1);
}

export function tierOf(score: number): Tier {
  return Math.floor((score - 1) / RANKS) as Tier;
}

/** Of what a date or language leads to: behind what has words in a weighty place. */
export const NO_WORDS = scoreOf(1, 10);

function rankOf(score: number): number {
  return (score - 1) % RANKS;
}

/** Of a slot that has both: as unsure as the less sure one, and their ranks together. */
export function together(a: number, b: number): number {
  const tier = Math.max(tierOf(a), tierOf(b)) as Tier;
  return scoreOf(tier, rankOf(a) + rankOf(b));
}

/** Notes that a slot was found, or found better than before. */
export function mark({ scores, slots }: Marks, slot: number, score: number): void {
  const before = scores[slot] ?? 0;
  if (before === 0) slots.push(slot);
  if (before === 0 || score < before) scores[slot] = score;
}

/** Whether a slot is not among those that count. */
export function isOutside(within: Marks | null, slot: number): boolean {
  return within !== null && within.scores[slot] === 0;
}

export type MarksPool = {
  /** Room for this many slots at least, with nothing marked. */
  take(slots: number): Marks;
  giveBack(marks: Marks): void;
};

export function createMarksPool(): MarksPool {
  let free: Uint16Array[] = [];

  return {
    take(slots) {
      const last = free.pop();
      if (last !== undefined && last.length >= slots) return { scores: last, slots: [] };
      // All of them are too small now.
      free = [];
      return { scores: new Uint16Array(Math.ceil(slots * 1.2) + 64), slots: [] };
    },
    giveBack({ scores, slots }) {
      for (const slot of slots) scores[slot] = 0;
      free.push(scores);
    },
  };
}
