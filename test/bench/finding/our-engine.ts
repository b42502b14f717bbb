/** Our index of page texts as the program fills and asks it, in a file of its own. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { NO_PAGE_FILTER } from '../../../electron/services/text-index/ask-filter.ts';
import { createAsker } from '../../../electron/services/text-index/ask.ts';
import { readLexicon } from '../../../electron/services/text-index/read-lexicon.ts';
import { createCheckpoints } from '../../../electron/services/text-index/checkpoints.ts';
import { openProfiles } from '../../../electron/services/text-index/shipped-profiles.ts';
import { openTextStore, type PageToIndex } from '../../../electron/services/text-index/store.ts';
import type { PageEngine } from './page-engines.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const AT_ONCE = 200;
/** Of a unit; a fonds has a thousand units. */
const PAGES_OF_UNIT = 40;
const UNITS_OF_FONDS = 1000;

/** `certainty` as the window asks: certain hits first, all of them after that. */
export function openOurs(folder: string, certainty: 'certain' | 'all'): PageEngine {
  const file = path.join(folder, 'text.db');
  const store = openTextStore(file, { lexicon: readLexicon(ROOT) });
  const asker = createAsker(store, { channelOf: openProfiles().channelOf });
  let waiting: PageToIndex[] = [];
  // Nobody asks while it is filled.
  const checkpoints = createCheckpoints(store.db, { quietFor: () => Infinity });
  const put = (isMore: boolean): void => {
    store.batch(() => store.put(waiting));
    waiting = [];
    checkpoints.tidy(isMore);
  };
  return {
    add(no, { text }) {
      if (no % PAGES_OF_UNIT === 0) putUnit(store, no / PAGES_OF_UNIT);
      const under = idOf('3', Math.floor(no / PAGES_OF_UNIT));
      waiting.push({ page: idOf('4', no), under, text, kind: 'read', sure: null, engine: null });
      if (waiting.length >= AT_ONCE) put(true);
    },
    settle: () => put(false),
    async ask({ text, page }) {
      const { total } = await asker.pages({
        text,
        filter: { ...NO_PAGE_FILTER, certainty },
        sort: 'best',
        limit: 20,
        cursor: null,
        facets: true,
      });
      return {
        total: total.pages,
        // Beside the clock: whether the page is among all of them.
        has: async () => {
          const { hits } = await asker.ask({ text, filter: { certainty } });
          return hits.some((hit) => hit.page === idOf('4', page));
        },
      };
    },
    bytes: () => statSync(file).size,
    close: () => store.close(),
  };
}

function putUnit(store: ReturnType<typeof openTextStore>, unit: number): void {
  const fonds = Math.floor(unit / UNITS_OF_FONDS);
  const year = String(1860 + (unit % 120));
  store.putNodes([
    ...(unit % UNITS_OF_FONDS === 0
      ? [{ id: idOf('1', fonds), t: 'fonds', parent: null, place: String(fonds) }]
      : []),
    {
      id: idOf('2', unit),
      t: 'unit',
      parent: idOf('1', fonds),
      place: String(unit),
      first: `${year}-01-01`,
      last: `${year}-12-31`,
    },
    { id: idOf('3', unit), t: 'document', parent: idOf('2', unit), place: '0' },
  ]);
}

function idOf(kind: string, no: number): string {
  return `0192${kind}000-0000-7000-8000-${String(no).padStart(12, '0')}`;
}
