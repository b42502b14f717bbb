/**
 * What somebody may have meant by a word that is not found: typed on the wrong keyboard, without the Kazakh letters, or with a
 * slip of the finger. Only words that would be found are offered, and never put in the place of what was typed. Pure.
 */
import { smallLetters } from './case-maps.ts';
import { LAYOUTS } from './keyboard-layouts.ts';
import type { Lexicon } from './lexicon.ts';
import { soundKey } from './sound-key.ts';

export type Suggestion = {
  readonly text: string;
  /** `layout`: another keyboard; `letters`: the letters of Kazakh put in; `slip`: one or two letters others. */
  readonly why: 'layout' | 'letters' | 'slip';
};

/** What one key of a Russian keyboard stands for where the Kazakh letter is not on it. */
// prettier-ignore
const MEANT: Readonly<Record<string, string>> = {
  а: 'ә', э: 'ә', о: 'ө', е: 'өэ', у: 'ұү', ы: 'і', и: 'іы', й: 'и', к: 'қ', г: 'ғ', н: 'ң', х: 'һқ', ц: 'қң', в: 'ғ', ф: 'п', ю: 'ү',
};
const MOST = 5;
/** So many beginnings are looked up at most: a few milliseconds. */
const BUDGET = 8000;
const SHORTEST_SLIP = 4;
/** A longer word may have two slips. */
const TWO_SLIPS = 7;
const CYRILLIC = 'абвгдежзийклмнопрстуфхцчшщъыьэюяіғқңүұһәө';
const LATIN = 'abcdefghijklmnopqrstuvwxyz';

/**
 * At most five suggestions, the likeliest first. `typed`: what stands between two blanks, signs and all, since `[` is `х` on another
 * keyboard; `isFound`: whether a word (exact form) would be found. `lexicon`: where words come from, the archive's own among them.
 */
export function suggest(
  typed: string,
  lexicon: Pick<Lexicon, 'has' | 'hasBeginning'>,
  isFound: (exact: string) => boolean,
): Suggestion[] {
  const small = smallLetters(typed.normalize('NFC'));
  const found = new Map<string, Suggestion>();
  const offer = (text: string, why: Suggestion['why']) => {
    if (text !== small && found.size < MOST && !found.has(text) && isFound(text))
      found.set(text, { text, why });
  };
  for (const layout of LAYOUTS) {
    const other = throughLayout(small, layout);
    if (other !== null) offer(other, 'layout');
  }
  const budget = { left: BUDGET };
  for (const word of withLetters(small, lexicon, budget)) offer(word, 'letters');
  const longest = small.length >= TWO_SLIPS ? 2 : 1;
  for (let slips = 1; slips <= longest && found.size === 0 && small.length >= SHORTEST_SLIP; slips++)
    for (const word of withSlips(small, slips, lexicon, { left: BUDGET })) offer(word, 'slip');
  return [...found.values()];
}

/** What the same keys give on another keyboard; null when one of them has no letter there. */
function throughLayout(word: string, layout: ReadonlyMap<string, string>): string | null {
  let other = '';
  for (const sign of word) {
    const letter = layout.get(sign);
    if (letter === undefined) return null;
    other += letter;
  }
  return other === '' ? null : smallLetters(other);
}

type Budget = { left: number };
type Beginnings = Pick<Lexicon, 'has' | 'hasBeginning'>;

/** The words of the lexicon that a Russian keyboard writes so, those that sound alike first. */
function withLetters(word: string, lexicon: Beginnings, budget: Budget): string[] {
  const words: string[] = [];
  const walk = (head: string, at: number): void => {
    if (budget.left-- <= 0) return;
    if (at === word.length) {
      if (head !== word && lexicon.has(head)) words.push(head);
      return;
    }
    const letter = word[at] ?? '';
    for (const option of letter + (MEANT[letter] ?? ''))
      if (lexicon.hasBeginning(head + option)) walk(head + option, at + 1);
  };
  walk('', 0);
  const key = soundKey(word);
  const isOther = (each: string) => (soundKey(each) === key ? 0 : 1);
  return words.sort((a, b) => isOther(a) - isOther(b));
}

/** The words of the lexicon that are so many slips away: a letter more, less or another, or two in the wrong order. */
function withSlips(word: string, slips: number, lexicon: Beginnings, budget: Budget): Set<string> {
  const letters = /[a-z]/u.test(word) ? LATIN : CYRILLIC;
  const words = new Set<string>();
  const walk = (head: string, at: number, left: number): void => {
    if (budget.left-- <= 0 || (head !== '' && !lexicon.hasBeginning(head))) return;
    const rest = word.slice(at);
    if (left === 0) {
      if (lexicon.has(head + rest)) words.add(head + rest);
      return;
    }
    const [first = '', second = ''] = rest;
    if (first !== '') walk(head, at + 1, left - 1);
    if (second !== '' && first !== second) walk(head + second + first, at + 2, left - 1);
    for (const letter of letters) {
      if (letter !== first && first !== '') walk(head + letter, at + 1, left - 1);
      walk(head + letter, at, left - 1);
    }
    if (first !== '') walk(head + first, at + 1, left);
  };
  walk('', 0, slips);
  return words;
}
