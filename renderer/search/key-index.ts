/**
 * From a key to the terms that have it: stems, and sounds across scripts. So a word is found in its other forms without further
 * postings: a query is widened to the terms that share a key with it.
 */
import { soundKey } from '../../shared/text/sound-key.ts';
import { analyseWord } from '../../shared/text/analyse.ts';
import { lowerBound } from './lower-bound.ts';

/** In front of keys, so that stems and sounds do not meet. */
const STEM = 's';
const SOUND = 'p';
/** The sound of a stem, where it is not the word itself. */
const STEM_SOUND = 'q';

/** Sorted keys; those of the nth have the terms from the nth start to the next one. */
export type StoredKeys = {
  readonly keys: readonly string[];
  readonly starts: Uint32Array;
  readonly terms: Uint32Array;
};

export type KeyIndex = {
  add(key: string, term: number): void;
  /** The terms that have this very key. */
  termsOf(key: string): readonly number[];
  /** The terms that have a key which begins so. */
  startingWith(prefix: string): number[];
  /** Puts what came lately in its order. */
  settle(): void;
  /** In its order, to be stored. */
  stored(): StoredKeys;
};

/** So many keys wait unsorted. */
const MAX_FRESH = 2000;
const NO_KEYS: StoredKeys = { keys: [], starts: new Uint32Array(1), terms: new Uint32Array(0) };

/** The keys under which a term is found; a number or a code has none. */
export function keysOfTerm(term: string): string[] {
  const { stem, sound } = analyseWord(term);
  if (sound === null) return [];
  if (stem === null) return [SOUND + sound];
  return [STEM + stem, SOUND + sound, ...stemSounds(stem, sound)];
}

function stemSounds(stem: string, sound: string): string[] {
  const key = soundKey(stem);
  return key === null || key === sound ? [] : [STEM_SOUND + key];
}

/** The keys of terms that are other forms of a word: with its stem, with its sound or its stem's. */
export function keysWanted(exact: string, stem: string | null, sounds: readonly string[]): string[] {
  const roots = stem === null ? [] : [soundKey(stem)].filter((key) => key !== null);
  return [
    STEM + (stem ?? exact),
    ...[...new Set([...sounds, ...roots])].flatMap((sound) => [SOUND + sound, STEM_SOUND + sound]),
  ];
}

/** The beginning of the keys of words that sound so at their beginning. */
export function soundPrefix(sound: string): string {
  return SOUND + sound;
}

export function createKeyIndex(stored: StoredKeys = NO_KEYS): KeyIndex {
  let sorted = stored;
  let fresh = new Map<string, number[]>();

  function settle(): void {
    if (fresh.size === 0) return;
    sorted = merge(sorted, fresh);
    fresh = new Map();
  }

  function termsAt(place: number): Uint32Array {
    return sorted.terms.subarray(sorted.starts[place], sorted.starts[place + 1]);
  }

  return {
    add(key, term) {
      const terms = fresh.get(key);
      if (terms === undefined) fresh.set(key, [term]);
      else if (!terms.includes(term)) terms.push(term);
      // During a rebuild keys come by the hundred thousand: the pile may grow with the index.
      if (fresh.size > Math.max(MAX_FRESH, sorted.keys.length / 2)) settle();
    },
    termsOf(key) {
      const late = fresh.get(key) ?? [];
      const place = lowerBound(sorted.keys, key);
      return sorted.keys[place] === key ? [...termsAt(place), ...late] : late;
    },
    startingWith(prefix) {
      const found: number[] = [];
      for (let place = lowerBound(sorted.keys, prefix); place < sorted.keys.length; place++) {
        if (sorted.keys[place]?.startsWith(prefix) !== true) break;
        found.push(...termsAt(place));
      }
      for (const [key, terms] of fresh) if (key.startsWith(prefix)) found.push(...terms);
      return found;
    },
    settle,
    stored() {
      settle();
      return sorted;
    },
  };
}

function merge(old: StoredKeys, fresh: ReadonlyMap<string, readonly number[]>): StoredKeys {
  const added = [...fresh.keys()].sort();
  const keys: string[] = [];
  const terms: number[] = [];
  const starts = [0];
  let i = 0;
  const take = (key: string, found: Iterable<number>): void => {
    keys.push(key);
    for (const term of found) terms.push(term);
    starts.push(terms.length);
  };
  const takeOld = (): Uint32Array => old.terms.subarray(old.starts[i], old.starts[++i]);
  for (const key of added) {
    for (let before = old.keys[i]; before !== undefined && before < key; before = old.keys[i]) {
      take(before, takeOld());
    }
    const known = old.keys[i] === key ? takeOld() : [];
    take(key, [...known, ...(fresh.get(key) ?? [])]);
  }
  for (let before = old.keys[i]; before !== undefined; before = old.keys[i]) take(before, takeOld());
  return { keys, starts: Uint32Array.from(starts), terms: Uint32Array.from(terms) };
}

/** Whether it is in order, and names none but `count` terms. */
export function areWholeKeys({ keys, starts, terms }: StoredKeys, count: number): boolean {
  return (
    starts.length === keys.length + 1 &&
    starts[0] === 0 &&
    starts[keys.length] === terms.length &&
    starts.every((start, i) => i === 0 || start >= (starts[i - 1] ?? 0)) &&
    terms.every((term) => term < count) &&
    keys.every((key, i) => i === 0 || key > (keys[i - 1] ?? key))
  );
}
