/** The English stemmer of Snowball, Porter 2 (snowballstem.org/algorithms/english/stemmer.html), written anew. Pure. */

const KNOWN: Readonly<Record<string, string>> = {
  skis: 'ski',
  skies: 'sky',
  dying: 'die',
  lying: 'lie',
  tying: 'tie',
  idly: 'idl',
  gently: 'gentl',
  ugly: 'ugli',
  early: 'earli',
  only: 'onli',
  singly: 'singl',
};
const UNCHANGED = new Set(['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes']);
const DONE_AFTER_PLURAL = /^(?:inning|outing|canning|herring|earring|proceed|exceed|succeed)$/u;
const R1_EXCEPTION = /^(?:gener|commun|arsen)/u;

const STEP_2: readonly (readonly [string, string])[] = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
];
const STEP_3: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const STEP_4 = /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|al|er|ic|(?<=[st])ion)$/u;

/** The stem of an English word in small letters. */
export function stemEnglish(word: string): string {
  if (word.length < 3 || UNCHANGED.has(word)) return word;
  const known = Object.hasOwn(KNOWN, word) ? KNOWN[word] : undefined;
  if (known !== undefined) return known;
  // A `y` that sounds like a consonant is written large meanwhile.
  let stem = word.replace(/^y/u, 'Y').replaceAll(/(?<=[aeiouy])y/gu, 'Y');
  const r1 = R1_EXCEPTION.exec(stem)?.[0].length ?? afterSyllable(stem, 0);
  const r2 = afterSyllable(stem, r1);
  stem = withoutPlural(stem);
  if (DONE_AFTER_PLURAL.test(stem)) return stem;
  stem = withoutTense(stem, r1);
  stem = stem.replace(/(?<=.[^aeiouy])[yY]$/u, 'i');
  stem = derived(stem, r1, r2);
  const last = STEP_4.exec(stem)?.[0];
  if (last !== undefined && stem.length - last.length >= r2) stem = stem.slice(0, -last.length);
  return withoutFinal(stem, r1, r2).toLowerCase();
}

/** Behind the first consonant that follows a vowel at or after `from`; the word's length when there is none. */
function afterSyllable(word: string, from: number): number {
  const found = /[aeiouy][^aeiouy]/u.exec(word.slice(from));
  return found === null ? word.length : from + found.index + 2;
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/ie[ds]$/u.test(word)) return word.slice(0, word.length > 4 ? -2 : -1);
  return /[aeiouy].*[^us]s$/u.test(word) && /[aeiouy].+s$/u.test(word) ? word.slice(0, -1) : word;
}

function withoutTense(word: string, r1: number): string {
  const eed = /eed(?:ly)?$/u.exec(word);
  if (eed !== null) return eed.index >= r1 ? `${word.slice(0, eed.index)}ee` : word;
  const ending = /(?:ingly|edly|ing|ed)$/u.exec(word);
  if (ending === null) return word;
  const rest = word.slice(0, ending.index);
  if (!/[aeiouy]/u.test(rest)) return word;
  if (/(?:at|bl|iz)$/u.test(rest)) return `${rest}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/u.test(rest)) return rest.slice(0, -1);
  return isShort(rest, r1) ? `${rest}e` : rest;
}

function isShort(word: string, r1: number): boolean {
  return r1 >= word.length && endsShort(word);
}

function endsShort(word: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$/u.test(word) || /^[aeiouy][^aeiouy]$/u.test(word);
}

function derived(word: string, r1: number, r2: number): string {
  let stem = replaced(word, STEP_2, r1);
  if (stem === word) {
    if (stem.endsWith('logi') && stem.length - 3 >= r1) stem = stem.slice(0, -1);
    else if (/[cdeghkmnrt]li$/u.test(stem) && stem.length - 2 >= r1) stem = stem.slice(0, -2);
  }
  if (stem.endsWith('ative') && stem.length - 5 >= r2) return stem.slice(0, -5);
  return replaced(stem, STEP_3, r1);
}

function replaced(word: string, endings: readonly (readonly [string, string])[], from: number): string {
  const found = endings.find(([ending]) => word.endsWith(ending));
  if (found === undefined || word.length - found[0].length < from) return word;
  return word.slice(0, -found[0].length) + found[1];
}

function withoutFinal(word: string, r1: number, r2: number): string {
  const at = word.length - 1;
  if (word.endsWith('e') && (at >= r2 || (at >= r1 && !endsShort(word.slice(0, -1)))))
    return word.slice(0, -1);
  return word.endsWith('ll') && at >= r2 ? word.slice(0, -1) : word;
}
