/** The order of a place's list, read by its index: in slices, and around a row. */
import { Dexie } from 'dexie';
import type { RecordId } from '../../shared/sync/op.ts';
import type { ChangedRows } from './changes.ts';
import type { CatalogueDatabase } from './database.ts';
import type { Place } from './places.ts';
import type { Row } from './rows.ts';
import { ORDERED_KEY } from './sort-key.ts';

/** Ids of one request; 20,000 are taken over in some 10 ms. */
const SLICE = 20_000;
/** More than the tallest screen shows. */
const FIRST_SLICE = 200;

type Bound = string | typeof Dexie.minKey | typeof Dexie.maxKey;

/** Whether a row is listed in `place`. */
function standsIn(row: Row, place: Place): boolean {
  return place === 'bin' ? row.binned !== undefined : row.place === place;
}

/** The rows of `place` in its order, from those that sort by `from` on. */
export function listFrom(db: CatalogueDatabase, place: Place, from?: string) {
  if (place === 'bin') {
    const newest: Bound = from ?? Dexie.maxKey;
    return db.records.where('binned').between(Dexie.minKey, newest, true, true).reverse();
  }
  return db.records.where('[place+sort]').between([place, from ?? Dexie.minKey], [place, Dexie.maxKey]);
}

/** What `row` sorts by in `place`. */
function sortIn(row: Row, place: Place): string {
  return place === 'bin' ? (row.binned ?? '') : row.sort;
}

/** The first ids of a place: what a screen shows before the list is known whole. */
export function readFirst(db: CatalogueDatabase, place: Place): Promise<RecordId[]> {
  return listFrom(db, place).limit(FIRST_SLICE).primaryKeys();
}

/** The ids of all records of a place in its order; with `signal` aborted, those read by then. */
export async function readOrder(
  db: CatalogueDatabase,
  place: Place,
  signal: AbortSignal,
): Promise<RecordId[]> {
  let ids = await listFrom(db, place).limit(SLICE).primaryKeys();
  let got = ids.length;
  while (got === SLICE && !signal.aborted) {
    const last = ids.at(-1);
    const row = last === undefined ? undefined : await db.records.get(last);
    // Gone in between: the news of that is on its way, and the list is read once more then.
    if (row === undefined || !standsIn(row, place)) return readWhole(db, place);
    const next = await listFrom(db, place, sortIn(row, place)).limit(SLICE).primaryKeys();
    got = next.length;
    // Those that sort alike stand on both sides of the cut.
    const at = next.indexOf(row.id);
    if (at < 0) return readWhole(db, place);
    ids = ids.concat(next.slice(at + 1));
  }
  return ids;
}

function readWhole(db: CatalogueDatabase, place: Place): Promise<RecordId[]> {
  return listFrom(db, place).primaryKeys();
}

/** All records of a place with what they are ordered by; empty where it is something else. */
export async function readSiblings(
  db: CatalogueDatabase,
  place: Place,
): Promise<{ id: RecordId; t: string; order: string }[]> {
  const rows = await listFrom(db, place).toArray();
  return rows.map(({ id, t, sort }) => ({
    id,
    t,
    order: sort.startsWith(ORDERED_KEY) ? sort.slice(ORDERED_KEY.length) : '',
  }));
}

/** How many neighbours are looked at to find a row's place: those behind it that have not moved themselves. */
const NEIGHBOURS = 20;

/**
 * `ids` with the changed rows taken out and put where they stand now; the same array when nothing differs. Null when
 * that cannot be told from the neighbours, and the list must be read anew.
 */
export async function patchOrder(
  db: CatalogueDatabase,
  place: Place,
  ids: readonly RecordId[],
  { rows, upTo }: ChangedRows,
): Promise<readonly RecordId[] | null> {
  const changed = new Set(rows.map((row) => row.id));
  const rest = ids.filter((id) => !changed.has(id));
  const arrived = rows.filter((row) => standsIn(row, place));
  if (rest.length === ids.length && arrived.length === 0) return ids;
  const before = await db.transaction('r', db.records, () => placesOf(db, place, arrived, changed, upTo));
  return before && putBefore(rest, before, place, ids);
}

/** Rows by the id that they stand in front of; null: at the end. */
type Before = ReadonlyMap<RecordId | null, readonly Row[]>;

/**
 * Where the `arrived` rows stand now; null when the neighbours do not tell. All are looked up in one transaction: two
 * rows found before and after another's write would stand by different neighbours, and in the wrong order for good.
 */
async function placesOf(
  db: CatalogueDatabase,
  place: Place,
  arrived: readonly Row[],
  changed: ReadonlySet<RecordId>,
  upTo: number,
): Promise<Before | null> {
  const before = new Map<RecordId | null, Row[]>();
  for (const row of arrived) {
    const behind = await listFrom(db, place, sortIn(row, place))
      .limit(NEIGHBOURS + changed.size)
      .primaryKeys();
    const at = behind.indexOf(row.id);
    if (at < 0) return null;
    const unchanged = behind.slice(at + 1).filter((id) => !changed.has(id));
    const next = await firstUnmoved(db, unchanged, upTo);
    if (next === null && behind.length === NEIGHBOURS + changed.size) return null;
    before.set(next, [...(before.get(next) ?? []), row]);
  }
  return before;
}

/** The first that stands in the list where it stands in the copy: the news of a later write has not come to the list yet. */
async function firstUnmoved(
  db: CatalogueDatabase,
  ids: readonly RecordId[],
  upTo: number,
): Promise<RecordId | null> {
  for (const id of ids) {
    const row = await db.records.get(id);
    if (row !== undefined && row.n <= upTo) return id;
  }
  return null;
}

function putBefore(
  rest: readonly RecordId[],
  before: Before,
  place: Place,
  ids: readonly RecordId[],
): readonly RecordId[] | null {
  const sign = place === 'bin' ? -1 : 1;
  const inOrder = (rows: readonly Row[]) =>
    [...rows]
      .sort((a, b) => sign * (order(sortIn(a, place), sortIn(b, place)) || order(a.id, b.id)))
      .map((row) => row.id);
  const cuts: { at: number; ids: RecordId[] }[] = [];
  for (const [next, rows] of before) {
    const at = next === null ? rest.length : rest.indexOf(next);
    if (at < 0) return null;
    cuts.push({ at, ids: inOrder(rows) });
  }
  cuts.sort((a, b) => a.at - b.at);
  const patched: RecordId[] = [];
  let from = 0;
  for (const cut of cuts) {
    for (let i = from; i < cut.at; i += 1) patched.push(rest[i] ?? '');
    patched.push(...cut.ids);
    from = cut.at;
  }
  for (let i = from; i < rest.length; i += 1) patched.push(rest[i] ?? '');
  const isSame = patched.length === ids.length && patched.every((id, i) => id === ids[i]);
  return isSame ? ids : patched;
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
