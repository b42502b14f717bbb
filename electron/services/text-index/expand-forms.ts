/**
 * What a word on a page may look like to be the word that was asked for, tier by tier: the index is asked for these forms, and the
 * words of a snippet are compared with them, so that what is found is what is marked. Pure.
 */
import type { AnalysedWord } from '../../../shared/text/analyse.ts';
import { smallLetters } from '../../../shared/text/case-maps.ts';
import { soundKeys } from '../../../shared/text/sound-key.ts';
import type { PhraseNode, WordNode } from '../../../shared/query/query-node.ts';

/** A suspect term that may be the word. */
export type Misreading = { readonly term: string; readonly tier: 3 | 4; readonly cost: number };

export type WordForms = {
  /** As a person typed it. */
  readonly asked: string;
  /** Tier 1. */
  readonly exact: readonly string[];
  /** Tier 2; without any of them the word has no such tier. The word itself is one of its stems: others are cut down to it. */
  readonly stems: readonly string[];
  readonly sounds: readonly string[];
  readonly numbers: readonly string[];
  /** All words that begin with these forms. */
  readonly isPrefix: boolean;
  /** Tiers 3 and 4, the cheapest first. */
  readonly misread: readonly Misreading[];
};

/**
 * A million pages have a word with any one letter in front, and finding that out takes seconds: shorter beginnings stand for
 * themselves, and only those of more letters are looked for in other scripts.
 */
const SHORTEST_BEGINNING = 2;
const SHORTEST_SOUND = 3;

/** The forms of a word by itself. */
export function formsOfWord(
  { word, text, mode, begun }: WordNode,
  misread: readonly Misreading[],
): WordForms {
  const forms = exactForms(word, text);
  if (mode === 'exact') return forms;
  const isPrefix = (mode === 'prefix' || begun) && word.exact.length >= SHORTEST_BEGINNING;
  return {
    ...forms,
    // What a word that is only begun would become without its ending, nobody knows.
    stems: isPrefix ? [] : [...new Set([word.stem ?? word.exact, word.exact])],
    sounds: soundsOf(word, isPrefix),
    numbers: isPrefix ? [] : word.numbers,
    isPrefix,
    misread,
  };
}

/** The forms of the words of a phrase, one behind the other: as they were typed, or misread. */
export function formsOfPhrase(
  { words }: PhraseNode,
  misreadings: (word: AnalysedWord) => readonly Misreading[],
): WordForms[] {
  return words.map((word) => ({ ...exactForms(word, word.raw), misread: misreadings(word) }));
}

const LATIN = /\p{Script=Latin}/u;

/**
 * The other keys of a word in Cyrillic are those that it had in the Latin letters of 1929 to 1940, and they are keys of other words
 * too: of `ұйым` that of `ұжым`. Only who types Latin letters is answered by them.
 */
function soundsOf({ sound, raw }: AnalysedWord, isPrefix: boolean): string[] {
  if (sound === null || (isPrefix && sound.length < SHORTEST_SOUND)) return [];
  return isPrefix || !LATIN.test(raw) ? [sound] : [...new Set([sound, ...soundKeys(raw)])];
}

function exactForms(word: AnalysedWord, asked: string): WordForms {
  const exact = [word.exact, ...word.also].filter((form) => form !== '');
  const forms = exact.length > 0 ? exact : [smallLetters(asked)];
  return {
    asked,
    exact: [...new Set(forms)],
    stems: [],
    sounds: [],
    numbers: [],
    isPrefix: false,
    misread: [],
  };
}
