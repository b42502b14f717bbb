/**
 * Whose turn it is. What somebody looks at goes first, and still nobody starves: every fourth turn goes to the one that has
 * waited longest, whoever looks at what. Pure.
 */

/** Every so manieth turn is a fair one. */
export const FAIR_EVERY = 4;
/** A job that came on by a fair turn keeps it so long, before one that is looked at comes first again. */
const FAIR_SLICE_MS = 30_000;
/** A job that is looked at makes room for the others after this. */
const LONG_SLICE_MS = 300_000;

/** The next of `waiting`, which stand in the order in which they have waited; `rankOf` is null where nobody looks. */
export function chooseNext<T>(
  waiting: readonly T[],
  rankOf: (item: T) => number | null,
  isFair: boolean,
): T | undefined {
  if (isFair) return waiting[0];
  let best = waiting[0];
  let bestRank = Number.POSITIVE_INFINITY;
  for (const item of waiting) {
    const rank = rankOf(item);
    if (rank === null || rank >= bestRank) continue;
    best = item;
    bestRank = rank;
  }
  return best;
}

/** Chooses turn by turn; each consumer of its own. */
export type Picker = <T>(waiting: readonly T[], rankOf: (item: T) => number | null) => T | undefined;

export function createPicker(): Picker {
  let turn = 0;
  return (waiting, rankOf) => {
    turn++;
    return chooseNext(waiting, rankOf, turn % FAIR_EVERY === 0);
  };
}

/** Whether a running job is to make room for a waiting one of its kind. `ranMs`: since it began or came on again. */
export function isToGiveWay(now: {
  readonly mine: number | null;
  /** The best of those that wait; undefined: none does. */
  readonly best: number | null | undefined;
  readonly ranMs: number;
  /** It came on by a fair turn. */
  readonly isFair: boolean;
}): boolean {
  const { mine, best, ranMs, isFair } = now;
  if (best === undefined) return false;
  if (isFair && ranMs < FAIR_SLICE_MS) return false;
  if (best === null) return mine !== null && ranMs >= LONG_SLICE_MS;
  return mine === null || best < mine;
}
