/**
 * Numbers of a text under one spelling: digits of any script, Roman numerals also in Cyrillic letters that look alike (`ХХІ`,
 * `IY`, `П`). Each is written with `#` in front, so that it meets no word. Pure.
 */

/** So many digits are a number; longer ones are codes, found as they stand. */
const MOST_DIGITS = 15;
const DIGIT_RUN = /\p{Nd}+/gu;
/** What stands for a Roman sign in letters of either alphabet; `П` and `Ш` are what two and three strokes look like. */
// prettier-ignore
const ROMAN_SIGNS: Readonly<Record<string, string>> = {
  I: 'I', І: 'I', Ӏ: 'I', '|': 'I', l: 'I', V: 'V', Ѵ: 'V', У: 'V', Y: 'V', Ү: 'V', X: 'X', Х: 'X', L: 'L', C: 'C', С: 'C', D: 'D', M: 'M', М: 'M',
  П: 'II', Ш: 'III',
};
const ROMAN = /^M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})$/u;
const ROMAN_VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
/** Letters that are words or initials when they stand alone. */
const LONE = /^[LCСDMМУYҮ|l]$/u;

/** The digits of any script as ASCII digits. */
export function plainDigits(text: string): string {
  return text.replaceAll(/[^\P{Nd}0-9]/gu, (digit) => String(valueOf(digit)));
}

/** Digits of a script stand in tens from zero on. */
function valueOf(digit: string): number {
  // Those of mathematics come in several kinds one after the other.
  const plain = digit.normalize('NFKC');
  if (/^[0-9]$/u.test(plain)) return Number(plain);
  let code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - 1))) {
    code--;
    value++;
  }
  return value;
}

/** The numbers in a word as it stands (capitals kept): `1946ж` gives `#1946`, `ХІХ` gives `#19`. */
export function numbersOf(word: string): readonly string[] {
  if (/\p{Nd}/u.test(word)) {
    const runs = plainDigits(word).match(DIGIT_RUN) ?? [];
    return runs.filter((run) => run.length <= MOST_DIGITS).map((run) => `#${run.replace(/^0+(?=\d)/u, '')}`);
  }
  const roman = romanValue(word);
  return roman === null ? [] : [`#${roman}`];
}

/** The value of a Roman numeral in capitals, 1 to 3999; null when the word is none. */
export function romanValue(word: string): number | null {
  if (word.length > 9 || LONE.test(word)) return null;
  let signs = '';
  for (const sign of word) {
    const known = ROMAN_SIGNS[sign];
    if (known === undefined) return null;
    signs += known;
  }
  if (signs === '' || !ROMAN.test(signs)) return null;
  let value = 0;
  for (let at = 0; at < signs.length; at++) {
    const each = ROMAN_VALUES[signs[at] ?? ''] ?? 0;
    const next = ROMAN_VALUES[signs[at + 1] ?? ''] ?? 0;
    value += each < next ? -each : each;
  }
  return value;
}
