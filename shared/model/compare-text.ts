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

/** Punctuation, digits, Cyrillic, Latin, the rest; small letters first where nothing else differs. */
function compareKazakh(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = unitAt(a, i);
    const y = unitAt(b, j);
    if (x.weight !== y.weight) return x.weight - y.weight;
    i = x.next;
    j = y.next;
  }
  const rest = a.length - i - (b.length - j);
  return rest === 0 ? compareCase(a, b) : rest;
}

type Unit = { readonly weight: number; readonly next: number };

const MAX_DIGITS = 15;
// Each class of characters has a range of its own; a number of 15 digits fits below the letters.
const DIGITS = 0x1_0000;
const LETTERS = 1e16;
const OTHERS = 2e16;

/** The character at `i`, or the whole number that begins there. */
function unitAt(text: string, i: number): Unit {
  const char = text.charAt(i);
  if (isDigit(char)) {
    let end = i + 1;
    while (end < text.length && end - i < MAX_DIGITS && isDigit(text.charAt(end))) end += 1;
    return { weight: DIGITS + Number(text.slice(i, end)), next: end };
  }
  const place = placeInAlphabet(char);
  if (place !== null) return { weight: LETTERS + place * 2, next: i + 1 };
  const code = text.charCodeAt(i);
  return { weight: isLetter(char) ? OTHERS + code * 4 : code, next: i + 1 };
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function isLetter(char: string): boolean {
  return char.toLowerCase() !== char.toUpperCase() || /\p{L}/u.test(char);
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
