/** All records of a place that have a number, by the index of its list. */
import { numberSortKey } from '../../shared/model/number-sort-key.ts';
import type { Level, NumberPart } from '../../shared/model/record-types.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { CatalogueDatabase } from './database.ts';
import type { Place } from './places.ts';
import { NUMBERED_KEY } from './sort-key.ts';

/** Those of `levels` in any of the places; usually one. */
export async function readNumbered(
  db: CatalogueDatabase,
  places: readonly Place[],
  number: NumberPart,
  levels: readonly Level[],
): Promise<RecordId[]> {
  const sort = `${NUMBERED_KEY}${numberSortKey(number)}`;
  const keys = places.map((place) => [place, sort]);
  const rows = await db.records.where('[place+sort]').anyOf(keys).toArray();
  return rows.filter(({ t }) => levels.some((level) => level === t)).map(({ id }) => id);
}
