/**
 * Which words of a page are those that were asked for: the same forms that the index was asked for, held against the words of the
 * text as it stands. Snippets and the boxes on the picture come from here. Pure.
 */
import { suspectTerms } from '../../../shared/misreading/shape.ts';
import type { Tier } from '../../../shared/query/tiers.ts';
import { analyse, type TextKind, type Token } from '../../../shared/text/analyse.ts';
import type { WordForms } from './expand-forms.ts';

/** A word, or the words of a phrase in their order, with so many others between the first and the last at most. */
export type Asked = { readonly words: readonly WordForms[]; readonly slack: number };

export type Match = {
  /** UTF-16 units of the text as it is; a word over a line's end goes from its first half to its second. */
  readonly start: number;
  readonly end: number;
  readonly tier: Tier;
  readonly cost: number;
  /** What a misread word was taken for; null where it stands as it was asked for. */
  readonly reading: string | null;
  /** Which of those asked for, from 0. */
  readonly of: number;
};

type Hit = { readonly tier: Tier; readonly cost: number; readonly reading: string | null };
type WordMatcher = (token: Token) => Hit | null;

/** In the order of the text; a word that was found in several ways stands once, as the surest. */
export function matchesIn(
  text: string,
  kind: TextKind,
  /** Whether words of this page may be others than they look. */
  isGated: boolean,
  asked: readonly Asked[],
): Match[] {
  const tokens = analyse(text, kind);
  const best = new Map<number, Match>();
  for (const [of, { words, slack }] of asked.entries()) {
    const chain = words.map((word) => createMatcher(word, isGated));
    for (let at = 0; at < tokens.length; at++) {
      for (const { token, hit } of runFrom(tokens, at, chain, slack)) {
        const known = best.get(token.start);
        if (known !== undefined && isSurer(known, hit)) continue;
        best.set(token.start, { start: token.start, end: token.end, ...hit, of });
      }
    }
  }
  return [...best.values()].sort((a, b) => a.start - b.start);
}

function isSurer(one: Pick<Hit, 'tier' | 'cost'>, other: Pick<Hit, 'tier' | 'cost'>): boolean {
  return one.tier < other.tier || (one.tier === other.tier && one.cost <= other.cost);
}

type Placed = { readonly token: Token; readonly hit: Hit };
const NOTHING: readonly Placed[] = [];

/** The words of one chain from this token on; nothing when the chain is not whole. */
function runFrom(
  tokens: readonly Token[],
  at: number,
  chain: readonly WordMatcher[],
  slack: number,
): readonly Placed[] {
  const first = placedAt(tokens, at, chain[0]);
  if (first === null) return NOTHING;
  const run = [first];
  let next = at + 1;
  let left = slack;
  for (const matcher of chain.slice(1)) {
    let found = placedAt(tokens, next, matcher);
    while (found === null && left > 0 && next + 1 < tokens.length) {
      left--;
      next++;
      found = placedAt(tokens, next, matcher);
    }
    if (found === null) return NOTHING;
    run.push(found);
    next++;
  }
  return run;
}

function placedAt(tokens: readonly Token[], at: number, matcher: WordMatcher | undefined): Placed | null {
  const token = tokens[at];
  const hit = token === undefined || matcher === undefined ? null : matcher(token);
  return token === undefined || hit === null ? null : { token, hit };
}

/** Shapes of words that were looked at lately: pages have most of them in common. */
let shapes = new Map<string, readonly string[]>();
const MOST_SHAPES = 20_000;

function termsOf(raw: string): readonly string[] {
  const known = shapes.get(raw);
  if (known !== undefined) return known;
  if (shapes.size >= MOST_SHAPES) shapes = new Map();
  const terms = suspectTerms(raw);
  shapes.set(raw, terms);
  return terms;
}

const EXACT: Hit = { tier: 1, cost: 0, reading: null };

function createMatcher(forms: WordForms, isGated: boolean): WordMatcher {
  const exact = new Set(forms.exact);
  const stems = new Set(forms.stems);
  const sounds = new Set(forms.sounds);
  const numbers = new Set(forms.numbers);
  const misread = new Map(forms.misread.map((each) => [each.term, each]));
  const lengths = forms.misread.map(({ term }) => term.length);
  const shortest = Math.min(...lengths);
  const other: Hit = { tier: 2, cost: 0, reading: forms.asked };
  const hasExact = (form: string): boolean =>
    exact.has(form) || (forms.isPrefix && forms.exact.some((begin) => form.startsWith(begin)));
  const hasSound = (sound: string): boolean =>
    sounds.has(sound) || (forms.isPrefix && forms.sounds.some((begin) => sound.startsWith(begin)));
  const isOther = ({ exact, also, stem, sound, numbers: own }: Token): boolean =>
    (stem !== null && stems.has(stem)) ||
    stems.has(exact) ||
    also.some((form) => stems.has(form)) ||
    (sound !== null && hasSound(sound)) ||
    own.some((number) => numbers.has(number));

  return (token) => {
    if (hasExact(token.exact) || token.also.some(hasExact)) return EXACT;
    if (isOther(token)) return other;
    // A shape is never longer than its word.
    if (!isGated || misread.size === 0 || token.raw.length < shortest) return null;
    const found = termsOf(token.raw).flatMap((term) => misread.get(term) ?? []);
    const [first, second] = found;
    if (first === undefined) return null;
    const { tier, cost } = second !== undefined && isSurer(second, first) ? second : first;
    return { tier, cost, reading: forms.asked };
  };
}
