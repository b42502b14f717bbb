/** The terms of the index that a word of a query stands for: itself, its other forms and scripts, and words a slip away. */
import type { Reach, Tier } from '../../shared/query/tiers.ts';
import type { PhraseNode, WordNode } from '../../shared/query/query-node.ts';
import { soundKeys } from '../../shared/text/sound-key.ts';
import { slipsIn, type NearTerm } from './near-terms.ts';
import { numbersBeside } from './runs.ts';
import type { TermDictionary } from './term-dictionary.ts';

/** `rank` is added to that of the place in the record: the lower the nearer to what was typed. */
type Expansion = { readonly term: string; readonly tier: Tier; readonly rank: number };

/** Completing a word costs this much: whole words stand before completed ones in the same place. */
const COMPLETED = 1;
/** Another form or script, and such a one completed. */
const FORM = 2;
const SOUNDING = 12;
/** A slip costs more than any place in a record does. */
const SLIPPED = 300;
/** Of very many near words the nearest are taken. */
const MAX_NEAR = 12;
/** A shorter beginning sounds like half of all words. */
const MIN_SOUND = 3;
/** Nobody reads through more words that only sound alike at their beginning. */
const MAX_SOUNDING = 400;

const DIGITS = /^\d+$/u;

/** `isLoose`: near words of plain ones are wanted, because few have the words themselves. */
export type Expand = (node: WordNode, isLoose: boolean) => readonly Expansion[];

/** Remembers what it told of the nodes of a query: near words take milliseconds, and are asked for again where hits are shown. */
export function createExpander(terms: TermDictionary): Expand {
  const known = { strict: new WeakMap<WordNode, Expansion[]>(), loose: new WeakMap<WordNode, Expansion[]>() };
  return (node, isLoose) => {
    const kept = isLoose ? known.loose : known.strict;
    const before = kept.get(node);
    if (before !== undefined) return before;
    const found = expand(terms, node, isLoose);
    kept.set(node, found);
    return found;
  };
}

function expand(terms: TermDictionary, node: WordNode, isLoose: boolean): Expansion[] {
  const found = new Map<string, Expansion>();
  const add = (term: string, tier: Tier, rank: number): void => {
    const before = found.get(term);
    if (before === undefined || tier < before.tier) found.set(term, { term, tier, rank });
  };
  const { exact, also } = node.word;
  // What came out of the table of synonyms was not typed: it is a form of what was.
  const own: Tier = node.synonymOf === null ? 1 : 2;
  add(exact, own, 0);
  for (const form of also) add(form, own, 1);
  const isOpen = node.begun || node.mode === 'prefix';
  if (isOpen) for (const term of terms.startingWith(exact)) add(term, own, COMPLETED);
  if (node.mode !== 'exact') addForms(terms, node, isOpen, add);
  for (const { term, distance } of nearOf(terms, node, isLoose)) add(term, 4, SLIPPED * distance);
  return [...found.values()];
}

function addForms(
  terms: TermDictionary,
  { word, text, mode }: WordNode,
  isOpen: boolean,
  add: (term: string, tier: Tier, rank: number) => void,
): void {
  const { exact, stem } = word;
  const sounds = soundKeys(text);
  // `19` asks for `XIX` too, and `XIX` for `19`.
  for (const number of DIGITS.test(exact) ? [`#${exact}`] : numbersBeside(word)) {
    add(number, 2, FORM);
    add(number.slice(1), 2, FORM);
  }
  if (mode !== 'prefix') for (const form of terms.formsOf(exact, stem, sounds)) add(form, 2, FORM);
  if (!isOpen) return;
  for (const sound of sounds) {
    if (sound.length < MIN_SOUND) continue;
    for (const term of terms.soundingAs(sound).slice(0, MAX_SOUNDING)) add(term, 2, SOUNDING);
  }
}

/** The nearest first. */
function nearOf(terms: TermDictionary, { word, mode, reach }: WordNode, isLoose: boolean): NearTerm[] {
  const isAsked = mode === 'near' && reach > 0;
  if (!isAsked && !(isLoose && mode === 'plain')) return [];
  const slips = isAsked ? slipsBy(word.exact, reach) : slipsIn(word.exact);
  return terms
    .near(word.exact, slips)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_NEAR);
}

/** `word~3` forgives one more; short words and numbers forgive nothing however far is asked. */
function slipsBy(word: string, reach: Reach): number {
  const slips = slipsIn(word);
  return slips === 0 || reach < 3 ? slips : slips + 1;
}

/** Whether near words are looked for where few have the word itself. */
export function mayBeNear({ mode, reach, word }: WordNode): boolean {
  return mode === 'plain' && reach > 0 && slipsIn(word.exact) > 0;
}

/** The terms that a word of a phrase may be: as it was typed, in any of its exact forms. */
export function phraseTerms(terms: TermDictionary, { words }: PhraseNode): ReadonlySet<number>[] {
  return words.map(
    ({ exact, also }) =>
      new Set([exact, ...also].map((form) => terms.numberOf(form)).filter((number) => number !== undefined)),
  );
}
