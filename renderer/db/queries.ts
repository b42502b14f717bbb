/** Reads of the catalogue copy. Lists come from an index in their order, never by offset, count or sorting in memory. */
import { Dexie } from 'dexie';
import type { RecordId } from '../../shared/sync/op.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import type { CatalogueDatabase } from './database.ts';
import type { Place } from './places.ts';
import { recordOf, type CatalogueRecord } from './row-of.ts';

/** Deeper than the levels go; a loop of parents ends here. */
const MAX_DEPTH = 12;

/** A record by its id, binned or not; null when there is none. */
export async function readRecord(
  db: CatalogueDatabase,
  id: RecordId | null,
): Promise<CatalogueRecord | null> {
  const row = id === null ? undefined : await db.records.get(id);
  return row === undefined ? null : recordOf(row);
}

/** A record's whole state, with every head of every field; null when there is none in the copy. */
export async function readState(db: CatalogueDatabase, id: RecordId | null): Promise<RecordState | null> {
  const row = id === null ? undefined : await db.records.get(id);
  return row === undefined ? null : (JSON.parse(row.state) as RecordState);
}

/** Records in the order of `ids`; null where there is none. */
export async function readRecords(
  db: CatalogueDatabase,
  ids: readonly RecordId[],
): Promise<(CatalogueRecord | null)[]> {
  const rows = await db.records.bulkGet([...ids]);
  return rows.map((row) => (row === undefined ? null : recordOf(row)));
}

/** The first `limit` records of a place in list order, and whether there are more. */
export async function readChildren(
  db: CatalogueDatabase,
  place: Place | null,
  limit: number,
): Promise<{ rows: CatalogueRecord[]; more: boolean }> {
  if (place === null) return { rows: [], more: false };
  const found = await listOf(db, place)
    .limit(limit + 1)
    .toArray();
  return { rows: found.slice(0, limit).map(recordOf), more: found.length > limit };
}

/** The ids of all records of a place in list order. */
export async function readChildIds(db: CatalogueDatabase, place: Place | null): Promise<RecordId[]> {
  return place === null ? [] : listOf(db, place).primaryKeys();
}

/** Those of the places that hold any record at all. */
export async function readHolders(db: CatalogueDatabase, places: readonly Place[]): Promise<Place[]> {
  const holds = await Promise.all(
    places.map(async (place) => (await listOf(db, place).limit(1).primaryKeys()).length > 0),
  );
  return places.filter((_, i) => holds[i]);
}

/** The records above one, from the top down; without the record itself. */
export async function readAncestors(db: CatalogueDatabase, id: RecordId | null): Promise<CatalogueRecord[]> {
  const above: CatalogueRecord[] = [];
  let next: unknown = (await readRecord(db, id))?.values['parent'];
  while (typeof next === 'string' && above.length < MAX_DEPTH) {
    const record = await readRecord(db, next);
    if (record === null) break;
    above.unshift(record);
    next = record.values['parent'];
  }
  return above;
}

/** The ids of the records that carry a tag, in the order of their ids, at most `limit`. */
export async function readTagged(db: CatalogueDatabase, tag: RecordId, limit: number): Promise<RecordId[]> {
  return db.records.where('tags').equals(tag).limit(limit).primaryKeys();
}

function listOf(db: CatalogueDatabase, place: Place) {
  if (place === 'bin') return db.records.orderBy('binned').reverse();
  return db.records.where('[place+sort]').between([place, Dexie.minKey], [place, Dexie.maxKey]);
}
