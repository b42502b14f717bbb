/** Kazakh in Cyrillic written in its other scripts, letter by letter: what the key across scripts is measured on. */

type Letters = Readonly<Record<string, string>>;

// prettier-ignore
const PLAIN: Letters = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'io', ж: 'j', з: 'z', к: 'k', қ: 'q', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't',
  ф: 'f', х: 'h', һ: 'h', ц: 'ts', ч: 'ch', ъ: '', ы: 'y', ь: '', э: 'e',
};
// prettier-ignore
const LATIN_2021: Letters = {
  ...PLAIN, ә: 'ä', ғ: 'ğ', и: 'i', й: 'i', ң: 'ñ', ө: 'ö', у: 'u', ұ: 'ū', ү: 'ü', ш: 'ş', щ: 'şş', і: 'ı', ю: 'iu', я: 'ia',
};
// prettier-ignore
const LATIN_2018: Letters = {
  ...PLAIN, ә: 'á', ғ: 'ǵ', и: 'ı', й: 'ı', ң: 'ń', ө: 'ó', у: 'ý', ұ: 'u', ү: 'ú', ш: 'sh', щ: 'shch', і: 'i', ю: 'ıý', я: 'ıa',
};
// prettier-ignore
const LATIN_1929: Letters = {
  ...PLAIN, ә: 'ə', б: 'ʙ', ғ: 'ƣ', ё: 'jo', ж: 'ç', и: 'ij', й: 'j', ң: 'ꞑ', ө: 'ɵ', у: 'v', ұ: 'u', ү: 'y', ф: 'p', х: 'q', ц: 's', ч: 'c', ш: 'c', щ: 'c',
  ы: 'ь', і: 'i', ю: 'jv', я: 'ja',
};
// prettier-ignore
const ARABIC: Letters = {
  а: 'ا', ә: 'ا', б: 'ب', в: 'ۆ', г: 'گ', ғ: 'ع', д: 'د', е: 'ە', ё: 'يو', ж: 'ج', з: 'ز', и: 'ي', й: 'ي', к: 'ك', қ: 'ق', л: 'ل', м: 'م', н: 'ن', ң: 'ڭ', о: 'و',
  ө: 'و', п: 'پ', р: 'ر', с: 'س', т: 'ت', у: 'ۋ', ұ: 'ۇ', ү: 'ۇ', ф: 'ف', х: 'ح', һ: 'ھ', ц: 'تس', ч: 'چ', ш: 'ش', щ: 'شش', ъ: '', ы: 'ى', і: 'ى', ь: '', э: 'ە', ю: 'يۋ',
  я: 'يا',
};
const RUSSIAN_KEYS: Letters = { қ: 'к', ғ: 'г', ң: 'н', ә: 'а', ө: 'о', ү: 'у', ұ: 'у', і: 'и', һ: 'х' };

/** A front word without a sound that tells it has the mark of one at its head. */
const FRONT_VOWEL = /[әөүі]/u;
const TELLS_FRONT = /[екгэ]/u;

const by = (letters: Letters) => (word: string) =>
  Array.from(word, (letter) => letters[letter] ?? letter).join('');

/** Each takes a word in small Cyrillic letters. */
export const SCRIPTS: Readonly<Record<string, (word: string) => string>> = {
  'Latin 2021': by(LATIN_2021),
  'Latin 2018': by(LATIN_2018),
  'Latin 1929–40': by(LATIN_1929),
  'Arabic letters': (word) =>
    (FRONT_VOWEL.test(word) && !TELLS_FRONT.test(word) ? 'ٴ' : '') + by(ARABIC)(word),
  'Russian keyboard': by(RUSSIAN_KEYS),
};
