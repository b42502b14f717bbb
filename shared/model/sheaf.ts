/**
 * The sheaf of a unit: the one document whose pages are the unit's own leaves, scanned one by one. It has no file of its own;
 * each of its pages has one. Its id follows from the unit's, so that two stations that scan one unit make one record.
 */
import { derivedId } from './derived-id.ts';
import { parentOf, type Values } from './record-values.ts';

/** The place of a sheaf among the documents of its unit: before all that people made. The same on every station. */
export const SHEAF_PLACE = 'Zz';

/** The id of the sheaf of this unit or volume. */
export function sheafIdOf(unit: string): string {
  return derivedId(unit, 'leaves');
}

/** Whether a record is the sheaf of the unit that it stands in. */
export function isSheaf(record: {
  readonly id: string;
  readonly t: string;
  readonly values: Values;
}): boolean {
  if (record.t !== 'document' || record.values['file'] !== undefined) return false;
  const unit = parentOf(record.values);
  return unit !== null && record.id === sheafIdOf(unit);
}
