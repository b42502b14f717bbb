/**
 * Small letters by maps of our own, the same on every machine: a locale's casing makes `ı` of `I` for a Turkish user and `i` for
 * all others. Pure.
 */

/** Letters whose small form depends on the language, on the place in the word, or on habit. */
const FOLDED: Readonly<Record<string, string>> = { 'i\u0307': 'i', ı: 'i', ς: 'σ', ё: 'е' };
const TO_FOLD = /i\u0307|[ıςё]/gu;
const MAY_DECOMPOSE = /[^\0-\u007f\u0400-\u052f]/u;

/** Small letters of a text in NFC, in NFC: `İ`, `I` and `ı` are one letter `i`, `ё` is `е`, `й` stays. */
export function smallLetters(text: string): string {
  const small = text.toLowerCase();
  const folded = TO_FOLD.test(small)
    ? small.replaceAll(TO_FOLD, (letter) => FOLDED[letter] ?? letter)
    : small;
  return MAY_DECOMPOSE.test(folded) ? folded.normalize('NFC') : folded;
}
