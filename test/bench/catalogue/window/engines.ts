/**
 * The engines that search the same entries in the window, the records by the words of our own indexer: ours and MiniSearch,
 * each behind the same two calls.
 */
import MiniSearch from 'minisearch';
import { createSearcher } from '../../../../renderer/search/query.ts';
import { slipsIn } from '../../../../renderer/search/near-terms.ts';
import { wordsIn } from '../../../../renderer/search/runs.ts';
import { createSlotIndex, type Entry } from '../../../../renderer/search/slot-index.ts';
import { queryTerms } from '../../../../shared/query/query-terms.ts';

export type Engine = {
  add(entries: readonly Entry[]): void;
  /**
   * All words must be there, the last one may be begun; with fewer than five, near words too. Ours also takes other forms and
   * scripts for certain. `shown` are the best, at most `limit`.
   */
  search(text: string, limit: number): { readonly total: number; readonly shown: number };
};

export const ENGINES = { ours: createOurs, minisearch: createMiniSearch } as const;
export type EngineName = keyof typeof ENGINES;

/** As `query.ts` has it. */
const FEW = 5;

function createOurs(): Engine {
  const index = createSlotIndex();
  const searcher = createSearcher(index);
  return {
    add(entries) {
      for (const entry of entries) index.put(entry);
    },
    search(text, limit) {
      const { total, hits } = searcher.search(text, limit);
      return { total, shown: hits.length };
    },
  };
}

function createMiniSearch(): Engine {
  const index = new MiniSearch<{ id: string; words: string }>({
    fields: ['words'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
  });
  return {
    add(entries) {
      index.addAll(entries.map(({ id, runs }) => ({ id, words: wordsIn(runs).join(' ') })));
    },
    search(text, limit) {
      const { words, begun } = queryTerms(text);
      const ask = (fuzzy: boolean) =>
        index.search(words.join(' '), {
          combineWith: 'AND',
          prefix: (_, i, all) => begun !== null && i === all.length - 1,
          fuzzy: (term) => (fuzzy ? slipsIn(term) || false : false),
        });
      const found = ask(false);
      const loose = found.length < FEW && words.some((word) => slipsIn(word) > 0) ? ask(true) : found;
      return { total: found.length, shown: Math.min(loose.length, limit) };
    },
  };
}
