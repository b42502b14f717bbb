/**
 * Answers a query from the slot index: every word must be there, the last one may be the beginning of a word. When few have
 * them, those come behind that have words a slip away instead.
 */
import { LEVELS } from '../../shared/model/record-types.ts';
import { queryTokens } from '../../shared/text/code-tokens.ts';
import { slipsIn } from './near-terms.ts';
import type { Postings, SlotIndex } from './slot-index.ts';

export type Hit = {
  readonly id: string;
  readonly t: string;
  /** The query was this very record's reference code. */
  readonly exact: boolean;
  /** The word of the record that stands near a word of the query, where it does not have that word itself. */
  readonly near: string | undefined;
};

/** `total` counts the records that have every word; near ones are among the hits only. */
type Found = { readonly hits: readonly Hit[]; readonly total: number };

/** A part of a reference code, as `queryTokens` makes it: `фр5`, `оп1`, `д123а`. */
const CODE_WORD = /^(?<label>ф|оп|д)\p{L}?\d/u;
/** The last word counts as begun when the text ends with a letter or a digit. */
const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}]$/u;
/** Of two records that match alike the one higher up comes first. */
const RANK_BY_LEVEL: ReadonlyMap<string, number> = new Map(LEVELS.map((level, rank) => [level, rank]));
const LEVEL_RANKS = LEVELS.length;
/** A pasted page is cut: nobody means more words than this. */
const MAX_WORDS = 32;
/** Completing a word costs this much in rank: whole words stand before completed ones in the same place. */
const COMPLETED = 1;
/** A slip costs more than any place in a text does, so near ones stand behind; ranks are kept within 16 bits. */
const SLIPPED = 300;
const MAX_RANK = 8000;
/** With fewer hits than this, near words are looked for. */
const FEW = 5;
/** Of very many near words the nearest are taken. */
const MAX_NEAR = 12;

export type Searcher = { search(text: string, limit: number): Found };

/** A searcher keeps its marks between queries, so that a query allocates nothing of the index's size. */
export function createSearcher(index: SlotIndex): Searcher {
  let reached = new Uint32Array(0);
  let ranks = new Uint16Array(0);
  /** Of each slot: by which of `nearWords` it was reached, counted from 1; 0 by none. */
  let via = new Uint16Array(0);
  let nearWords: string[] = [];
  let stamp = 0;
  let nextStamp = 1;

  function prepare(words: number): void {
    if (reached.length < index.used || nextStamp > 0xffff_0000) {
      reached = new Uint32Array(Math.ceil(index.used * 1.2) + 64);
      ranks = new Uint16Array(reached.length);
      via = new Uint16Array(reached.length);
      nextStamp = 1;
    }
    stamp = nextStamp;
    nextStamp += words + 1;
    nearWords = [];
  }

  /** Marks the slots that have this word besides the `k` before it; answers those reached now. */
  function meet(k: number, postings: Postings, extra: number, met: number[], near = 0): void {
    const before = stamp + k;
    for (const [place, slots] of postings.entries()) {
      if (slots === undefined || slots === null) continue;
      for (const slot of slots) {
        // Of the first word every slot is new, unless another completion of it was there before.
        if (k === 0 ? reached[slot] === stamp + 1 : reached[slot] !== before) continue;
        reached[slot] = before + 1;
        ranks[slot] = Math.min(MAX_RANK, (k === 0 ? 0 : (ranks[slot] ?? 0)) + place + extra);
        if (near > 0 || k === 0) via[slot] = near;
        met.push(slot);
      }
    }
  }

  /** Marks the slots that have a word near this one. */
  function meetNear(k: number, word: string, met: number[]): void {
    const near = index.terms.near(word).sort((a, b) => a.distance - b.distance);
    for (const { term, distance } of near.slice(0, MAX_NEAR)) {
      nearWords.push(term);
      meet(k, index.postingsOf(term), SLIPPED * distance, met, nearWords.length);
    }
  }

  /** The slots that have all words, and how many of those have the last one whole. */
  function meetAll(words: readonly string[], isOpen: boolean, isLoose: boolean): [number[], number] {
    prepare(words.length);
    let met: number[] = [];
    let whole = 0;
    for (const [k, word] of words.entries()) {
      met = [];
      meet(k, index.postingsOf(word), 0, met);
      whole = met.length;
      if (k === words.length - 1 && isOpen) {
        for (const term of index.terms.startingWith(word)) {
          if (term !== word) meet(k, index.postingsOf(term), COMPLETED, met);
        }
      }
      if (isLoose) meetNear(k, word, met);
      if (met.length === 0) break;
    }
    return [met, whole];
  }

  return {
    search(text, limit) {
      const words = queryTokens(text).slice(0, MAX_WORDS);
      if (words.length === 0) return { hits: [], total: 0 };
      const isOpen = ENDS_IN_WORD.test(text);
      const { alive, types } = index.slots;
      const isAlive = (slot: number): boolean => alive[slot] === 1;
      let [met, whole] = meetAll(words, isOpen, false);
      const total = met.filter(isAlive).length;
      const isLoose = total < Math.min(FEW, limit) && words.some((word) => slipsIn(word) > 0);
      if (isLoose) [met, whole] = meetAll(words, isOpen, true);
      const level = levelAskedFor(words);
      const exact = new Set(
        level === null ? [] : met.slice(0, whole).filter((slot) => types[slot] === level),
      );
      const nearOf = (slot: number): string | undefined => nearWords[(via[slot] ?? 0) - 1];
      return { hits: best(index, met.filter(isAlive), { ranks, exact, nearOf }, limit), total };
    },
  };
}

type Marks = {
  readonly ranks: Uint16Array;
  readonly exact: ReadonlySet<number>;
  readonly nearOf: (slot: number) => string | undefined;
};

/** The best `limit` of the slots found: the record whose code was typed, then by rank, level and age. */
function best(
  index: SlotIndex,
  found: readonly number[],
  { ranks, exact, nearOf }: Marks,
  limit: number,
): Hit[] {
  const { ids, types } = index.slots;
  // Few are shown of very many found: they are counted by rank first, and only those that may be shown are sorted.
  const rankAt = new Uint16Array(found.length);
  const counts: number[] = [];
  for (let i = 0; i < found.length; i++) {
    const slot = found[i] ?? 0;
    const level = RANK_BY_LEVEL.get(types[slot] ?? '') ?? 0;
    const rank = exact.size > 0 && exact.has(slot) ? 0 : 1 + (ranks[slot] ?? 0) * LEVEL_RANKS + level;
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
  // Half the index may have the worst wanted rank; numbers alone sort ten times as fast as by a comparison.
  return [...better.map(({ slot }) => slot), ...Uint32Array.from(alike).sort().subarray(0, limit)]
    .slice(0, limit)
    .map((slot) => ({
      id: ids[slot] ?? '',
      t: types[slot] ?? '',
      exact: exact.has(slot),
      near: nearOf(slot),
    }));
}

/** The rank of the `limit`-th best. */
function worstWanted(counts: readonly (number | undefined)[], limit: number): number {
  let seen = 0;
  for (const [rank, count] of counts.entries()) {
    seen += count ?? 0;
    if (seen >= limit) return rank;
  }
  return counts.length;
}

/** The level of the record whose code the words are; null when they are no code, or a code and other words. */
function levelAskedFor(words: readonly string[]): string | null {
  const labels = words.map((word) => CODE_WORD.exec(word)?.groups?.['label']);
  if (labels.includes(undefined)) return null;
  const last = labels.at(-1);
  return last === 'д' ? 'unit' : last === 'оп' ? 'inventory' : 'fonds';
}
