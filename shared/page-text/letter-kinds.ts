/** What kind of sign each is, by tables: pages are classified by the thousand, and a pattern for each sign would cost ten times as much. */

export const OTHER = 0;
export const CYRILLIC = 1;
export const LATIN = 2;
export const FOREIGN_LETTER = 3;
export const DIGIT_OR_SIGN = 4;

const TABLE_SIZE = 0x600;
/** What recognition puts into words instead of letters that it lacks. */
const SIGNS_FOR_LETTERS = '0123456789!|\\¥;€';
const KINDS = Uint8Array.from({ length: TABLE_SIZE }, (_, code) => slowKind(String.fromCharCode(code)));

/** The kind of a UTF-16 unit; halves of letters outside the basic plane are `OTHER`. */
export function kindOf(code: number): number {
  return code < TABLE_SIZE ? (KINDS[code] ?? OTHER) : slowKind(String.fromCharCode(code));
}

function slowKind(sign: string): number {
  if (/\p{Script=Cyrillic}/u.test(sign)) return /\p{L}/u.test(sign) ? CYRILLIC : OTHER;
  if (/\p{Script=Latin}/u.test(sign)) return /\p{L}/u.test(sign) ? LATIN : OTHER;
  if (/\p{L}/u.test(sign)) return FOREIGN_LETTER;
  return SIGNS_FOR_LETTERS.includes(sign) ? DIGIT_OR_SIGN : OTHER;
}
