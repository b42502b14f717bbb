/**
 * The sheaf of a unit: the one document whose pages are the unit's own leaves, scanned one by one. It has no file of its own;
 * each of its pages has one. Its id follows from the unit's, so that two stations that scan one unit make one record.
 */
import { sha256Hex } from './sha256-hex.ts';
import { parentOf, type Values } from './record-values.ts';

const TIME_HEX = 12;
const NAME = 'leaves';

/** The place of a sheaf among the documents of its unit: before all that people made. The same on every station. */
export const SHEAF_PLACE = 'Zz';

/** The id of the sheaf of this unit or volume: what `derivedId(unit, 'leaves')` gives in the host. */
export function sheafIdOf(unit: string): string {
  const time = unit.replaceAll('-', '').slice(0, TIME_HEX);
  const hash = sha256Hex(`${unit}\n${NAME}`);
  const variant = ((Number.parseInt(hash.charAt(3), 16) & 0x3) | 0x8).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8, 12),
    `7${hash.slice(0, 3)}`,
    `${variant}${hash.slice(4, 7)}`,
    hash.slice(7, 19),
  ].join('-');
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
