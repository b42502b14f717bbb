/**
 * The fields that a query can name, in Kazakh, Russian and English: `атауы:хат`, `дата:1937`, `level:fonds`. Names are read in any
 * case.
 */
import { LANGUAGES, type Language, type Level } from '../model/record-types.ts';

/** Fields that hold words. */
export type WordField = 'title' | 'text' | 'tag' | 'note';
/** Fields that hold the number of a part of the reference code. */
export type NumberField = 'fonds' | 'inventory' | 'unit' | 'leaf';
/** Fields that hold one of a few values. */
export type ValueField = 'lang' | 'level';
export type FieldName = WordField | NumberField | ValueField | 'date';

/** Each field's names in Kazakh, Russian and English; the first of each is the one that is printed. */
const NAMES: Readonly<Record<FieldName, Readonly<Record<Language, readonly string[]>>>> = {
  fonds: { kk: ['қор'], ru: ['фонд'], en: ['fonds', 'collection'] },
  inventory: { kk: ['тізімдеме', 'тізбе'], ru: ['опись'], en: ['inventory'] },
  unit: { kk: ['іс'], ru: ['дело'], en: ['unit', 'file'] },
  leaf: { kk: ['парақ'], ru: ['лист'], en: ['leaf'] },
  title: { kk: ['атауы', 'атау', 'тақырып', 'тақырыбы'], ru: ['название', 'заголовок'], en: ['title'] },
  text: { kk: ['мәтін', 'мәтіні'], ru: ['текст'], en: ['text'] },
  tag: { kk: ['тег', 'белгі'], ru: ['тег', 'метка'], en: ['tag'] },
  date: { kk: ['күні', 'күн', 'жыл', 'жылы'], ru: ['дата', 'год'], en: ['date', 'year'] },
  lang: { kk: ['тіл', 'тілі'], ru: ['язык'], en: ['lang', 'language'] },
  level: { kk: ['деңгей', 'деңгейі'], ru: ['уровень'], en: ['level'] },
  note: { kk: ['ескертпе', 'ескертпесі', 'ескерту'], ru: ['примечание'], en: ['note'] },
};

const FIELD_BY_NAME: ReadonlyMap<string, FieldName> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    LANGUAGES.flatMap((language) => names[language].map((name) => [name, field as FieldName])),
  ),
);

/** The field of this name in any of the three languages and any case; null when there is none. */
export function fieldOf(name: string): FieldName | null {
  return FIELD_BY_NAME.get(name.toLowerCase()) ?? null;
}

/** A field's name in a language, which `fieldOf` reads back. */
export function nameOfField(field: FieldName, language: Language): string {
  return NAMES[field][language][0] ?? field;
}

/** Languages by their codes and the beginnings of their names: `қазақша`, `казахский`, `kaz`, `kk`. */
const NAMED_LANGUAGES: readonly (readonly [code: string, RegExp])[] = [
  ['kaz', /^(?:kk|kaz|қаз(?:ақ\p{L}*)?|каз(?:ах\p{L}*)?|kazakh)$/u],
  ['rus', /^(?:ru|rus|орыс\p{L}*|рус(?:ск\p{L}*)?|russian)$/u],
  ['eng', /^(?:en|eng|ағылшын\p{L}*|англ(?:ийск\p{L}*)?|english)$/u],
  ['chg', /^(?:chg|шағатай\p{L}*|чагатай\p{L}*|chagatai)$/u],
  ['tat', /^(?:tt|tat|татар\p{L}*|tatar)$/u],
  ['uzb', /^(?:uz|uzb|өзбек\p{L}*|узбек\p{L}*|uzbek)$/u],
  ['kir', /^(?:ky|kir|қырғыз\p{L}*|киргиз\p{L}*|кыргыз\p{L}*|kyrgyz)$/u],
  ['uig', /^(?:ug|uig|ұйғыр\p{L}*|уйгур\p{L}*|uyghur)$/u],
  ['ara', /^(?:ar|ara|араб\p{L}*|arabic)$/u],
  ['fas', /^(?:fa|fas|парсы\p{L}*|персид\p{L}*|persian)$/u],
  ['deu', /^(?:de|deu|неміс\p{L}*|немецк\p{L}*|german)$/u],
  ['pol', /^(?:pl|pol|поляк\p{L}*|польск\p{L}*|polish)$/u],
  ['ukr', /^(?:uk|ukr|украин\p{L}*|ukrainian)$/u],
  ['kor', /^(?:ko|kor|корей\p{L}*|korean)$/u],
];

/** The ISO 639-3 code of a language by its code or name; null when it is none that this program knows. */
export function languageOf(text: string): string | null {
  const word = text.normalize('NFC').toLowerCase();
  return NAMED_LANGUAGES.find(([, pattern]) => pattern.test(word))?.[0] ?? null;
}

const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  fonds: 'қор фонд fonds',
  section: 'бөлім раздел section',
  inventory: 'тізімдеме тізбе опись inventory',
  heading: 'айдар рубрика heading',
  unit: 'іс дело unit file',
  volume: 'том volume',
  document: 'құжат документ document',
  page: 'бет парақ страница лист page',
};

const LEVEL_BY_WORD: ReadonlyMap<string, Level> = new Map(
  Object.entries(LEVEL_WORDS).flatMap(([level, words]) =>
    words.split(' ').map((word) => [word, level as Level]),
  ),
);

/** The level of this name; null when there is none. */
export function levelOf(text: string): Level | null {
  return LEVEL_BY_WORD.get(text.normalize('NFC').toLowerCase()) ?? null;
}
