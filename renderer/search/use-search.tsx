/** Searching for screens: results as a person types. */
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { must } from '../../shared/must.ts';
import { useStore } from '../db/use-live.ts';
import type { SearchAnswer, SearchStatus } from './messages.ts';
import type { Search } from './search.ts';

const SearchContext = createContext<Search | null>(null);

export function SearchProvider({ value, children }: { value: Search; children: ReactNode }) {
  return <SearchContext value={value}>{children}</SearchContext>;
}

export type SearchState = {
  /** The last answer, perhaps still of the text before; undefined before the first, or when the text is empty. */
  readonly answer: SearchAnswer | undefined;
  /** The answer is not this text's yet. */
  readonly pending: boolean;
};

/** Asks for `text` at every change of it and of the catalogue. */
export function useSearch(text: string, limit = 50): SearchState {
  const search = must(use(SearchContext), 'the screens stand inside SearchProvider');
  const changes = useStore(search.changed);
  const [last, setLast] = useState<{ text: string; limit: number; changes: number; answer: SearchAnswer }>();
  const wanted = text.trim();

  useEffect(() => {
    let stale = false;
    async function ask(): Promise<void> {
      const answer = await search.search({ text, limit });
      if (!stale && answer !== null) setLast({ text: wanted, limit, changes, answer });
    }
    if (wanted !== '') void ask();
    return () => {
      stale = true;
    };
  }, [search, text, wanted, limit, changes]);
  if (wanted === '') return { answer: undefined, pending: false };
  return { answer: last?.answer, pending: last?.text !== wanted };
}

/** How the index is doing. */
export function useSearchStatus(): SearchStatus {
  return useStore(must(use(SearchContext), 'the screens stand inside SearchProvider').status);
}
