/** Puts record states into the catalogue copy: the only code that writes its records. */
import type { RecordId } from '../../shared/sync/op.ts';
import { isWordlessPage } from '../../shared/model/wordless-page.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import type { CatalogueDatabase } from './database.ts';
import { rowOf } from './row-of.ts';
import type { Row, Standing } from './rows.ts';

/** Rows written at a time within the one transaction: between two the window can paint and hear keys. */
const SLICE = 200;

/** What the journal tells at once: states that are at least as new as its number `n`; `since` is the mark before them. */
export type Told = Standing & { readonly since: string; readonly states: readonly RecordState[] };

/**
 * Applies `told` in one strict transaction, all or nothing; twice is the same as once. A row that is newer already
 * stays. The cursor moves to `told.n` only when `told` begins where the cursor stands: `after` is the number it was
 * asked for with, by one who has compared the marks; or null for a single transaction of the journal, which ends at its
 * own number and has states unless they were too many. Answers the cursor afterwards.
 */
export async function applyStates(
  db: CatalogueDatabase,
  archive: RecordId,
  told: Told,
  after: number | null,
): Promise<Standing> {
  return db.transaction('rw', db.records, db.meta, async () => {
    const { n, mark } = (await db.meta.get('cursor')) ?? { n: 0, mark: '' };
    for (let from = 0; from < told.states.length; from += SLICE) {
      const slice = told.states.slice(from, from + SLICE);
      const known = await db.records.bulkGet(slice.map((state) => state.id));
      const newer = slice.filter((state, i) => isKept(state, known[i]) && told.n >= (known[i]?.n ?? 0));
      if (newer.length > 0) await db.records.bulkPut(newer.map((state) => rowOf(state, told.n)));
    }
    const joins =
      after === null ? n === told.n - 1 && mark === told.since && told.states.length > 0 : after <= n;
    if (!joins || told.n <= n) return { n, mark };
    await db.meta.put({ key: 'cursor', archive, n: told.n, mark: told.mark });
    return { n: told.n, mark: told.mark };
  });
}

/** A page without words is in the copy while a person has to decide about it, and stays once it is there. */
function isKept(state: RecordState, known: Row | undefined): boolean {
  return known !== undefined || !isWordlessPage(state) || rowOf(state, 0).review !== undefined;
}

/** Fills a new copy: no rows are there yet, nobody reads it, and its cursor is written when it is whole. */
export async function fillStates(db: CatalogueDatabase, told: Pick<Told, 'n' | 'states'>): Promise<void> {
  await db.transaction('rw', db.records, async () => {
    for (let from = 0; from < told.states.length; from += SLICE) {
      await db.records.bulkPut(told.states.slice(from, from + SLICE).map((state) => rowOf(state, told.n)));
    }
  });
}
