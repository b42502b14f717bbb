/** Puts record states into the catalogue copy: the only code that writes its records. */
import type { RecordId } from '../../shared/sync/op.ts';
import { DELETED_FIELD, type RecordState } from '../../shared/sync/state.ts';
import type { CatalogueDatabase } from './database.ts';
import { rowOf } from './row-of.ts';

/** Fields of a page that the program fills, as the journal has them too when it leaves wordless pages out. */
const WORDLESS_FIELDS: ReadonlySet<string> = new Set(['parent', 'order', 'image', 'import', DELETED_FIELD]);

/** What the journal tells at once: states that are at least as new as its number `n`. */
export type Told = { readonly n: number; readonly states: readonly RecordState[] };

/**
 * Applies `told` in one strict transaction, all or nothing; twice is the same as once. A row that is newer already
 * stays. The cursor moves to `told.n` only when `told` begins where the cursor stands: `after` is the number it was
 * asked for with, or null for a single transaction of the journal, which ends at its own number.
 * Answers the cursor afterwards.
 */
export async function applyStates(
  db: CatalogueDatabase,
  archive: RecordId,
  told: Told,
  after: number | null,
): Promise<number> {
  const rows = told.states.filter(isKept).map((state) => rowOf(state, told.n));
  return db.transaction('rw', db.records, db.meta, async () => {
    const cursor = (await db.meta.get('cursor'))?.n ?? 0;
    const known = await db.records.bulkGet(rows.map((row) => row.id));
    const newer = rows.filter((row, i) => row.n >= (known[i]?.n ?? 0));
    if (newer.length > 0) await db.records.bulkPut(newer);
    const joins = (after ?? told.n - 1) <= cursor;
    if (!joins || told.n <= cursor) return cursor;
    await db.meta.put({ key: 'cursor', archive, n: told.n });
    return told.n;
  });
}

/** Of a page the copy keeps those that carry a person's words; a unit's other pages come from the host when it is opened. */
function isKept({ t, f }: RecordState): boolean {
  return t !== 'page' || Object.keys(f).some((field) => !WORDLESS_FIELDS.has(field));
}

/** Fills a new copy: no rows are there yet, nobody reads it, and its cursor is written when it is whole. */
export async function fillStates(db: CatalogueDatabase, told: Told): Promise<void> {
  await db.records.bulkPut(told.states.map((state) => rowOf(state, told.n)));
}
