/** For tests of asking: an index in memory, filled by hand. */
import { v7 as newId } from 'uuid';
import type { PageClass } from '../../../shared/misreading/page-class.ts';
import type { PagesAnswer, PagesQuestion } from '../../../shared/rpc/contract-asking.ts';
import { createAsker, type AskDeps } from './ask.ts';
import { NO_PAGE_FILTER } from './ask-filter.ts';
import type { NodeToIndex } from './node-table.ts';
import { openTextStore, type PageToIndex, type StoreDeps, type TextStore } from './store.ts';

export const KAZAKH: PageClass = {
  language: 'kaz',
  script: 'Cyrl',
  kazakhShare: 0.2,
  lost: false,
  noise: 'clean',
};
export const LOST: PageClass = { ...KAZAKH, kazakhShare: 0, lost: true };

type Question = Partial<Omit<PagesQuestion, 'filter'>> & { filter?: Partial<PagesQuestion['filter']> };

export function openAskFixture(deps: AskDeps = {}, storeDeps: StoreDeps = {}) {
  const store: TextStore = openTextStore(':memory:', storeDeps);
  const asker = createAsker(store, deps);

  function node(t: string, more: Partial<NodeToIndex> = {}): string {
    const id = more.id ?? newId();
    store.putNodes([{ id, t, parent: null, ...more }]);
    return id;
  }

  /** A page for each text, in a document of a unit of its own unless told where. */
  function pages(texts: readonly string[], more: Partial<PageToIndex> = {}): string[] {
    const under = more.under ?? node('document', { parent: node('unit') });
    const all = texts.map((text, i): PageToIndex => {
      const page = { page: newId(), under, text, kind: 'read', sure: null, engine: null } as const;
      return { ...page, class: KAZAKH, place: String(i).padStart(4, '0'), ...more };
    });
    store.put(all);
    return all.map(({ page }) => page);
  }

  const ask = (text: string, { filter, ...more }: Question = {}): Promise<PagesAnswer> =>
    asker.pages({
      text,
      filter: { ...NO_PAGE_FILTER, ...filter },
      sort: 'best',
      limit: 50,
      cursor: null,
      facets: false,
      ...more,
    });

  return {
    store,
    asker,
    node,
    pages,
    ask,
    /** The pages that a query finds, with their tiers. */
    async tiers(text: string, filter: Question['filter'] = {}): Promise<Record<string, number>> {
      const { hits } = await asker.ask({ text, filter });
      return Object.fromEntries(hits.map(({ page, tier }) => [page, tier]));
    },
  };
}
