/** A key that sorts titles by code units nearly as `compareText('kk')` sorts them, for IndexedDB indexes. */
import { placeInAlphabet } from './alphabet.ts';

const FIRST_DIGIT_COUNT = 0x30;
const FIRST_LETTER = 0x40;
/** Above the letters of the alphabet; goes before any other letter. */
const OTHER = '\u00ff';

const PIECE = /[0-9]{1,15}|\p{L}|[^\p{L}0-9]+/gu;

/**
 * Gaps and punctuation count as one space, capitals as small letters, numbers by their size, then Kazakh and Russian
 * letters in alphabet order, then Latin ones, then the rest. Different texts may have the same key.
 */
export function textSortKey(text: string): string {
  return text
    .normalize('NFC')
    .trim()
    .replaceAll(PIECE, (piece) => {
      if (/^[0-9]/u.test(piece)) {
        const digits = String(Number(piece));
        return String.fromCharCode(FIRST_DIGIT_COUNT + digits.length) + digits;
      }
      if (!/^\p{L}/u.test(piece)) return ' ';
      const place = placeInAlphabet(piece);
      return place === null ? OTHER + piece : String.fromCharCode(FIRST_LETTER + place);
    });
}
