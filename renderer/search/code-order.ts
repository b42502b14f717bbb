/** One number that sorts records of a fonds as their reference codes do: inventory, unit, then the level from the top. */
import { placeInAlphabet } from '../../shared/model/alphabet.ts';
import type { NumberPart } from '../../shared/model/record-types.ts';
import { INDEXED_TYPES } from './indexed-types.ts';

/** The parts of the number from the left, 52 bits together: exact as a double. What does not fit stands last of its like. */
const INVENTORIES = 2 ** 16;
const UNITS = 2 ** 20;
const SUFFIXES = 2 ** 6;
const LEVEL_BITS = 2 ** 4;

type Numbers = { readonly inventory?: NumberPart; readonly unit?: NumberPart };

/** Of a record with this type whose path has these numbers; what lies directly in a fonds comes before its inventories. */
export function codeOrder(type: number, { inventory, unit }: Numbers): number {
  const level = Math.min(type, INDEXED_TYPES.length, LEVEL_BITS - 1);
  return (
    (numberOrder(inventory, INVENTORIES) * UNITS * SUFFIXES + numberOrder(unit, UNITS)) * LEVEL_BITS + level
  );
}

/** None before all, then by number and suffix. */
function numberOrder(number: NumberPart | undefined, limit: number): number {
  if (number === undefined) return 0;
  return Math.min(number.num + 1, limit - 1) * SUFFIXES + suffixOrder(number.suffix);
}

function suffixOrder(suffix = ''): number {
  const [letter] = suffix;
  if (letter === undefined) return 0;
  return Math.min((placeInAlphabet(letter) ?? SUFFIXES) + 1, SUFFIXES - 1);
}
