/** Searching for screens: results as a person types. */
import { createContext, use, useEffect, useId, useState, type ReactNode } from 'react';
import { must } from '../../shared/must.ts';
import { useStore } from '../db/use-live.ts';
import { isEmptyFilter, NO_FILTER } from './filter.ts';
import type { CheckStatus, Query, SearchAnswer, SearchStatus } from './messages.ts';
import type { Search } from './search.ts';

const SearchContext = createContext<Search | null>(null);

export function SearchProvider({ value, children }: { value: Search; children: ReactNode }) {
  return <SearchContext value={value}>{children}</SearchContext>;
}

export type SearchState = {
  /** The last answer, perhaps still of the query before; undefined before the first, or when nothing is asked. */
  readonly answer: SearchAnswer | undefined;
  /** The answer is not this query's yet. */
  readonly pending: boolean;
};

type SearchOptions = Partial<Omit<Query, 'text'>>;

/** Asks for `text` at every change of it, of the filter and of the catalogue. */
export function useSearch(text: string, options: SearchOptions = {}): SearchState {
  const { filter = NO_FILTER, facets = false } = options;
  const search = useSearchEngine();
  const asker = useId();
  const changes = useStore(search.changed);
  const [last, setLast] = useState<{ key: string; changes: number; answer: SearchAnswer }>();
  const isAsking = text.trim() !== '' || !isEmptyFilter(filter) || facets;
  // A space at the end counts: it ends the word that is being typed.
  const key = JSON.stringify({ ...options, text });

  useEffect(() => {
    let stale = false;
    async function ask(): Promise<void> {
      const asked = JSON.parse(key) as SearchOptions & { text: string };
      const answer = await search.search({ ...asked, asker });
      if (!stale && answer !== null) setLast({ key, changes, answer });
    }
    if (isAsking) void ask();
    return () => {
      stale = true;
    };
  }, [search, asker, key, isAsking, changes]);
  if (!isAsking) return { answer: undefined, pending: false };
  return { answer: last?.answer, pending: last?.key !== key };
}

/** How the index is doing. */
export function useSearchStatus(): SearchStatus {
  return useStore(useSearchEngine().status);
}

/** The last comparing of the index with the rows, and how to ask for one. */
export function useSearchCheck(): { readonly check: CheckStatus; readonly verify: () => void } {
  const search = useSearchEngine();
  return { check: useStore(search.check), verify: () => search.verify() };
}

function useSearchEngine(): Search {
  return must(use(SearchContext), 'the screens stand inside SearchProvider');
}
