/** Pages that were found as they are shown: where they stand, and their text around the best place. */
import type { PageHit, UnitHits } from '../../../shared/rpc/contract-asking.ts';
import { isCertain, type Tier } from '../../../shared/query/tiers.ts';
import type { FoundPages } from './ask-evaluate.ts';
import { isGated, readFacts } from './page-facts.ts';
import { cutSnippet } from './snippet-cut.ts';
import { matchesIn } from './snippet-match.ts';
import type { TextStore } from './store.ts';

export type HitReader = {
  /** The page at this place of what was found; null when it has gone, or may no longer be seen. */
  read(at: number, found: FoundPages): PageHit | null;
};

export function createHitReader(store: TextStore): HitReader {
  const { db } = store;
  const page = db.prepare<{ leaf: string; node: number; place: string }>(
    'SELECT leaf, node, place FROM page WHERE id = ?',
  );
  const before = db.prepare<{ pages: number }>(
    'SELECT count(*) AS pages FROM page WHERE node = ? AND (place, id) < (?, ?)',
  );

  return {
    read(at, found) {
      const row = found.rows[at] ?? 0;
      const { pages } = store;
      const about = page.get(row);
      if (about === undefined || !pages.isShown(row)) return null;
      const id = store.idOfPage(row);
      const document = store.idOfNode(about.node);
      if (id === null || document === null) return null;
      const facts = readFacts(pages.factsOf(row));
      const text = store.textOf(row) ?? '';
      const matches = matchesIn(text, facts.kind, isGated(facts), found.words);
      return {
        page: id,
        document,
        leaf: about.leaf === '' ? null : about.leaf,
        at: about.place === '' ? null : (before.get(about.node, about.place, row)?.pages ?? 0) + 1,
        tier: tierOf(found, at),
        cost: (found.costs[at] ?? 0) / 100,
        snippet: cutSnippet(text, matches),
      };
    },
  };
}

export function tierOf({ tiers }: FoundPages, at: number): Tier {
  return (tiers[at] ?? 0) as Tier;
}

/** So many readings of a word are told. */
const MOST_READINGS = 8;

/** What stands on the pages shown where another word was asked for. */
export function expandedIn(units: readonly UnitHits[]): { word: string; as: string[] }[] {
  const readings = new Map<string, Set<string>>();
  for (const { snippet } of units.flatMap(({ hits }) => hits)) {
    for (const { start, end, tier, reading } of snippet.marks) {
      if (reading === null || isCertain(tier)) continue;
      const own = readings.get(reading) ?? new Set<string>();
      readings.set(reading, own);
      if (own.size < MOST_READINGS) own.add(snippet.text.slice(start, end));
    }
  }
  return [...readings].map(([word, as]) => ({ word, as: [...as] }));
}
