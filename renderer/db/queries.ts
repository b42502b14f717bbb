/** Reads of the catalogue copy. Lists come from an index in their order, never by offset, count or sorting in memory. */
import { personName } from '../../shared/model/person-name.ts';
import { textOf, type Values } from '../../shared/model/record-values.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import type { CatalogueDatabase } from './database.ts';
import { listFrom } from './list-order.ts';
import type { Place } from './places.ts';
import { recordOf, type CatalogueRecord } from './row-of.ts';
import type { Row } from './rows.ts';
import { NUMBERED_KEY, ORDERED_KEY } from './sort-key.ts';

/** Deeper than the levels go; a loop of parents ends here. */
const MAX_DEPTH = 12;
const INNER_LOOKED_THROUGH = 200;

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

/** What a person is called, by their account if they have one; null when nobody wrote a name. */
export async function readPersonName(db: CatalogueDatabase, id: RecordId): Promise<string | null> {
  const known = new Map<RecordId, Values | null>();
  // Read flat: a live query would not watch what `personName` waits for by way of another helper.
  for (let next: RecordId | null = id; next !== null && !known.has(next);) {
    const row: Row | undefined = await db.records.get(next);
    const values: Values | null = row === undefined ? null : recordOf(row).values;
    known.set(next, values);
    next = values === null ? null : textOf(values, 'account');
  }
  return personName(id, (each) => Promise.resolve(known.get(each) ?? null));
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
  const found = await listFrom(db, place)
    .limit(limit + 1)
    .toArray();
  return { rows: found.slice(0, limit).map(recordOf), more: found.length > limit };
}

/** Those of the places that hold any record at all. */
export async function readHolders(db: CatalogueDatabase, places: readonly Place[]): Promise<Place[]> {
  const holds = await Promise.all(
    places.map(async (place) => (await listFrom(db, place).limit(1).primaryKeys()).length > 0),
  );
  return places.filter((_, i) => holds[i]);
}

/** Sections and headings of a place, which a reference code passes over; they stand among its first records. */
export async function readInnerPlaces(db: CatalogueDatabase, place: Place): Promise<RecordId[]> {
  const first = await listFrom(db, place).limit(INNER_LOOKED_THROUGH).toArray();
  return first.filter(({ t }) => t === 'section' || t === 'heading').map(({ id }) => id);
}

/** The place in order of the last record of `place` that has one; null when there is none. */
export async function readLastOrder(db: CatalogueDatabase, place: Place): Promise<string | null> {
  const [from, end] = [
    [place, ORDERED_KEY],
    [place, NUMBERED_KEY],
  ];
  const last = await db.records.where('[place+sort]').between(from, end).last();
  return last === undefined ? null : last.sort.slice(ORDERED_KEY.length);
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

/** The ids of all records that wait for a person's decision, the latest first. */
export async function readReviews(db: CatalogueDatabase): Promise<RecordId[]> {
  // Asked for in the other order they come by a cursor, one by one; 3,000 of them took a second.
  const ids = await db.records.orderBy('review').primaryKeys();
  return ids.reverse();
}
