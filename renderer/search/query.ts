/**
 * Answers a query from the slot index: every word must be there, the last one may be the beginning of a word, and the filter
 * must let it through. When few have them, those come behind that have words a slip away instead. A filter without words
 * lists what it lets through in the order of the reference codes.
 */
import { queryTerms, type QueryTerms } from '../../shared/text/query-terms.ts';
import { bestByRank, bestByCode, LEVEL_RANKS } from './best.ts';
import { createFilterer, isEmptyFilter, NO_FILTER, type Facets, type Filter } from './filter.ts';
import { typeOfCode } from './indexed-types.ts';
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
type Found = {
  readonly hits: readonly Hit[];
  readonly total: number;
  readonly nearWords: readonly string[];
  readonly facets: Facets | null;
};

type SearchOptions = { readonly filter?: Filter; readonly facets?: boolean };

/** A part of a reference code, as `queryTokens` makes it: `фр5`, `оп1`, `д123а`. */
const CODE_WORD = /^(?<label>ф|оп|д)\p{L}?\d/u;
/** A pasted page is cut: nobody means more words than this. */
const MAX_WORDS = 32;
/** Completing a word costs this much in rank: whole words stand before completed ones in the same place. */
const COMPLETED = 1;
/** A slip costs more than any place in a text does, so near ones stand behind; ranks are kept within 16 bits. */
const SLIPPED = 300;
const MAX_RANK = Math.floor(0xffff / LEVEL_RANKS) - 2;
/** With fewer hits than this, near words are looked for. */
const FEW = 5;
/** Of very many near words the nearest are taken. */
const MAX_NEAR = 12;

const NOTHING: Found = { hits: [], total: 0, nearWords: [], facets: null };

export type Searcher = { search(text: string, limit: number, options?: SearchOptions): Found };

/** A searcher keeps its marks between queries, so that a query allocates nothing of the index's size. */
export function createSearcher(index: SlotIndex): Searcher {
  const filterer = createFilterer(index);
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
  function meetAll({ words, begun }: QueryTerms, isLoose: boolean): [number[], number] {
    prepare(words.length);
    let met: number[] = [];
    let whole = 0;
    for (const [k, word] of words.entries()) {
      met = [];
      meet(k, index.postingsOf(word), 0, met);
      whole = met.length;
      if (k === words.length - 1 && begun !== null) {
        for (const term of index.terms.startingWith(word)) {
          if (term !== word) meet(k, index.postingsOf(term), COMPLETED, met);
        }
      }
      if (isLoose) meetNear(k, word, met);
      if (met.length === 0) break;
    }
    return [met, whole];
  }

  function searchWords(terms: QueryTerms, limit: number, filter: Filter, wantsFacets: boolean): Found {
    const outBy = filterer.outBy(filter);
    const isIn = (slot: number): boolean => outBy[slot] === 0;
    let [met, whole] = meetAll(terms, false);
    let found = met.filter(isIn);
    const total = found.length;
    const facets = wantsFacets ? filterer.facetsOf(met, outBy) : null;
    const isLoose = total < Math.min(FEW, limit) && terms.words.some((word) => slipsIn(word) > 0);
    if (isLoose) {
      [met, whole] = meetAll(terms, true);
      found = met.filter(isIn);
    }
    const level = levelAskedFor(terms.words);
    const { types } = index.table.columns;
    const exact = new Set(
      level === null ? [] : met.slice(0, whole).filter((slot) => typeOfCode(types[slot] ?? 0) === level),
    );
    const hits = bestByRank(index, found, { ranks, exact }, limit).map((slot) => ({
      ...hitOf(slot),
      exact: exact.has(slot),
      near: nearWords[(via[slot] ?? 0) - 1],
    }));
    const shownNear = new Set(hits.map(({ near }) => near));
    return { hits, total, nearWords: nearWords.filter((word) => shownNear.has(word)), facets };
  }

  function listAll(limit: number, filter: Filter, wantsFacets: boolean): Found {
    const outBy = filterer.outBy(filter);
    const all = new Uint32Array(index.used);
    const found = new Uint32Array(index.used);
    let total = 0;
    for (let slot = 0; slot < index.used; slot++) {
      all[slot] = slot;
      if (outBy[slot] === 0) found[total++] = slot;
    }
    const facets = wantsFacets ? filterer.facetsOf(all, outBy) : null;
    const hits = bestByCode(index, found.subarray(0, total), limit).map(hitOf);
    return { hits, total, nearWords: [], facets };
  }

  function hitOf(slot: number): Hit {
    const { ids, columns } = index.table;
    return {
      id: ids[slot] ?? '',
      t: typeOfCode(columns.types[slot] ?? 0),
      exact: false,
      near: undefined,
    };
  }

  return {
    search(text, limit, { filter = NO_FILTER, facets = false } = {}) {
      const terms = queryTerms(text, MAX_WORDS);
      if (terms.words.length > 0) return searchWords(terms, limit, filter, facets);
      // Marks without a word (`...`) ask nothing; an empty text with a filter asks for all that it lets through.
      if (text.trim() !== '' || (isEmptyFilter(filter) && !facets)) return NOTHING;
      return listAll(isEmptyFilter(filter) ? 0 : limit, filter, facets);
    },
  };
}

/** The level of the record whose code the words are; null when they are no code, or a code and other words. */
function levelAskedFor(words: readonly string[]): string | null {
  const labels = words.map((word) => CODE_WORD.exec(word)?.groups?.['label']);
  if (labels.includes(undefined)) return null;
  const last = labels.at(-1);
  return last === 'д' ? 'unit' : last === 'оп' ? 'inventory' : 'fonds';
}
