/** The pages of the index that lost their Kazakh letters, with how much of them is left: for the list of what is to be read again. */
import { classifyPage, type PageNoise } from '../../../shared/misreading/page-class.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { createPace } from './ask-pace.ts';
import { isLost, readFacts } from './page-facts.ts';
import type { TextStore } from './store.ts';

export type LostPage = {
  readonly page: RecordId;
  /** Letters that only Kazakh has among all of what looks like Kazakh: whole Kazakh has some .15; null: not looked at. */
  readonly kept: number | null;
  readonly noise: PageNoise;
  /** Its text came in with its file, and nobody read it here. */
  readonly isOwn: boolean;
};

/** Beyond these they are told without their share: each text has to be unpacked. */
const MOST_LOOKED_AT = 3000;
const MOST = 100_000;
const DEADLINE_MS = 30_000;

/** In the order in which they came; others have their turn meanwhile. */
export async function lostPages(store: TextStore): Promise<LostPage[]> {
  const source = store.db.prepare<{ source: string }>('SELECT source FROM page WHERE id = ?');
  const pace = createPace({ deadlineMs: DEADLINE_MS });
  const found: LostPage[] = [];
  for (let row = 1; row < store.pages.size && found.length < MOST; row++) {
    const facts = store.pages.factsOf(row);
    if (!isLost(facts) || !store.pages.isShown(row)) continue;
    const page = store.idOfPage(row);
    if (page === null) continue;
    const text = found.length < MOST_LOOKED_AT ? store.textOf(row) : null;
    found.push({
      page,
      kept: text === null ? null : classifyPage(text, null).kazakhShare,
      noise: readFacts(facts).class.noise,
      isOwn: source.get(row)?.source.startsWith('own ') === true,
    });
    await pace.turn();
  }
  return found;
}
