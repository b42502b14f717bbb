/**
 * Keys that sort by code units as archivists sort numbers, for IndexedDB indexes and plain sorting. Each part of a key
 * ends with `!`, each number with a space, and both lie below every character used inside, so that a shorter one comes first.
 */
import { placeInAlphabet } from './alphabet.ts';
import type { Leaf } from './read-leaves.ts';
import type { NumberPart } from './record-types.ts';
import type { ReferenceCode } from './reference-code.ts';

const FIRST_LETTER = 0x30;
/** Above every letter's character. */
const OTHER = '~';
/** Above every key: what has no number stands last. */
const NO_NUMBER = '\u007f';

/**
 * Numbers without a prefix first, then by prefix in alphabet order; then by number, suffix (none, а, ә, б …) and volume:
 * `45 < 45 т. 2 < 45а < 46 < Р-1`. Null, for a record without a number, comes last.
 */
export function numberSortKey(number: NumberPart | null): string {
  if (number === null) return NO_NUMBER;
  const { prefix = '', num, suffix = '', volume = 0 } = number;
  return `${wordKey(prefix)}!${countKey(num)}!${wordKey(suffix)}!${countKey(volume)}`;
}

/** By fonds, inventory, unit and first leaf; a fonds comes before its inventories. The archive's name plays no part. */
export function referenceSortKey(code: ReferenceCode): string {
  const leaf = code.leaves?.[0]?.from;
  return [
    numberSortKey(code.fonds),
    code.inventory === undefined ? '' : numberSortKey(code.inventory),
    code.unit === undefined ? '' : numberSortKey(code.unit),
    leaf === undefined ? '' : leafSortKey(leaf),
  ]
    .join(' ')
    .trimEnd();
}

/** `45 < 45об < 45а < 45аоб < 46`. */
export function leafSortKey({ num, suffix = '', side }: Leaf): string {
  return `${countKey(num)}!${wordKey(suffix)}!${side === undefined ? '' : side === 'recto' ? '1' : '2'}`;
}

/** A number's digits with their count in front, so that 9 comes before 10. */
function countKey(count: number): string {
  const digits = Math.max(0, Math.trunc(count)).toFixed(0);
  return `${String.fromCharCode(FIRST_LETTER + digits.length)}${digits}`;
}

function wordKey(word: string): string {
  let key = '';
  for (const letter of word) {
    const place = placeInAlphabet(letter);
    key += place === null ? `${OTHER}${letter}` : String.fromCharCode(FIRST_LETTER + place);
  }
  return key;
}
