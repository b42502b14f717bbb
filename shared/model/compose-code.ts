/** Puts a record's reference code together from the numbers of the records above it. */
import type { NumberPart, RecordType } from './record-types.ts';
import type { ReferenceCode } from './reference-code.ts';

export type NumberedLevel = { readonly type: string; readonly number: NumberPart | null };

/**
 * `chain`: the record and those above it, in any order; levels without a number of their own in the code (section, heading,
 * document) are passed over. Null when no fonds with a number is among them. A volume's number becomes its unit's volume.
 */
export function composeReferenceCode(
  chain: readonly NumberedLevel[],
  archive?: string,
): ReferenceCode | null {
  const numberAt = (type: RecordType) => chain.find((record) => record.type === type)?.number ?? null;
  const [fonds, inventory, unit, volume] = [
    numberAt('fonds'),
    numberAt('inventory'),
    numberAt('unit'),
    numberAt('volume'),
  ];
  if (fonds === null) return null;
  const whole = unit !== null && volume !== null ? { ...unit, volume: volume.num } : unit;
  return {
    ...(archive === undefined || archive === '' ? {} : { archive }),
    fonds,
    ...(inventory === null ? {} : { inventory }),
    ...(whole === null ? {} : { unit: whole }),
  };
}
