/**
 * All terms of the index with their numbers, in sorted order, to complete the word that is being typed and to find what it may
 * have meant; and by their keys, to find a word in its other forms and scripts.
 */
import {
  createKeyIndex,
  keysOfTerm,
  keysWanted,
  soundPrefix,
  type KeyIndex,
  type StoredKeys,
} from './key-index.ts';
import { lowerBound } from './lower-bound.ts';
import { nearTerms, type NearTerm } from './near-terms.ts';

export type TermDictionary = {
  /** The number of a term, which is put in when it is new. `hasKeys`: it is a word, no part of a code. */
  add(term: string, hasKeys?: boolean): number;
  numberOf(term: string): number | undefined;
  termOf(number: number): string;
  has(term: string): boolean;
  hasBeginning(prefix: string): boolean;
  /** All terms that begin with `prefix`. */
  startingWith(prefix: string): string[];
  /** Other forms of a word that shares its stem or one of its sounds with them. */
  formsOf(exact: string, stem: string | null, sounds: readonly string[]): string[];
  /** The terms that sound at their beginning as `sound`. */
  soundingAs(sound: string): string[];
  /** The terms at most so many slips away from `word`, see `near-terms.ts`. */
  near(word: string, slips?: number): NearTerm[];
  /** Whether a word is found by all its keys. */
  isKeyed(term: string): boolean;
  /** Puts what came lately in its order: after a rebuild that is a great pile. */
  settle(): void;
  /** All terms, in their order. */
  all(): readonly string[];
  readonly size: number;
  stored(): StoredTerms;
};

/** The numbers of all terms in the order of the terms, those that have keys as bits, and the keys. */
export type StoredTerms = {
  readonly sorted: Uint32Array;
  readonly keyed: Uint8Array;
  readonly keys: StoredKeys;
};

/** So many terms wait unsorted; a query looks through them one by one. */
const MAX_FRESH = 2000;

/** `terms` in the order of their numbers. */
export function createTermDictionary(terms: Iterable<string> = [], stored?: StoredTerms): TermDictionary {
  // A stored index has each term once.
  const byNumber = stored === undefined ? [...new Set(terms)] : [...terms];
  const numbers = new Map<string, number>();
  for (const [number, term] of byNumber.entries()) numbers.set(term, number);
  const keys: KeyIndex = createKeyIndex(stored?.keys);
  let keyed = stored?.keyed.slice() ?? new Uint8Array(byNumber.length);
  let sorted =
    stored === undefined
      ? byNumber.toSorted()
      : Array.from(stored.sorted, (number) => byNumber[number] ?? '');
  let fresh: string[] = [];

  function settle(): void {
    if (fresh.length === 0) return;
    sorted = merge(sorted, fresh.sort());
    fresh = [];
  }

  function addKeys(term: string, number: number): void {
    if (keyed[number] === 1) return;
    if (number >= keyed.length) {
      const more = new Uint8Array(Math.max(1024, Math.ceil(number * 1.5)));
      more.set(keyed);
      keyed = more;
    }
    keyed[number] = 1;
    for (const key of keysOfTerm(term)) keys.add(key, number);
  }

  function named(found: Iterable<number>): string[] {
    return [...new Set(found)].map((number) => byNumber[number] ?? '');
  }

  return {
    add(term, hasKeys = false) {
      const known = numbers.get(term);
      const number = known ?? byNumber.push(term) - 1;
      if (hasKeys) addKeys(term, number);
      if (known !== undefined) return number;
      numbers.set(term, number);
      fresh.push(term);
      // During a rebuild terms come by the hundred thousand: the pile may grow with the dictionary.
      if (fresh.length > Math.max(MAX_FRESH, sorted.length / 4)) settle();
      return number;
    },
    numberOf: (term) => numbers.get(term),
    termOf: (number) => byNumber[number] ?? '',
    has: (term) => numbers.has(term),
    hasBeginning: (prefix) =>
      sorted[lowerBound(sorted, prefix)]?.startsWith(prefix) === true ||
      fresh.some((term) => term.startsWith(prefix)),
    startingWith(prefix) {
      const found: string[] = [];
      for (let i = lowerBound(sorted, prefix); i < sorted.length; i++) {
        const term = sorted[i];
        if (term === undefined || !term.startsWith(prefix)) break;
        found.push(term);
      }
      for (const term of fresh) if (term.startsWith(prefix)) found.push(term);
      return found;
    },
    formsOf(exact, stem, sounds) {
      const found = keysWanted(exact, stem, sounds).flatMap((key) => keys.termsOf(key));
      const root = stem === null ? undefined : numbers.get(stem);
      if (root !== undefined) found.push(root);
      return named(found).filter((term) => term !== exact);
    },
    soundingAs: (sound) => named(keys.startingWith(soundPrefix(sound))),
    near(word, slips) {
      settle();
      return nearTerms(sorted, word, slips);
    },
    isKeyed(term) {
      const number = numbers.get(term);
      return number !== undefined && keysOfTerm(term).every((key) => keys.termsOf(key).includes(number));
    },
    settle() {
      settle();
      keys.settle();
    },
    all() {
      settle();
      return sorted;
    },
    get size() {
      return byNumber.length;
    },
    stored() {
      settle();
      return {
        sorted: Uint32Array.from(sorted, (term) => numbers.get(term) ?? 0),
        keyed: Uint8Array.from(byNumber, (_, number) => keyed[number] ?? 0),
        keys: keys.stored(),
      };
    },
  };
}

function merge(a: readonly string[], b: readonly string[]): string[] {
  const merged: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = a[i];
    const y = b[j];
    if (y === undefined || (x !== undefined && x < y)) {
      merged.push(x ?? '');
      i++;
    } else {
      merged.push(y);
      j++;
    }
  }
  return merged;
}
