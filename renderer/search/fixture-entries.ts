/** Entries of the index by their texts, and what a query finds among them; for tests. */
import { createSearcher, type SearchOptions } from './query.ts';
import { plainRun, runOf } from './runs.ts';
import { createSlotIndex, type Entry } from './slot-index.ts';
import { FIELD } from './text-fields.ts';
import { NO_YEARS } from './years.ts';

export function entry(
  id: string,
  texts: Partial<Record<keyof typeof FIELD, string>>,
  more: Partial<Entry> = {},
): Entry {
  const runs = Object.entries(texts).map(([field, text]) =>
    field === 'code'
      ? plainRun(FIELD.code, text.split(' '))
      : runOf(FIELD[field as keyof typeof FIELD], text),
  );
  return {
    id,
    t: 'unit',
    runs: runs.sort((a, b) => a.field - b.field),
    inherited: 0,
    fonds: null,
    years: NO_YEARS,
    languages: [],
    order: 0,
    tags: [],
    status: null,
    above: [],
    changed: 0,
    ...more,
  };
}

export function searcherOf(entries: readonly Entry[]) {
  const index = createSlotIndex();
  for (const each of entries) index.put(each);
  return createSearcher(index);
}

export function ask(entries: readonly Entry[], text: string, options: SearchOptions = {}) {
  return searcherOf(entries).search(text, 50, options);
}
