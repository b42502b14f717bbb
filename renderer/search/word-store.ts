/**
 * The words of every slot one after another, as numbers of the term dictionary: four bytes a word. FlexSearch knows that a word
 * is in a record; where it stands, in which part and beside which others, is looked up here, without reading a row.
 */
import { ANY_FIELD, FIELD, type FieldNo } from './text-fields.ts';

/** In front of each run, with its part in the lower bits. */
const RUN = 0x8000_0000;
/** Another form of the word before it. */
const ALSO = 0x4000_0000;
const VALUE = 0x3fff_ffff;

/** What a number of the store stands for: a word, another form of it, the part that a run stands in. */
export const KINDS = 3;

export function kindAndValue(number: number): [kind: number, value: number] {
  if (number >= RUN) return [2, number - RUN];
  return number >= ALSO ? [1, number - ALSO] : [0, number];
}

export function numberOf(kind: number, value: number): number {
  return value + (kind === 2 ? RUN : kind === 1 ? ALSO : 0);
}

/** A run with its words as numbers. */
export type NumberedRun = {
  readonly field: FieldNo;
  readonly words: readonly number[];
  readonly also: readonly (readonly [at: number, form: number])[];
};

export type StoredWords = { readonly words: Uint32Array; readonly starts: Uint32Array };

export type WordStore = {
  /** Puts in the words of the next slot. */
  push(runs: readonly NumberedRun[]): void;
  /** Whether the word stands in one of these parts (bits) of a slot. */
  holds(slot: number, term: number, fields: number): boolean;
  /** Whether words of these kinds stand one after another in one text of these parts, with at most `slack` others between. */
  holdsPhrase(slot: number, wanted: readonly ReadonlySet<number>[], slack: number, fields: number): boolean;
  /** Whether one of the titles is these words and no others. */
  isTitle(slot: number, words: readonly number[]): boolean;
  /** All words and forms of a slot; `word` is what stands at the place of a form. */
  visit(slot: number, take: (term: number, word: number) => void): void;
  /** Whether these are the words of a slot. */
  isSame(slot: number, runs: readonly NumberedRun[]): boolean;
  /** As it is now, to be stored. */
  stored(): StoredWords;
};

const FIRST_WORDS = 16_384;

export function createWordStore(stored?: StoredWords): WordStore {
  let words = stored?.words ?? new Uint32Array(FIRST_WORDS);
  /** Where each slot's words begin, and where the last one's end. */
  let starts = stored?.starts ?? new Uint32Array(1024);
  let slots = stored === undefined ? 0 : stored.starts.length - 1;

  const startOf = (slot: number): number => starts[slot] ?? 0;
  const endOf = (slot: number): number => starts[slot + 1] ?? 0;

  return {
    push(runs) {
      const flat = flatten(runs);
      const from = startOf(slots);
      if (from + flat.length > words.length) words = longer(words, from + flat.length);
      if (slots + 2 > starts.length) starts = longer(starts, slots + 2);
      words.set(flat, from);
      slots++;
      starts[slots] = from + flat.length;
    },
    holds(slot, term, fields) {
      let isWanted = false;
      for (let at = startOf(slot), end = endOf(slot); at < end; at++) {
        const each = words[at] ?? 0;
        if (each >= RUN) isWanted = isIn(each, fields);
        else if (isWanted && (each & VALUE) === term) return true;
      }
      return false;
    },
    holdsPhrase(slot, wanted, slack, fields) {
      const end = endOf(slot);
      for (let at = startOf(slot); at < end; at++) {
        const each = words[at] ?? 0;
        if (each < RUN || !isIn(each, fields)) continue;
        const runEnd = endOfRun(words, at + 1, end);
        for (let from = at + 1; from < runEnd; from++) {
          if (isPhraseAt(words, from, runEnd, wanted, slack)) return true;
        }
      }
      return false;
    },
    isTitle(slot, wanted) {
      const end = endOf(slot);
      for (let at = startOf(slot); at < end; at++) {
        const each = words[at] ?? 0;
        if (each < RUN) continue;
        // Titles come first.
        if (each !== RUN + FIELD.title) return false;
        if (isRun(words, at + 1, end, wanted)) return true;
      }
      return false;
    },
    visit(slot, take) {
      let word = 0;
      for (let at = startOf(slot), end = endOf(slot); at < end; at++) {
        const each = words[at] ?? 0;
        if (each >= RUN) continue;
        if (each < ALSO) word = each;
        take(each & VALUE, word);
      }
    },
    isSame(slot, runs) {
      const flat = flatten(runs);
      const from = startOf(slot);
      return endOf(slot) - from === flat.length && flat.every((each, i) => words[from + i] === each);
    },
    stored: () => ({ words: words.slice(0, startOf(slots)), starts: starts.slice(0, slots + 1) }),
  };
}

/** Whether every number in it stands for one of `terms` terms, and every slot for a stretch of it. */
export function isWholeStore({ words, starts }: StoredWords, slots: number, terms: number): boolean {
  return (
    starts.length === slots + 1 &&
    starts[0] === 0 &&
    starts[slots] === words.length &&
    starts.every((start, i) => i === 0 || start >= (starts[i - 1] ?? 0)) &&
    words.every((each) => (each >= RUN ? each - RUN < 32 : (each & VALUE) < terms))
  );
}

/** The codes are not among them: nobody asks for words beside a code, and they are half of all words. */
function flatten(runs: readonly NumberedRun[]): number[] {
  const flat: number[] = [];
  for (const { field, words, also } of runs) {
    if (field === FIELD.code) continue;
    flat.push(RUN + field);
    let next = 0;
    for (const [at, word] of words.entries()) {
      flat.push(word);
      for (; also[next]?.[0] === at; next++) flat.push(ALSO + (also[next]?.[1] ?? 0));
    }
  }
  return flat;
}

function isIn(run: number, fields: number): boolean {
  return fields === ANY_FIELD || (fields & (1 << (run - RUN))) !== 0;
}

function endOfRun(words: Uint32Array, from: number, end: number): number {
  let at = from;
  while (at < end && (words[at] ?? RUN) < RUN) at++;
  return at;
}

/** The first of `wanted` stands at `from`, each of the others as near behind the one before as it can. */
function isPhraseAt(
  words: Uint32Array,
  from: number,
  end: number,
  wanted: readonly ReadonlySet<number>[],
  slack: number,
): boolean {
  let left = slack;
  let met = 0;
  for (let at = from; at < end;) {
    const next = nextPlace(words, at, end);
    if (standsAt(words, at, next, wanted[met])) {
      met++;
      if (met === wanted.length) return true;
    } else if (met === 0 || left === 0) return false;
    else left--;
    at = next;
  }
  return false;
}

/** Behind a word and its other forms. */
function nextPlace(words: Uint32Array, at: number, end: number): number {
  let next = at + 1;
  while (next < end && (words[next] ?? 0) >= ALSO && (words[next] ?? RUN) < RUN) next++;
  return next;
}

function standsAt(words: Uint32Array, from: number, to: number, wanted?: ReadonlySet<number>): boolean {
  for (let at = from; at < to; at++) if (wanted?.has((words[at] ?? 0) & VALUE) === true) return true;
  return false;
}

function isRun(words: Uint32Array, from: number, end: number, wanted: readonly number[]): boolean {
  let at = from;
  for (const word of wanted) {
    if (at >= end || words[at] !== word) return false;
    at = nextPlace(words, at, end);
  }
  return at === end || (words[at] ?? 0) >= RUN;
}

function longer(numbers: Uint32Array, least: number): Uint32Array {
  const more = new Uint32Array(Math.max(least, Math.ceil(numbers.length * 1.5)));
  more.set(numbers);
  return more;
}
