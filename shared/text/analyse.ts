/**
 * Cuts a text into words and gives each its keys: the same for what is indexed and for what is asked for, so a change of any
 * key means a new version and indexes built anew. Pure.
 *
 * A word is a run of letters and digits of any script with the marks on them. A hyphen parts words (`ЮНЕСКО-ның` gives two, and
 * the joined form at the first); a hyphen at a line's end joins them again; an apostrophe inside a word, a soft hyphen and invisible
 * signs are left out. In a text that a machine has read, `¥ ! \ | ; , + @ = :` and the like stay where they may stand for letters.
 */
import { smallLetters } from './case-maps.ts';
import { numbersOf, plainDigits } from './numbers.ts';
import { otherSpellings } from './other-spellings.ts';
import { soundKey } from './sound-key.ts';
import { stemOf } from './stem.ts';
import { dateKeys } from './text-dates.ts';
import {
  APOSTROPHES,
  eachRun,
  HYPHENS,
  INNER_SIGNS,
  INVISIBLES,
  LETTER_SIGNS,
  type TextKind,
} from './word-runs.ts';

export type { TextKind } from './word-runs.ts';

/** Goes up with every change of what `analyse` gives; indexes of another version are built anew. */
export const ANALYSER_VERSION = 10;

/** The keys of a word; see `Token`. */
export type AnalysedWord = {
  /** As it stands, in NFC, without what was left out of it. */
  readonly raw: string;
  /** Small letters in NFC, `ё` as `е`, digits as ASCII digits. */
  readonly exact: string;
  /** Further exact forms at the same place: a compound joined, the modern spelling, signs at the edges kept. */
  readonly also: readonly string[];
  /** Null when it is `exact` itself, a number or a code. */
  readonly stem: string | null;
  /** One key across scripts and keyboards; null for numbers. */
  readonly sound: string | null;
  /** Numbers in it, with `#` in front: `#1946`, `#19` for `XIX`; a date that begins here: `@2009-08-29`, `@1946-08`. */
  readonly numbers: readonly string[];
};

/** A word with its place: `start` up to but not including `end`, UTF-16 units of the text as it is. */
export type Token = AnalysedWord & { readonly start: number; readonly end: number };

/** Longer words are cut: none is so long, and a broken text layer may be one run of a whole page. */
const MAX_LENGTH = 64;
/** Two generations of words with their keys are kept, each of so many. */
const MEMO_SIZE = 100_000;
/** Longer words than this are not worth keeping. */
const MEMO_LENGTH = 48;

let young = new Map<string, AnalysedWord>();
let old = new Map<string, AnalysedWord>();

/** The words of a text in their order. Never throws; takes time in proportion to the text. */
export function analyse(text: string, kind: TextKind): Token[] {
  const found: Token[] = [];
  let hasNumbers = false;
  eachRun(text, kind, (start, end, isPlain) => {
    const { raw, exact, also, stem, sound, numbers } = wordFor(text.slice(start, end), isPlain);
    hasNumbers ||= numbers.length > 0;
    found.push({ raw, start, end, exact, also, stem, sound, numbers });
  });
  joinCompounds(text, found);
  if (hasNumbers) addDates(text, found);
  return found;
}

function addDates(text: string, found: Token[]): void {
  for (const [at, key] of dateKeys(text, found)) {
    const token = found[at];
    if (token !== undefined) found[at] = { ...token, numbers: [...token.numbers, key] };
  }
}

/** The keys of one word of a query; of several words only the first counts. */
export function analyseWord(word: string): AnalysedWord {
  const first = analyse(word, 'typed')[0] ?? analyse(word, 'read')[0];
  if (first === undefined) return { raw: word, exact: '', also: [], stem: null, sound: null, numbers: [] };
  const { raw, exact, also, stem, sound, numbers } = first;
  return { raw, exact, also, stem, sound, numbers };
}

function wordFor(slice: string, isPlain: boolean): AnalysedWord {
  const known = young.get(slice) ?? old.get(slice);
  if (known !== undefined) return known;
  const own = ownCopy(slice);
  const word = keysOf(isPlain ? own : withoutDropped(own));
  if (own.length > MEMO_LENGTH) return word;
  if (young.size >= MEMO_SIZE) {
    old = young;
    young = new Map();
  }
  young.set(own, word);
  return word;
}

/** A part of a string keeps the whole alive: a word must not keep its page. */
function ownCopy(slice: string): string {
  return ` ${slice}`.slice(1);
}

const DROPPED = new RegExp(`[${HYPHENS}]+[^\\S\\n]*\\n[^\\S\\n]*|[${INVISIBLES}${APOSTROPHES}]`, 'gu');

function withoutDropped(slice: string): string {
  return slice.replaceAll(DROPPED, '');
}

const SIGNS = `[${LETTER_SIGNS}${INNER_SIGNS}]`.replace('\\', '\\\\').replace('^', '\\^');
const EDGE_SIGNS = new RegExp(`^${SIGNS}+|${SIGNS}+$`, 'gu');
const PARTING_SIGN = new RegExp(SIGNS.replace('¥', ''), 'u');
/** The short vowels of Arabic letters, which most texts leave out. */
const HARAKAT = /[\u064b-\u0652\u0670]/gu;
const HAS_LETTER = /\p{L}/u;
const NO_KEYS: readonly string[] = [];

function keysOf(slice: string): AnalysedWord {
  const raw = slice.normalize('NFC');
  const short = raw.length > MAX_LENGTH ? Array.from(raw).slice(0, MAX_LENGTH).join('') : raw;
  const full = smallLetters(short).replaceAll(HARAKAT, '');
  const bare = full.replaceAll(EDGE_SIGNS, '');
  const exact = plainDigits(bare === '' ? full : bare);
  const numbers = numbersOf(short);
  if (!HAS_LETTER.test(exact)) {
    const also = full === exact ? NO_KEYS : [full];
    return { raw, exact, also, stem: null, sound: null, numbers };
  }
  const { also: modernForm, modern } = otherSpellings(exact);
  const also = [...(full === bare ? [] : [full]), ...modernForm, ...partsOf(exact)];
  const hasDigit = /\d/u.test(exact);
  const stem = hasDigit ? exact : stemOf(modern);
  return {
    raw,
    exact,
    also: also.length === 0 ? NO_KEYS : also,
    stem: stem === exact ? null : stem,
    sound: soundKey(modern),
    numbers,
  };
}

/** A year with the letter of its word, `1946ж`. */
const YEAR_AND_LETTER = /^(\d{3,4})(?:гг?|жж?|год\p{L}{0,3}|жыл\p{L}{0,4})$/u;
/** One letter is hardly a word. */
const TWO_LETTERS = /\p{L}\p{M}*\p{L}/u;

/** What of a word may be a word by itself: where a sign in it is no letter but just a sign, `сөйлем,сөз`. */
function partsOf(exact: string): readonly string[] {
  if (PARTING_SIGN.test(exact)) return exact.split(PARTING_SIGN).filter((part) => TWO_LETTERS.test(part));
  const year = YEAR_AND_LETTER.exec(exact)?.[1];
  return year === undefined ? NO_KEYS : [year];
}

/** So many parts of a compound are joined; longer chains are lists. */
const MOST_PARTS = 4;

/** Gives the first word of each hyphened compound the joined form. */
function joinCompounds(text: string, found: Token[]): void {
  for (let i = 0; i + 1 < found.length; i++) {
    let last = i;
    while (last + 1 < found.length && isLinked(text, found[last], found[last + 1])) last++;
    const first = found[i];
    if (last > i && last - i < MOST_PARTS && first !== undefined) {
      const joined = found
        .slice(i, last + 1)
        .map(({ exact }) => exact)
        .join('');
      found[i] = { ...first, also: [...first.also, joined] };
    }
    i = last;
  }
}

/** A hyphen between two words, at the end of a line maybe: `Алма-Ата`, capitals of a heading that a line's end cut. */
const LINK = /^[^\S\n]*\r?\n[^\S\n]*$/u;
const LONGEST_LINK = 40;

/** Two words with letters and nothing between them but a hyphen. */
function isLinked(text: string, before: Token | undefined, after: Token | undefined): boolean {
  if (before === undefined || after === undefined || before.sound === null || after.sound === null)
    return false;
  const gap = after.start - before.end;
  if (gap > LONGEST_LINK || !HYPHENS.includes(text[before.end] ?? ' ')) return false;
  return gap === 1 || LINK.test(text.slice(before.end + 1, after.start));
}
