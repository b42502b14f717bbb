/**
 * Which numbers are taken where: the records that share a code with one, and the number after the last. Read from the index
 * of places in the order of numbers; duplicates are allowed, a person is only told.
 */
import { numberSortKey } from '../../../shared/model/number-sort-key.ts';
import { numberOf, parentOf } from '../../../shared/model/record-values.ts';
import type { NumberPart } from '../../../shared/model/record-types.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { plainJson } from '../../ui/plain-json.ts';
import type { CatalogueDatabase } from '../../db/database.ts';
import { placeOf } from '../../db/places.ts';
import { recordOf, type CatalogueRecord } from '../../db/row-of.ts';
import { sortKeyOf } from '../../db/sort-key.ts';

/** More namesakes than this are not listed one by one. */
const MOST_SHOWN = 5;
/** Sections and headings stand among the first and last records of a place; so do documents with an order of their own. */
const LOOKED_THROUGH = 300;
/** Deeper than the levels go. */
const MAX_DEPTH = 12;

/** The live records of the same level that the same code leads to, `self` aside; at most five. */
export async function readClashes(
  db: CatalogueDatabase,
  type: string,
  parent: RecordId | null,
  number: NumberPart,
  self: RecordId | null,
): Promise<CatalogueRecord[]> {
  const key = numberSortKey(number);
  const found: CatalogueRecord[] = [];
  for (const place of await readCodePlaces(db, type, parent)) {
    const rows = (await readNumbered(db, type, place, number)).filter(
      (row) => row.t === type && row.id !== self,
    );
    found.push(...rows.map(recordOf).filter(({ values }) => numberSortKey(numberOf(values)) === key));
    if (found.length >= MOST_SHOWN) break;
  }
  return found.slice(0, MOST_SHOWN);
}

/** The number after the last one given in the same count; null where nothing is numbered yet. */
export async function readNextNumber(
  db: CatalogueDatabase,
  type: string,
  parent: RecordId | null,
): Promise<NumberPart | null> {
  let last: NumberPart | null = null;
  for (const place of await readCodePlaces(db, type, parent)) {
    const rows = await db.records
      .where('[place+sort]')
      .between([place, '0'], [place, '2'])
      .reverse()
      .filter((row) => row.t === type)
      .limit(type === 'document' ? LOOKED_THROUGH : 1)
      .toArray();
    for (const row of rows) {
      const number = numberOf(recordOf(row).values);
      if (number !== null && (last === null || numberSortKey(number) > numberSortKey(last))) last = number;
    }
  }
  if (last === null) return null;
  return { ...(last.prefix === undefined ? {} : { prefix: last.prefix }), num: last.num + 1 };
}

/** Rows that may bear the number: exactly those by the index, or a look through documents that have an order of their own. */
function readNumbered(db: CatalogueDatabase, type: string, place: string, number: NumberPart) {
  const bySort = db.records.where('[place+sort]');
  if (type === 'document') return bySort.between([place, '0'], [place, '2']).limit(LOOKED_THROUGH).toArray();
  return bySort.equals([place, sortKeyOf({ t: type, values: { number: plainJson(number) } })]).toArray();
}

/** Whether a level begins a count of `type`. */
function isRoot(level: string, type: string): boolean {
  return level === 'fonds' || (level === 'inventory' && type === 'unit');
}

/**
 * The places whose records of this level share one count. A code passes over sections and headings: units of two headings
 * of an inventory are numbered together.
 */
async function readCodePlaces(
  db: CatalogueDatabase,
  type: string,
  parent: RecordId | null,
): Promise<string[]> {
  const own = parent ?? placeOf({ t: type, values: {} });
  if (parent === null || (type !== 'unit' && type !== 'inventory')) return [own];
  let root = await db.records.get(parent);
  for (let depth = 0; depth < MAX_DEPTH && root !== undefined && !isRoot(root.t, type); depth += 1) {
    root = await db.records.get(parentOf(recordOf(root).values) ?? '');
  }
  if (root === undefined) return [own];
  const rows = db.records.where('[place+sort]').between([root.id, ''], [root.id, '\uffff']);
  const ends = [
    await rows.limit(LOOKED_THROUGH).toArray(),
    await rows.reverse().limit(LOOKED_THROUGH).toArray(),
  ];
  const inner = ends.flat().filter(({ t }) => t === 'section' || t === 'heading');
  return [...new Set([own, root.id, ...inner.map(({ id }) => id)])];
}
