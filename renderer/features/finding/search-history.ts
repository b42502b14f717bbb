/**
 * The last queries of this profile, the newest first. They are a convenience and no data: they lie in `localStorage`, and
 * without it (or damaged) there are none.
 */
import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { createStore } from '../../db/store.ts';
import { parseFindQuery, printFindQuery, type FindQuery } from '../../ui/find-query.ts';

const KEY = 'searches';
const MOST = 20;
const MAX_LENGTH = 4000;

const storedSchema = z.array(z.string().max(MAX_LENGTH)).max(MOST).catch([]);

const store = createStore<readonly string[]>(readStored());

function readStored(): readonly string[] {
  try {
    return storedSchema.parse(JSON.parse(window.localStorage.getItem(KEY) ?? '[]'));
  } catch {
    return [];
  }
}

/** With `query` in front; one that it goes on from, letter by letter, is not kept beside it. Pure. */
export function withQuery(searches: readonly string[], query: FindQuery): readonly string[] {
  if (query.text.trim() === '') return searches;
  const printed = printFindQuery({ ...query, text: query.text.trim() });
  if (printed.length > MAX_LENGTH) return searches;
  const others = searches.filter((each, i) => each !== printed && !(i === 0 && isOnTheWay(each, query.text)));
  return [printed, ...others].slice(0, MOST);
}

function isOnTheWay(printed: string, text: string): boolean {
  const before = parseFindQuery(printed).text;
  return text.startsWith(before) || before.startsWith(text);
}

export function rememberSearch(query: FindQuery): void {
  const next = withQuery(store.get(), query);
  store.set(next);
  write(next);
}

export function forgetSearches(): void {
  store.set([]);
  write([]);
}

function write(searches: readonly string[]): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(searches));
  } catch {
    // No room, or no storage at all: they are there as long as the window is.
  }
}

/** As they stand in an address. */
export function useSearchHistory(): readonly string[] {
  return useSyncExternalStore(store.subscribe, store.get);
}
