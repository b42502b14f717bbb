/** Worlds of the search engine for its tests, and what should be found in them by looking at every record. */
import 'fake-indexeddb/auto';
import { expect } from 'vitest';
import type { Json } from '../../shared/json.ts';
import type { Grant } from '../../shared/model/access.ts';
import { LANGUAGES } from '../../shared/model/record-types.ts';
import { membersOf, textOf } from '../../shared/model/record-values.ts';
import { parseQuery } from '../../shared/query/parse-query.ts';
import { synonymTableOf } from '../../shared/query/synonym-groups.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import { generateArchive } from '../../test/fixtures/generate-archive.ts';
import { answers } from '../../test/fixtures/naive-search.ts';
import { createMemoryJournal, type MemoryJournal } from '../../test/fixtures/memory-journal.ts';
import { openSearchWorld, type SearchWorld } from '../../test/fixtures/search-world.ts';
import { pathBelow, runsOfEntry, type CodePath } from './entry.ts';
import type { SearchAnswer } from './messages.ts';
import { runOf } from './runs.ts';
import { PLAIN } from './search.ts';
import { FIELD } from './text-fields.ts';
import { yearsOf } from './years.ts';

/** Those that a test opened; `closeWorlds` ends them. */
const worlds: SearchWorld[] = [];

export async function closeWorlds(): Promise<void> {
  for (const world of worlds.splice(0)) await world.close();
}

export async function openWorld(
  journal: MemoryJournal = createMemoryJournal(),
  now?: () => number,
  grant?: Grant,
): Promise<SearchWorld> {
  const world = await openSearchWorld(journal, now, grant);
  worlds.push(world);
  return world;
}

/** What should be found, by looking at every record of the journal. */
export function scan(journal: MemoryJournal, text: string): string[] {
  const views = new Map<string, RecordView>(journal.states().map((state) => [state.id, viewOf(state)]));
  const { root } = parseQuery(text, { synonyms: synonymTableOf([]) });
  const found: string[] = [];
  if (root === null) return found;
  for (const view of views.values()) {
    if (!['fonds', 'inventory', 'unit', 'document', 'page'].includes(view.t)) continue;
    const way: RecordView[] = [];
    for (let next: RecordView | undefined = view; next !== undefined && way.length < 12;) {
      way.unshift(next);
      const parent: Json | undefined = next.t === 'fonds' ? null : next.values['parent'];
      next = typeof parent === 'string' ? views.get(parent) : undefined;
    }
    if (way.some((each) => each.deleted)) continue;
    const path = way.reduce<CodePath>((above, each) => pathBelow(above, each.t, each.values), {});
    const runs = runsOfEntry(view.t, view.values, path, (tag) => {
      const label = views.get(tag);
      if (label === undefined || label.deleted) return [];
      return LANGUAGES.map((l) => runOf(FIELD.tag, textOf(label.values, `label/${l}`) ?? ''));
    });
    const years = yearsOf(view.values);
    const languages = membersOf(view.values, 'languages');
    if (answers({ t: view.t, runs, years, languages }, root)) found.push(view.id);
  }
  return found.sort();
}

export function search(world: SearchWorld, text: string, limit: number): SearchAnswer {
  return world.engine.search({ ...PLAIN, text, limit });
}

export function found(world: SearchWorld, text: string): string[] {
  const answer = search(world, text, 100_000);
  const exact = answer.hits.filter((hit) => hit.near === undefined);
  expect(answer.total).toBe(exact.length);
  expect(answer.hits.slice(0, exact.length)).toEqual(exact);
  return exact.map((hit) => hit.id).sort();
}

export const QUERIES = [
  'пер',
  'қоныс',
  'Ф. Р-1',
  'Ф. 1. Оп. 1',
  'Ф. 2 Оп. 1 Д. 12',
  '1/1/3',
  'школ',
  '19',
  'мектеп аудару',
  'сайлау ',
];

export function fill(journal: MemoryJournal, units: number): ReturnType<typeof generateArchive> {
  for (const { id, t, f } of generateArchive({ units, unitsPerDocument: 5 })) {
    journal.write([{ rec: id, t, k: 'new', f: { ...f } }]);
  }
  return generateArchive({ units, unitsPerDocument: 5 });
}
