/** The places that an import's files get among their siblings. */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Milliseconds since 1970 have seven digits of base 62 until the year 2081; the order's places name seven digits `g`. */
const TIME_DIGITS = 7;
const RANK_DIGITS = 5;
const PICTURE_DIGITS = 4;

/**
 * A place in the order of siblings (`shared/model/order.ts`) for the `rank`th file of an import begun at `begunMs`: behind
 * what an earlier import brought and what people ordered by hand, without looking at either.
 */
export function placeOf(begunMs: number, rank: number): string {
  // The last digit keeps the fraction from ending in 0, as the format of places has it.
  return `g${toDigits(begunMs, TIME_DIGITS)}${toDigits(rank, RANK_DIGITS)}V`;
}

/** The place of the picture `index` of a file at `place`: behind it, and before the next file's. */
export function furtherPlace(place: string, index: number): string {
  return index === 0 ? place : `${place}${toDigits(index, PICTURE_DIGITS)}V`;
}

function toDigits(value: number, length: number): string {
  let rest = value;
  let digits = '';
  for (let at = 0; at < length; at++) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits;
}
