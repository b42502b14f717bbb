/** Puts record states into the catalogue copy: the only code that writes its records. */
import type { RecordId } from '../../shared/sync/op.ts';
import { DELETED_FIELD, type RecordState } from '../../shared/sync/state.ts';
import type { CatalogueDatabase } from './database.ts';
import { rowOf } from './row-of.ts';
import type { Standing } from './rows.ts';

/** Fields of a page that the program fills, as the journal has them too when it leaves wordless pages out. */
const WORDLESS_FIELDS: ReadonlySet<string> = new Set(['parent', 'order', 'image', 'import', DELETED_FIELD]);

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
  const rows = told.states.filter(isKept).map((state) => rowOf(state, told.n));
  return db.transaction('rw', db.records, db.meta, async () => {
    const { n, mark } = (await db.meta.get('cursor')) ?? { n: 0, mark: '' };
    const known = await db.records.bulkGet(rows.map((row) => row.id));
    const newer = rows.filter((row, i) => row.n >= (known[i]?.n ?? 0));
    if (newer.length > 0) await db.records.bulkPut(newer);
    const joins =
      after === null ? n === told.n - 1 && mark === told.since && told.states.length > 0 : after <= n;
    if (!joins || told.n <= n) return { n, mark };
    await db.meta.put({ key: 'cursor', archive, n: told.n, mark: told.mark });
    return { n: told.n, mark: told.mark };
  });
}

/** Of a page the copy keeps those that carry a person's words; a unit's other pages come from the host when it is opened. */
function isKept({ t, f }: RecordState): boolean {
  return t !== 'page' || Object.keys(f).some((field) => !WORDLESS_FIELDS.has(field));
}

/** Fills a new copy: no rows are there yet, nobody reads it, and its cursor is written when it is whole. */
export async function fillStates(db: CatalogueDatabase, told: Pick<Told, 'n' | 'states'>): Promise<void> {
  await db.records.bulkPut(told.states.map((state) => rowOf(state, told.n)));
}
