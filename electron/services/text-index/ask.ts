/**
 * Asks the index of page texts: evaluates a query over it, counts, groups by units, weighs, and reads what is to be shown. It needs no
 * window and no host, so that benches and the command line ask the same way. Everything goes in bounded steps on the store's own
 * thread; between two steps others have their turn.
 */
import type { Channel } from '../../../shared/misreading/channel.ts';
import { parseQuery } from '../../../shared/query/parse-query.ts';
import type { QueryNode } from '../../../shared/query/query-node.ts';
import type { SynonymTable } from '../../../shared/query/synonyms.ts';
import { isCertain, type Tier } from '../../../shared/query/tiers.ts';
import {
  HITS_OF_UNIT,
  type MoreHits,
  type MoreQuestion,
  type PageFilter,
  type PageHit,
  type PagesAnswer,
  type PagesQuestion,
  type UnitHits,
} from '../../../shared/rpc/contract-asking.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { FoundPages } from './ask-evaluate.ts';
import { NO_PAGE_FILTER } from './ask-filter.ts';
import { createHitReader, expandedIn, tierOf } from './ask-hits.ts';
import { createPageLists } from './ask-lists.ts';
import { createSynonymReader } from './ask-synonyms.ts';
import { createPace, type Pace } from './ask-pace.ts';
import { placeBehind, type Grouped } from './group-units.ts';
import { keyWithin } from './rank-pages.ts';
import { openProfiles } from './shipped-profiles.ts';
import type { TextStore } from './store.ts';

export type AskDeps = {
  /** What an engine makes of letters, by the key that its suspects were put in with; left out: what the program knows itself. */
  readonly channelOf?: (profile: string) => Channel;
  /** Left out: those of the archive. */
  readonly synonyms?: () => SynonymTable;
  /** What is searched; left out: it is counted, and everything is in. */
  readonly searched?: () => PagesAnswer['searched'];
  /** Other texts that may have been meant, the likeliest first; those that find nothing are left out. */
  readonly suggest?: (text: string) => readonly string[];
  readonly deadlineMs?: number;
};

type FoundPage = { readonly page: RecordId; readonly tier: Tier; readonly cost: number };

export type Asker = {
  /** `isLeft`: whether whoever asked has left. @throws TroubleError CANCELLED, DEADLINE, TEXT_INDEX_BROKEN */
  pages(question: PagesQuestion, isLeft?: () => boolean): Promise<PagesAnswer>;
  more(question: MoreQuestion, isLeft?: () => boolean): Promise<MoreHits>;
  /** All pages, the best first, without grouping and snippets. */
  ask(question: {
    readonly text: string;
    readonly filter?: Partial<PageFilter>;
    readonly limit?: number;
  }): Promise<{ readonly total: number; readonly certain: number; readonly hits: FoundPage[] }>;
  /** What is to be looked for on a single page. */
  wordsOf(text: string): Promise<FoundPages['words']>;
};

const DEADLINE_MS = 20_000;
const MOST_SUGGESTIONS = 3;

export function createAsker(store: TextStore, deps: AskDeps = {}): Asker {
  const { deadlineMs = DEADLINE_MS } = deps;
  const profiles = openProfiles();
  const channelOf = deps.channelOf ?? ((key: string) => profiles.channelOf(key));
  const synonyms = deps.synonyms ?? createSynonymReader(store);
  const lists = createPageLists(store, channelOf);
  const hits = createHitReader(store);
  const searchedNow = deps.searched ?? (() => ({ ...lists.searched(), isWhole: true }));
  const paceFor = (isLeft: () => boolean = () => false): Pace => createPace({ deadlineMs, isLeft });
  const rootOf = (text: string): QueryNode | null => {
    return parseQuery(text, { begun: false, synonyms: synonyms() }).root;
  };

  async function readHits(places: readonly number[], found: FoundPages, pace: Pace): Promise<PageHit[]> {
    const read: PageHit[] = [];
    for (const at of places) {
      const hit = hits.read(at, found);
      if (hit !== null) read.push(hit);
      await pace.turn();
    }
    return read;
  }

  async function readUnits(
    keys: Float64Array,
    found: FoundPages,
    list: Grouped,
    pace: Pace,
  ): Promise<UnitHits[]> {
    const read: UnitHits[] = [];
    for (const key of keys) {
      const unit = list.groupOf(key);
      const id = store.idOfNode(unit);
      const places = lists.placesOf(unit, found, list);
      const shown = await readHits(places.slice(0, HITS_OF_UNIT), found, pace);
      if (id === null || shown.length === 0) continue;
      const certain = places.filter((at) => isCertain(tierOf(found, at))).length;
      read.push({ unit: id, pages: places.length, certain, hits: shown });
    }
    return read;
  }

  /** Those that find something that may be seen. */
  async function suggestions(text: string, filter: PageFilter, pace: Pace): Promise<string[]> {
    const kept: string[] = [];
    for (const other of deps.suggest?.(text) ?? []) {
      const root = rootOf(other);
      if (root === null || other === text) continue;
      const found = await lists.find(other, root, 'certain', pace);
      const narrowed = { ...filter, certainty: 'certain' } as const;
      const list = await lists.list(other, found, narrowed, { sort: 'newest', facets: false }, pace);
      if (list.pages > 0) kept.push(other);
      if (kept.length >= MOST_SUGGESTIONS) break;
    }
    return kept;
  }

  return {
    async pages({ text, filter, sort, limit, cursor, facets }, isLeft) {
      const pace = paceFor(isLeft);
      const searched = searchedNow();
      const root = rootOf(text);
      if (root === null) return { ...NOTHING_FOUND, searched };
      const found = await lists.find(text, root, filter.certainty, pace);
      const list = await lists.list(text, found, filter, { sort, facets }, pace);
      const from = cursor === null ? 0 : placeBehind(list.keys, readCursor(cursor));
      const keys = list.keys.slice(from, from + limit);
      const units = await readUnits(keys, found, list, pace);
      const last = keys.at(-1);
      const uncertain = filter.certainty === 'certain' ? null : list.uncertain;
      const counts = { certain: list.certain, uncertain };
      const isNothing = list.certain + list.uncertain === 0;
      return {
        total: { pages: list.pages, units: list.keys.length, ...counts, isLeast: found.isLeast },
        units,
        next: last === undefined || from + limit >= list.keys.length ? null : printCursor(last),
        facets: list.facets === null ? null : { ...list.facets.told(), certainty: counts },
        ranked: found.ranked,
        searched,
        suggestions: isNothing ? await suggestions(text, filter, pace) : [],
        expanded: expandedIn(units),
      };
    },

    async more({ text, filter, unit, limit, cursor }, isLeft) {
      const pace = paceFor(isLeft);
      const root = rootOf(text);
      const node = store.nodeOf(unit);
      if (root === null || node === null) return { hits: [], next: null };
      const found = await lists.find(text, root, filter.certainty, pace);
      const list = await lists.list(text, found, filter, { sort: 'best', facets: false }, pace);
      const after = cursor === null ? -1 : readCursor(cursor);
      const rest = lists.placesOf(node, found, list).filter((at) => keyWithin(found, at) > after);
      const last = rest[limit - 1];
      return {
        hits: await readHits(rest.slice(0, limit), found, pace),
        next: last === undefined || rest.length <= limit ? null : printCursor(keyWithin(found, last)),
      };
    },

    async ask({ text, filter = {}, limit = Infinity }) {
      const pace = paceFor();
      const root = rootOf(text);
      if (root === null) return { total: 0, certain: 0, hits: [] };
      const whole = { ...NO_PAGE_FILTER, ...filter };
      const found = await lists.find(text, root, whole.certainty, pace);
      const list = await lists.list(text, found, whole, { sort: 'best', facets: false }, pace);
      const places = Array.from(found.rows, (row) => list.placeOf(row)).filter((at) => at >= 0);
      places.sort((a, b) => keyWithin(found, a) - keyWithin(found, b));
      const shown = places.slice(0, limit).flatMap((at): FoundPage[] => {
        const page = store.idOfPage(found.rows[at] ?? 0);
        const cost = (found.costs[at] ?? 0) / 100;
        return page === null ? [] : [{ page, tier: tierOf(found, at), cost }];
      });
      return { total: list.pages, certain: list.certain, hits: shown };
    },

    async wordsOf(text) {
      const root = rootOf(text);
      return root === null ? [] : lists.wordsOf(root, paceFor());
    },
  };
}

const NOTHING_FOUND = {
  total: { pages: 0, units: 0, certain: 0, uncertain: null, isLeast: false },
  units: [],
  next: null,
  facets: null,
  ranked: true,
  suggestions: [],
  expanded: [],
} satisfies Omit<PagesAnswer, 'searched'>;

function readCursor(cursor: string): number {
  const key = Number.parseInt(cursor, 36);
  return Number.isSafeInteger(key) ? key : -1;
}

function printCursor(key: number): string {
  return key.toString(36);
}
