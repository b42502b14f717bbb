/** Finds a record among those of a place by its number, by one step in the index of the list. */
import { numberSortKey } from '../../shared/model/number-sort-key.ts';
import type { Level, NumberPart } from '../../shared/model/record-types.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { CatalogueDatabase } from './database.ts';
import { listFrom } from './list-order.ts';
import type { Place } from './places.ts';
import type { Row } from './rows.ts';
import { NUMBERED_KEY } from './sort-key.ts';

/** `isExact`: it has this number; else it is the next one behind, or the last one where there is none behind. */
export type NumberFound = { readonly id: RecordId; readonly isExact: boolean };

/** Two that have one number are of different levels, or one of them is wrong: so many are looked through. */
const ALIKE = 20;

/** Among those of `levels` when they are given. Null where nothing in the place has a number. */
export async function findNumber(
  db: CatalogueDatabase,
  place: Place,
  number: NumberPart,
  levels?: readonly Level[],
): Promise<NumberFound | null> {
  const key = `${NUMBERED_KEY}${numberSortKey(number)}`;
  const isMeant = ({ t }: Row): boolean => levels?.some((level) => level === t) ?? true;
  const behind = (await listFrom(db, place, key).limit(ALIKE).toArray()).filter(
    (row) => row.sort.startsWith(NUMBERED_KEY) && isMeant(row),
  );
  const next = behind[0];
  if (next !== undefined) return { id: next.id, isExact: next.sort === key };
  const before = db.records.where('[place+sort]').between([place, NUMBERED_KEY], [place, key], true, true);
  const last = (await before.reverse().limit(ALIKE).toArray()).find(isMeant);
  return last === undefined ? null : { id: last.id, isExact: false };
}
