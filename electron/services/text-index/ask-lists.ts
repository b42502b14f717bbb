/** What a question finds, and the list that is made of it; kept for a while, so that facets and further parts come out of the same. */
import type { Channel } from '../../../shared/misreading/channel.ts';
import type { QueryNode } from '../../../shared/query/query-node.ts';
import type { PageFilter, PageSort } from '../../../shared/rpc/contract-asking.ts';
import { createAnswerCache, fromCache } from './ask-cache.ts';
import { addUncertain, findCertain, type FoundPages } from './ask-evaluate.ts';
import { outByOf } from './ask-filter.ts';
import type { Pace } from './ask-pace.ts';
import { createPageFinder } from './ask-run.ts';
import { createPageSets } from './ask-sets.ts';
import { expandQuery } from './expand-words.ts';
import { groupByUnits, type Grouped } from './group-units.ts';
import { groupOfPage, readPageColumns, type PageColumns } from './page-columns.ts';
import { countSearched, type Searched } from './page-slots.ts';
import { keyWithin } from './rank-pages.ts';
import type { TextStore } from './store.ts';

export type PageLists = {
  find(text: string, root: QueryNode, certainty: PageFilter['certainty'], pace: Pace): Promise<FoundPages>;
  list(
    text: string,
    found: FoundPages,
    filter: PageFilter,
    options: { readonly sort: PageSort; readonly facets: boolean },
    pace: Pace,
  ): Promise<Grouped>;
  /** The pages of a unit that are in the list, as places in what was found, in their order. */
  placesOf(unit: number, found: FoundPages, list: Grouped): number[];
  wordsOf(root: QueryNode, pace: Pace): Promise<FoundPages['words']>;
  searched(): Searched;
};

/** Each takes 10 bytes for a page that it found. */
const KEPT_FINDS = 4;
const KEPT_LISTS = 4;
/** For so many pages it is worth laying all of them out. */
const MANY = 50_000;

export function createPageLists(store: TextStore, channelOf: (profile: string) => Channel): PageLists {
  const finder = createPageFinder(store.db);
  const evaluating = { store, finder, sets: createPageSets(store), channelOf };
  const changes = store.db.prepare<{ changes: number }>('SELECT total_changes() AS changes');
  const stateOf = (): number => changes.get()?.changes ?? 0;
  const finds = createAnswerCache<FoundPages>(KEPT_FINDS, stateOf);
  const lists = createAnswerCache<{ readonly found: FoundPages; readonly grouped: Grouped }>(
    KEPT_LISTS,
    stateOf,
  );
  const columns = createAnswerCache<PageColumns>(1, stateOf);
  const searches = createAnswerCache<Searched>(1, stateOf);
  const pagesBelow = store.db.prepare<{ id: number }>(
    `WITH RECURSIVE below (node) AS (SELECT ? UNION SELECT id FROM node JOIN below ON parent = below.node)
     SELECT page.id FROM below JOIN page ON page.node = below.node`,
  );

  /** The unit of a page, or its document where no unit is above; 0: the page may not be seen. */
  function groupingFor(pages: number): (row: number) => number {
    if (pages < MANY) return (row) => groupOfPage(store, row);
    const { groups } = fromCache(columns, 'all', () => readPageColumns(store));
    return (row) => groups[row] ?? 0;
  }

  return {
    async find(text, root, certainty, pace) {
      const since = finds.state();
      const sure = JSON.stringify([text, 'certain']);
      const certain = finds.get(sure) ?? (await findCertain(evaluating, root, pace));
      finds.set(sure, certain, since);
      if (certainty === 'certain') return certain;
      const all = JSON.stringify([text, 'all']);
      const found = finds.get(all) ?? (await addUncertain(evaluating, root, certain, pace));
      finds.set(all, found, since);
      return found;
    },

    async list(text, found, filter, options, pace) {
      const key = JSON.stringify([text, filter, options]);
      const since = lists.state();
      const known = lists.get(key);
      // A list tells places in what it was made of.
      if (known?.found === found) return known.grouped;
      const narrowed = { ...options, certainty: filter.certainty };
      const groupOf = groupingFor(found.rows.length);
      await pace.turn();
      const grouped = await groupByUnits(store, groupOf, found, outByOf(store, filter), narrowed, pace);
      lists.set(key, { found, grouped }, since);
      return grouped;
    },

    placesOf: (unit, found, list) =>
      pagesBelow
        .all(unit)
        .map(({ id }) => list.placeOf(id))
        .filter((at) => at >= 0)
        .sort((a, b) => keyWithin(found, a) - keyWithin(found, b)),

    wordsOf: async (root, pace) => (await expandQuery(evaluating, root, true, pace)).asked,

    searched: () => fromCache(searches, 'all', () => countSearched(store.pages)),
  };
}
