/**
 * The order of words in a list. Chromium has no Kazakh collation and falls back to one that puts `і` beside `и` and `ү`
 * before `ұ`, so Kazakh is compared here; by the same order as ICU's own, so that host and window agree.
 */
import { placeInAlphabet } from './alphabet.ts';
import type { Language } from './record-types.ts';

type Compare = (a: string, b: string) => number;

const compareByLanguage: Readonly<Record<Language, Compare>> = {
  kk: compareKazakh,
  ru: new Intl.Collator('ru', { numeric: true }).compare,
  en: new Intl.Collator('en', { numeric: true }).compare,
};

/** A comparison for `sort`: alphabet of the language, capitals beside their small letters, `Том 2` before `Том 10`. */
export function compareText(language: Language): Compare {
  return compareByLanguage[language];
}

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

// Each class of characters has a range of its own above all code units.
const DIGITS = 0x1_0000;
const LETTERS = 0x2_0000;
const OTHER_LETTERS = 0x3_0000;

/** Weights of the characters up to the end of Cyrillic, which nearly all titles are made of. */
const WEIGHTS = Uint32Array.from({ length: 0x530 }, (_, code) => weigh(String.fromCharCode(code)));

/** Punctuation, digits, Cyrillic, Latin, the rest; small letters first where nothing else differs. */
function compareKazakh(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(j);
    if (isDigit(x) && isDigit(y)) {
      const [endX, endY] = [endOfNumber(a, i), endOfNumber(b, j)];
      const difference = Number(a.slice(i, endX)) - Number(b.slice(j, endY));
      if (difference !== 0) return difference;
      [i, j] = [endX, endY];
      continue;
    }
    const difference = x === y ? 0 : weightOf(x) - weightOf(y);
    if (difference !== 0) return difference;
    i += 1;
    j += 1;
  }
  const rest = a.length - i - (b.length - j);
  return rest === 0 ? compareCase(a, b) : rest;
}

function weightOf(code: number): number {
  return WEIGHTS[code] ?? weigh(String.fromCharCode(code));
}

function weigh(char: string): number {
  const code = char.charCodeAt(0);
  if (isDigit(code)) return DIGITS + code;
  const place = placeInAlphabet(char);
  if (place !== null) return LETTERS + place;
  return /\p{L}/u.test(char) ? OTHER_LETTERS + code : code;
}

function isDigit(code: number): boolean {
  return code >= DIGIT_0 && code <= DIGIT_9;
}

/** At most 15 digits count as one number; more would not be exact. */
function endOfNumber(text: string, i: number): number {
  let end = i + 1;
  while (end < text.length && end - i < 15 && isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

function compareCase(a: string, b: string): number {
  if (a === b) return 0;
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    const x = a.charAt(i);
    const y = b.charAt(i);
    if (x !== y) return x === x.toLowerCase() ? -1 : 1;
  }
  return a.length - b.length;
}
