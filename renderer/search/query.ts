/**
 * Answers a query from the slot index: its tree is evaluated, the filter must let the record through, the surest and weightiest
 * come first. When few have the words themselves, those come behind that have words a slip away instead. A filter without words
 * lists what it lets through in the order of the reference codes.
 */
import { parseQuery } from '../../shared/query/parse-query.ts';
import type { QueryNode } from '../../shared/query/query-node.ts';
import type { SynonymTable } from '../../shared/query/synonyms.ts';
import { isCertain, type Certainty, type Tier } from '../../shared/query/tiers.ts';
import { bestByCode, bestByRank, newest } from './best.ts';
import { createEvaluator } from './evaluate.ts';
import { createExpander, mayBeNear } from './expand.ts';
import { countFacets, type Facets } from './facets.ts';
import { createFilterer, isEmptyFilter, NO_FILTER, type Filter } from './filter.ts';
import { typeOfCode } from './indexed-types.ts';
import { scoreOf, tierOf, type Marks } from './marks.ts';
import type { SlotIndex } from './slot-index.ts';
import { createStoodIn, nearWordsIn, type StoodIn } from './stood-in.ts';
import { suggestionsFor } from './suggestions.ts';
import { FIELD } from './text-fields.ts';

/** `best`: by tier and place of the words; `newest`: what was written last. */
export type Sort = 'best' | 'newest' | 'code';

export type Hit = {
  readonly id: string;
  readonly t: string;
  readonly tier: Tier;
  /** The query was this very record's reference code. */
  readonly exact: boolean;
  /** The word of the record that stands near a word of the query, where it does not have that word itself. */
  readonly near: string | undefined;
  /** For each word of the query that does not stand there itself: what does. */
  readonly stoodIn: readonly StoodIn[];
};

export type Found = {
  /** The slice asked for: the surest first, those with near words behind all others; without words in the order of the codes. */
  readonly hits: readonly Hit[];
  /** How many are certain and pass the filter; near ones are not counted. */
  readonly total: number;
  /** Uncertain ones are looked for where few are certain, or when they are asked for. */
  readonly counts: { readonly certain: number; readonly uncertain: number };
  /** The offset of the next slice; null at the end. */
  readonly next: number | null;
  /** The words of the index that stood in for words of the query. */
  readonly nearWords: readonly string[];
  readonly facets: Facets | null;
  /** What may have been meant, as whole queries, where nothing certain was found. */
  readonly suggestions: readonly string[];
};

export type SearchOptions = {
  readonly filter?: Filter;
  readonly facets?: boolean;
  readonly sort?: Sort;
  readonly certainty?: Certainty;
  /** The first hits that are left out: those that were shown already. */
  readonly offset?: number;
  readonly synonyms?: SynonymTable | undefined;
};

/** With fewer certain hits than this, near words are looked for. */
const FEW = 5;

/** Nothing was asked, or there is nothing to ask yet. */
export const NOTHING: Found = {
  hits: [],
  total: 0,
  counts: { certain: 0, uncertain: 0 },
  next: null,
  nearWords: [],
  facets: null,
  suggestions: [],
};

export type Searcher = { search(text: string, limit: number, options?: SearchOptions): Found };

type Asked = Required<Omit<SearchOptions, 'synonyms'>> & { readonly limit: number };

/** What was found and passes the filter, with the scores of all. */
type Passed = { readonly slots: number[]; readonly certain: number };

/** A searcher keeps its marks between queries, so that a query allocates nothing of the index's size. */
export function createSearcher(index: SlotIndex): Searcher {
  const filterer = createFilterer(index);
  const expand = createExpander(index.terms);
  const evaluator = createEvaluator(index, expand);

  function searchTree(text: string, root: QueryNode, asked: Asked): Found {
    const { filter, certainty, facets: wantsFacets } = asked;
    const outBy = filterer.outBy(filter);
    const title = titleWanted(index, root);
    let isLoose = certainty === 'uncertain';
    let marks = evaluator.begin(root, isLoose);
    let passed = pass(marks, outBy, certainty);
    const facets = wantsFacets ? countFacets(index, slotsOf(marks, certainty), outBy) : null;
    if (certainty === 'all' && passed.certain < Math.min(FEW, asked.limit) && hasNear(root)) {
      evaluator.end(marks);
      isLoose = true;
      marks = evaluator.begin(root, isLoose);
      passed = pass(marks, outBy, certainty);
    }
    if (title !== null) raiseTitles(marks, passed.slots, title);
    const all = passed.slots;
    const shown = sorted(root, all, marks, asked).slice(asked.offset);
    const stoodIn = createStoodIn(index, expand, root, isLoose);
    const hits = shown.map((slot) => hitOf(slot, tierOf(marks.scores[slot] ?? 1), stoodIn(slot), root));
    evaluator.end(marks);
    const reached = asked.offset + hits.length;
    return {
      hits,
      total: passed.certain,
      counts: { certain: passed.certain, uncertain: all.length - passed.certain },
      next: reached < all.length && hits.length > 0 ? reached : null,
      nearWords: nearWordsIn(hits.flatMap((hit) => hit.stoodIn)),
      facets,
      suggestions:
        passed.certain === 0 && certainty !== 'uncertain'
          ? suggestionsFor(index, expand, text, root, (slot) => outBy[slot] === 0)
          : [],
    };
  }

  function pass({ slots, scores }: Marks, outBy: Uint8Array, certainty: Certainty): Passed {
    const passed: number[] = [];
    let certain = 0;
    for (const slot of slots) {
      if (outBy[slot] !== 0) continue;
      const isSure = isCertain(tierOf(scores[slot] ?? 1));
      if (isSure) certain++;
      if (isSure ? certainty !== 'uncertain' : certainty !== 'certain') passed.push(slot);
    }
    return { slots: passed, certain: certainty === 'uncertain' ? 0 : certain };
  }

  function raiseTitles({ scores }: Marks, slots: readonly number[], title: readonly number[]): void {
    // Words that all stand in the title have no worse rank than this.
    const [first, last] = [scoreOf(1, 0), scoreOf(1, title.length * FIELD.title)];
    for (const slot of slots) {
      const score = scores[slot] ?? 0;
      if (score < first || score > last || !index.words.isTitle(slot, title)) continue;
      scores[slot] = scoreOf(0, 1);
    }
  }

  function sorted(
    root: QueryNode,
    slots: number[],
    { scores }: Marks,
    { sort, limit, offset }: Asked,
  ): number[] {
    const most = offset + limit;
    if (sort === 'newest') return newest(index, slots, most);
    if (sort === 'code') return bestByCode(index, Uint32Array.from(slots), most);
    if (root.kind !== 'code') return bestByRank(index, slots, scores, most);
    // Behind the record whose code was asked for, what lies below it stands as it does there.
    const isOwn = (slot: number): boolean => tierOf(scores[slot] ?? 1) === 0;
    const own = bestByRank(index, slots.filter(isOwn), scores, most);
    const below = slots.filter((slot) => !isOwn(slot));
    return [...own, ...bestByCode(index, Uint32Array.from(below), most - own.length)];
  }

  function listAll({ filter, limit, offset, sort, certainty, facets: wantsFacets }: Asked): Found {
    const outBy = filterer.outBy(filter);
    // Without words nothing is uncertain.
    const used = certainty === 'uncertain' ? 0 : index.used;
    const [all, found] = [new Uint32Array(used), new Uint32Array(used)];
    let total = 0;
    for (let slot = 0; slot < used; slot++) {
      all[slot] = slot;
      if (outBy[slot] === 0) found[total++] = slot;
    }
    const facets = wantsFacets ? countFacets(index, all, outBy) : null;
    const passed = found.subarray(0, total);
    const most = isEmptyFilter(filter) ? 0 : offset + limit;
    const best = sort === 'newest' ? newest(index, [...passed], most) : bestByCode(index, passed, most);
    const hits = best.slice(offset).map((slot) => hitOf(slot, 1, [], null));
    const reached = offset + hits.length;
    const next = reached < total && hits.length > 0 ? reached : null;
    return { ...NOTHING, hits, total, counts: { certain: total, uncertain: 0 }, next, facets };
  }

  function hitOf(slot: number, tier: Tier, stoodIn: readonly StoodIn[], root: QueryNode | null): Hit {
    const { ids, columns } = index.table;
    return {
      id: ids[slot] ?? '',
      t: typeOfCode(columns.types[slot] ?? 0),
      tier,
      exact: tier === 0 && root?.kind === 'code',
      near: stoodIn.find((each) => !isCertain(each.tier))?.as,
      stoodIn,
    };
  }

  return {
    search(text, limit, options = {}) {
      const { synonyms, ...rest } = options;
      const asked: Asked = {
        filter: NO_FILTER,
        facets: false,
        sort: 'best',
        certainty: 'all',
        offset: 0,
        ...rest,
        limit,
      };
      const { root } = parseQuery(text, { begun: true, ...(synonyms === undefined ? {} : { synonyms }) });
      if (root !== null) return searchTree(text, root, asked);
      // Marks without a word (`...`) ask nothing; an empty text with a filter asks for all that it lets through.
      if (text.trim() !== '' || (isEmptyFilter(asked.filter) && !asked.facets)) return NOTHING;
      return listAll(asked);
    },
  };
}

/** Those that a facet may count. */
function slotsOf({ slots, scores }: Marks, certainty: Certainty): number[] {
  return slots.filter((slot) => isCertain(tierOf(scores[slot] ?? 1)) === (certainty !== 'uncertain'));
}

/** Whether the query has a word for which a near one could stand in. */
function hasNear(node: QueryNode): boolean {
  if (node.kind === 'word') return mayBeNear(node);
  return (node.kind === 'all' || node.kind === 'any') && node.parts.some(hasNear);
}

/** The words of a title that was typed whole; null when the query is no such thing. */
function titleWanted(index: SlotIndex, root: QueryNode): number[] | null {
  const nodes = root.kind === 'all' ? root.parts : [root];
  const words: number[] = [];
  for (const node of nodes) {
    const own = node.kind === 'any' && node.why === 'synonyms' ? node.parts[0] : node;
    if (own?.kind !== 'word' || (own.field !== null && own.field !== 'title')) return null;
    const number = index.terms.numberOf(own.word.exact);
    if (number === undefined || own.mode === 'prefix') return null;
    words.push(number);
  }
  return words;
}
