/**
 * The words that are known: those of the dictionaries that travel with the program, and those that the archive's own clean
 * pages hold. Kept as bytes (`lexicon-format.ts`), some three to a word. Words are exact forms. Pure.
 */
import { knownWithoutEndings } from './kazakh-forms.ts';
import {
  BLOCK,
  decodeWord,
  encodeWord,
  HEAD_WORD,
  LETTER,
  sectionsOf,
  SHARED,
  type LexiconLanguage,
  type Section,
} from './lexicon-format.ts';

export type { LexiconLanguage } from './lexicon-format.ts';

export type Lexicon = {
  /** How many words it holds, those added among them. */
  readonly size: () => number;
  /** Whether a word is known in this language, or in any; a Kazakh word also by what is left without its endings. */
  readonly has: (exact: string, language?: LexiconLanguage) => boolean;
  /** Whether a word begins with these letters. */
  readonly hasBeginning: (head: string) => boolean;
  /** The first words that begin with these letters, at most `most`, those added last. */
  readonly startingWith: (head: string, most: number) => string[];
  /** Every word of a language, or of all; `headsOnly`: only those that a dictionary has an entry for. */
  readonly words: (language?: LexiconLanguage, headsOnly?: boolean) => Generator<string>;
  /** Takes words of the archive in. Beyond `MOST_ADDED` further ones are left out. */
  readonly add: (words: Iterable<string>) => void;
};

/** Bounds the memory that an archive's own words take. */
const MOST_ADDED = 200_000;
const LONGEST = 64;

type Shelf = Section & {
  /** Where each block begins. */
  readonly blocks: Uint32Array;
};

/** `bytes`: what `build/make-lexicon.ts` wrote, unzipped; none of them make an empty lexicon. Throws when they are damaged. */
export function createLexicon(bytes: Uint8Array): Lexicon {
  const shelves = bytes.length === 0 ? [] : sectionsOf(bytes).map((section) => shelve(bytes, section));
  const added = new Set<string>();
  let ordered: readonly string[] = [];
  /** Put in order when somebody asks, not with each word that comes. */
  const addedInOrder = (): readonly string[] => {
    if (ordered.length !== added.size) ordered = [...added].sort();
    return ordered;
  };

  const isListed = (word: string, language: LexiconLanguage | undefined): boolean => {
    const places = encodeWord(word);
    if (places === null) return false;
    return shelves.some(
      (shelf) => (language === undefined || shelf.language === language) && holds(bytes, shelf, places),
    );
  };

  return {
    size: () => shelves.reduce((sum, { count }) => sum + count, added.size),
    has: (exact, language) => {
      if (added.has(exact) || isListed(exact, language)) return true;
      if (language !== undefined && language !== 'kaz') return false;
      return knownWithoutEndings(exact, (word) => added.has(word) || isListed(word, 'kaz'));
    },
    hasBeginning: (head) => {
      const places = encodeWord(head);
      return (
        (places !== null && shelves.some((shelf) => beginsSome(bytes, shelf, places))) ||
        (addedInOrder()[firstFrom(addedInOrder(), head)]?.startsWith(head) ?? false)
      );
    },
    startingWith: (head, most) => {
      const found = new Set<string>();
      const places = encodeWord(head);
      if (places !== null)
        for (const shelf of shelves)
          for (const word of wordsFrom(bytes, shelf, places)) {
            if (found.size >= most || !word.startsWith(head)) break;
            found.add(word);
          }
      const own = addedInOrder();
      for (let at = firstFrom(own, head); found.size < most; at++) {
        const word = own[at];
        if (word?.startsWith(head) !== true) break;
        found.add(word);
      }
      return [...found];
    },
    *words(language, headsOnly = false) {
      for (const shelf of shelves)
        if (language === undefined || shelf.language === language)
          yield* decodeFrom(bytes, shelf, shelf.start, headsOnly);
      yield* added;
    },
    add: (words) => {
      for (const word of words) {
        if (added.size >= MOST_ADDED) return;
        if (word !== '' && !added.has(word) && !isListed(word, undefined)) added.add(word);
      }
    },
  };
}

function shelve(bytes: Uint8Array, section: Section): Shelf {
  const blocks = new Uint32Array(Math.ceil(section.count / BLOCK));
  let word = -1;
  for (let at = section.start; at < section.end; at++) {
    if ((bytes[at] ?? 0) >= LETTER) continue;
    word++;
    if (word % BLOCK === 0) blocks[word / BLOCK] = at;
  }
  if (word + 1 !== section.count) throw new Error('the lexicon is damaged');
  return { ...section, blocks };
}

/** The last block whose first word is not behind these letters; 0 when all are. */
function blockOf(bytes: Uint8Array, { blocks }: Shelf, places: readonly number[]): number {
  let [low, high] = [0, blocks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (compareAt(bytes, (blocks[middle] ?? 0) + 1, places) <= 0) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How the word whose letters begin at `at` stands to `places`: negative when it comes before. */
function compareAt(bytes: Uint8Array, at: number, places: readonly number[]): number {
  for (let i = 0; ; i++) {
    const letter = bytes[at + i] ?? 0;
    const asked = places[i];
    if (letter < LETTER) return asked === undefined ? 0 : -1;
    if (asked === undefined) return 1;
    if (letter !== asked) return letter - asked;
  }
}

/** Walks the block by how many letters each word has in common with the one asked for. */
function holds(bytes: Uint8Array, shelf: Shelf, places: readonly number[]): boolean {
  const block = blockOf(bytes, shelf, places);
  const end = shelf.blocks[block + 1] ?? shelf.end;
  let matched = 0;
  for (let at = shelf.blocks[block] ?? shelf.end; at < end;) {
    const shared = (bytes[at] ?? 0) & SHARED;
    at++;
    if (shared > matched) {
      while ((bytes[at] ?? 0) >= LETTER) at++;
      continue;
    }
    matched = shared;
    let length = shared;
    let isSame = true;
    for (; (bytes[at] ?? 0) >= LETTER; at++, length++) {
      isSame &&= bytes[at] === places[length];
      if (isSame) matched = length + 1;
    }
    if (isSame && length === places.length) return true;
  }
  return false;
}

/** As `holds`, for the beginning of a word. */
function beginsSome(bytes: Uint8Array, shelf: Shelf, places: readonly number[]): boolean {
  const block = blockOf(bytes, shelf, places);
  // The words before may all come before it, and the next block begin with it.
  for (const start of [shelf.blocks[block], shelf.blocks[block + 1]])
    if (start !== undefined && beginsInBlock(bytes, shelf, start, places)) return true;
  return false;
}

function beginsInBlock(bytes: Uint8Array, shelf: Shelf, start: number, places: readonly number[]): boolean {
  let matched = 0;
  for (let at = start, words = 0; at < shelf.end && words < BLOCK; words++) {
    const shared = (bytes[at] ?? 0) & SHARED;
    at++;
    if (shared <= matched) {
      matched = shared;
      while (matched < places.length && bytes[at] === places[matched]) {
        matched++;
        at++;
      }
      if (matched === places.length) return true;
    }
    while ((bytes[at] ?? 0) >= LETTER) at++;
  }
  return false;
}

/** Where the first word stands that is not before `head`. */
function firstFrom(ordered: readonly string[], head: string): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordered[middle] ?? '') < head) low = middle + 1;
    else high = middle;
  }
  return low;
}

function* wordsFrom(bytes: Uint8Array, shelf: Shelf, places: readonly number[]): Generator<string> {
  const from = shelf.blocks[blockOf(bytes, shelf, places)] ?? shelf.end;
  const head = decodeWord(Uint8Array.from(places), places.length);
  let isPast = false;
  for (const word of decodeFrom(bytes, shelf, from, false)) {
    // The block begins before the first of them.
    isPast ||= word.startsWith(head);
    if (isPast) yield word;
    else if (compareWords(word, places) > 0) return;
  }
}

function compareWords(word: string, places: readonly number[]): number {
  const own = encodeWord(word) ?? [];
  for (let i = 0; i < Math.min(own.length, places.length); i++)
    if (own[i] !== places[i]) return (own[i] ?? 0) - (places[i] ?? 0);
  return own.length - places.length;
}

function* decodeFrom(bytes: Uint8Array, shelf: Shelf, from: number, headsOnly: boolean): Generator<string> {
  const letters = new Uint8Array(LONGEST);
  for (let at = from; at < shelf.end;) {
    const head = bytes[at] ?? 0;
    let length = head & SHARED;
    at++;
    for (; at < shelf.end && (bytes[at] ?? 0) >= LETTER; at++, length++) letters[length] = bytes[at] ?? 0;
    if (!headsOnly || (head & HEAD_WORD) !== 0) yield decodeWord(letters, length);
  }
}
