/**
 * One key for a word in whatever script it is written: Kazakh in Cyrillic, in the Latin alphabets of 2021, 2018 and 1929–40, in
 * Arabic letters (tote zhazu), or typed on a Russian keyboard. Front and back vowels fall together, as they do in Arabic
 * letters: `ә` = `а`, `ө` = `о`, `ұ` = `ү` = `у`, `і` = `ы` = `и` = `й`, `қ` = `к`, `ғ` = `г`, `ң` = `н`, `һ` = `х`; signs are dropped,
 * double letters are one. The key is in small Latin letters with `x` for the sound of `ш`. Pure.
 */
import { smallLetters } from './case-maps.ts';

type Letters = Readonly<Record<string, string>>;

// prettier-ignore
const CYRILLIC: Letters = {
  а: 'a', ә: 'a', е: 'e', э: 'e', о: 'o', ө: 'o', ұ: 'u', ү: 'u', у: 'u', ў: 'u', ы: 'i', і: 'i', и: 'i', й: 'i', ї: 'i', ё: 'e',
  ю: 'iu', я: 'ia', б: 'b', в: 'v', г: 'g', ғ: 'g', ґ: 'g', д: 'd', ж: 'j', җ: 'j', з: 'z', к: 'k', қ: 'k', л: 'l', м: 'm', н: 'n',
  ң: 'n', п: 'p', р: 'r', с: 's', т: 't', ф: 'f', х: 'h', һ: 'h', ц: 'ts', ч: 'c', ш: 'x', щ: 'x', ъ: '', ь: '', ѣ: 'e', ѳ: 'f', ѵ: 'i',
};
// prettier-ignore
const LATIN: Letters = {
  a: 'a', ä: 'a', á: 'a', ə: 'a', à: 'a', â: 'a', b: 'b', ʙ: 'b', v: 'v', w: 'u', g: 'g', ğ: 'g', ǵ: 'g', ƣ: 'g', ġ: 'g', d: 'd', e: 'e',
  é: 'e', ë: 'e', j: 'j', z: 'z', i: 'i', ï: 'i', í: 'i', y: 'i', ȳ: 'i', k: 'k', q: 'k', ꞣ: 'k', l: 'l', m: 'm', n: 'n', ñ: 'n', ń: 'n', ŋ: 'n',
  ꞑ: 'n', ņ: 'n', o: 'o', ö: 'o', ó: 'o', ɵ: 'o', ô: 'o', p: 'p', r: 'r', s: 's', t: 't', u: 'u', ū: 'u', ü: 'u', ú: 'u', ý: 'u', ŭ: 'u',
  f: 'f', h: 'h', x: 'h', ş: 'x', ș: 'x', š: 'x', ç: 'c', č: 'c', ž: 'j', c: 'c', ь: 'i',
};
/** Letters of the alphabet of 1929–40 that no other one has, and what its other letters are then. */
const YANALIF_ONLY = /[əʙƣŋꞑɵьƶ]/u;
const YANALIF: Letters = { ...LATIN, ç: 'j', ƶ: 'j', c: 'x', y: 'u', ь: 'i', j: 'i', v: 'u' };
// prettier-ignore
const ARABIC: Letters = {
  ا: 'a', آ: 'a', أ: 'a', ٵ: 'a', ب: 'b', ۆ: 'v', ڤ: 'v', گ: 'g', ع: 'g', غ: 'g', د: 'd', ە: 'e', ه: 'e', ې: 'e', ج: 'j', ژ: 'j', ز: 'z',
  ذ: 'z', ض: 'z', ظ: 'z', ي: 'i', ی: 'i', ى: 'i', ٸ: 'i', ئ: 'i', إ: 'i', ك: 'k', ک: 'k', ق: 'k', ل: 'l', م: 'm', ن: 'n', ڭ: 'n', و: 'o',
  ٶ: 'o', ؤ: 'o', پ: 'p', ر: 'r', س: 's', ص: 's', ث: 's', ت: 't', ط: 't', ة: 'e', ۋ: 'u', ۇ: 'u', ٷ: 'u', ۈ: 'u', ۉ: 'u', ۅ: 'u', ف: 'f', ح: 'h',
  خ: 'h', ھ: 'h', چ: 'c', ش: 'x', ء: '', ٴ: '',
};

const LATIN_GROUPS: readonly (readonly [RegExp, string])[] = [
  [/shch|şş/gu, 'ş'],
  [/sh/gu, 'ş'],
  [/ch/gu, 'č'],
  [/zh/gu, 'ž'],
  [/kh/gu, 'h'],
  [/gh/gu, 'ğ'],
];
/** How a word in Cyrillic was written in the Latin letters of 1929–40, in a word that has none of their own letters. */
// prettier-ignore
const TO_YANALIF: Letters = {
  ж: 'ç', и: 'ij', у: 'v', ү: 'y', ф: 'p', х: 'q', ц: 's', ч: 'c', ш: 'c', щ: 'c', ю: 'jv', я: 'ja', ё: 'jo', ң: 'n', қ: 'q', й: 'j', ы: 'i',
};
/** Sounds of loans, which that alphabet had no letters for, and `v`, which it had for two. */
const PLAIN_LOANS: Letters = { в: 'u', ф: 'p', х: 'k', ц: 's', ч: 'x', щ: 'x' };
/** `io` is how `ё` is written in other letters, and `ё` itself is mostly `е`; `ye` is how English begins with `е`. */
const SOFT_VOWEL = /i+[oe]/gu;
const TWICE = /(.)\1+/gu;

/**
 * The key of a word as it stands in an index; null for a word without a letter of these scripts. Takes a word in small letters
 * (`smallLetters`).
 */
export function soundKey(word: string): string | null {
  const script = scriptOf(word);
  if (script === null) return null;
  if (script === 'Cyrl') return keyBy(word, CYRILLIC);
  if (script === 'Arab') return keyBy(plainArabic(word), ARABIC);
  return YANALIF_ONLY.test(word) ? keyBy(word, YANALIF) : keyBy(grouped(word), LATIN);
}

/**
 * The keys under which a word that is asked for may stand: its own first, then those of spellings that an index cannot tell
 * from others, such as Latin of 1929–40 without a letter of its own. Takes a word as typed.
 */
export function soundKeys(word: string): readonly string[] {
  const small = smallLetters(word.normalize('NFC'));
  const own = soundKey(small);
  if (own === null) return [];
  const keys = new Set([own]);
  const script = scriptOf(small);
  if (script === 'Cyrl') {
    keys.add(keyBy(Array.from(small, (letter) => TO_YANALIF[letter] ?? letter).join(''), MIXED));
    keys.add(keyBy(small, LOANS));
    // `Асхат` in Latin letters is `Ashat`, and read as if it had `ш`.
    keys.add(own.replaceAll('sh', 'x'));
  } else if (script === 'Latn') {
    keys.add(keyBy(small, YANALIF));
    keys.add(keyBy(small, LATIN));
    // Қ in English letters.
    if (small.includes('kh')) keys.add(keyBy(grouped(small.replaceAll('kh', 'k')), LATIN));
  }
  return [...keys];
}

const MIXED: Letters = { ...CYRILLIC, ...LATIN };
const LOANS: Letters = { ...CYRILLIC, ...PLAIN_LOANS };

function grouped(word: string): string {
  return LATIN_GROUPS.reduce((text, [group, letter]) => text.replaceAll(group, letter), word);
}

type Script = 'Cyrl' | 'Latn' | 'Arab';

function scriptOf(word: string): Script | null {
  if (/\p{Script=Arabic}/u.test(word)) return 'Arab';
  if (/[\u0400-\u044b\u044d-\u052f]/u.test(word)) return 'Cyrl';
  if (/\p{Script=Latin}/u.test(word)) return 'Latn';
  return /ь/u.test(word) ? 'Cyrl' : null;
}

/** Forms of letters by their place, and the marks over and under them. */
function plainArabic(word: string): string {
  return word
    .replaceAll(/[\ufb50-\ufdff\ufe70-\ufefc]/gu, (form) => form.normalize('NFKC'))
    .replaceAll(/\p{M}/gu, '');
}

function keyBy(word: string, letters: Letters): string {
  let key = '';
  for (const letter of word) key += letters[letter] ?? letter;
  return key.replaceAll(TWICE, '$1').replaceAll(SOFT_VOWEL, 'e').replaceAll(TWICE, '$1');
}
