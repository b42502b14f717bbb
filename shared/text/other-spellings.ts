/**
 * Spellings that stand for another one: Russian before 1918, Kazakh in fonts from before Unicode, and words in which letters of
 * the other alphabet look like the right ones. Pure.
 */

/** `ќызметініѕ` for `қызметінің`: letters of Macedonian and Ukrainian in the places of Kazakh ones. */
// prettier-ignore
const FONT_LETTERS: Readonly<Record<string, string>> = { ќ: 'қ', ў: 'ұ', є: 'ғ', ѕ: 'ң', ј: 'ә', ґ: 'ө', ї: 'ү' };
const FONT_LETTER = /[ќўєѕјґї]/gu;

const OLD_LETTERS: Readonly<Record<string, string>> = { ѣ: 'е', ѳ: 'ф', ѵ: 'и' };
const OLD_LETTER = /[ѣѳѵ]/gu;
/** Before 1918 `і` stood before vowels; Kazakh has it there in no word of its own. */
const OLD_I = /і(?=[аеиойуыэюяѣ])/gu;
const FINAL_HARD_SIGN = /(?<=[бвгджзклмнпрстфхцчшщ])ъ$/u;

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  i: 'і',
  k: 'к',
  m: 'м',
  t: 'т',
  h: 'һ',
  b: 'в',
};
const CYRILLIC = /[\u0400-\u052f]/u;
const LATIN = /[a-z]/gu;

/** `modern` is the spelling that keys are made of; `also` holds it where it is not the word itself. Takes small letters. */
export function otherSpellings(word: string): { also: readonly string[]; modern: string } {
  if (!CYRILLIC.test(word)) return { also: [], modern: word };
  let modern = word;
  const latin = modern.match(LATIN) ?? [];
  if (latin.every((letter) => LOOK_ALIKES[letter] !== undefined))
    modern = modern.replaceAll(LATIN, (letter) => LOOK_ALIKES[letter] ?? letter);
  modern = modern.replaceAll(FONT_LETTER, (letter) => FONT_LETTERS[letter] ?? letter);
  modern = modern
    .replaceAll(OLD_I, 'и')
    .replaceAll(OLD_LETTER, (letter) => OLD_LETTERS[letter] ?? letter)
    .replace(FINAL_HARD_SIGN, '');
  return modern === word ? { also: [], modern } : { also: [modern], modern };
}
