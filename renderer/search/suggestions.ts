/** What may have been meant by a query that finds nothing certain: whole queries with other words, from the words of the index. */
import type { QueryNode, WordNode } from '../../shared/query/query-node.ts';
import { isCertain } from '../../shared/query/tiers.ts';
import { suggest } from '../../shared/text/suggest.ts';
import type { Expand } from './expand.ts';
import type { SlotIndex } from './slot-index.ts';

const MOST = 3;
/** So many words are looked at. */
const MOST_WORDS = 6;

/** A stretch of the text, and what it may have been meant for, the likeliest first. */
type Slip = { readonly start: number; readonly end: number; readonly meant: readonly string[] };

/** `mayBeShown`: whether a slot lives and passes the filter; a word that leads to no such slot is never offered. */
export function suggestionsFor(
  index: SlotIndex,
  expand: Expand,
  text: string,
  root: QueryNode,
  mayBeShown: (slot: number) => boolean,
): string[] {
  const leads = (term: string): boolean =>
    index.postingsOf(term).some((slots) => slots?.some(mayBeShown) === true);
  const isFound = (node: WordNode): boolean =>
    expand(node, false).some(({ term, tier }) => isCertain(tier) && leads(term));
  const slips: Slip[] = [];
  for (const node of plainWords(root).slice(0, MOST_WORDS)) {
    const { start, end } = chunkAt(text, node);
    if (slips.some((slip) => slip.start === start) || isFound(node)) continue;
    const meant = suggest(text.slice(start, end), index.terms, leads).map((each) => each.text);
    if (meant.length > 0) slips.push({ start, end, meant });
  }
  return slips.length === 0 ? [] : withMeant(text, slips);
}

/** The words that were typed, and are not ruled out. */
function plainWords(node: QueryNode): WordNode[] {
  if (node.kind === 'all' || node.kind === 'any') return node.parts.flatMap(plainWords);
  const isPlain = node.kind === 'word' && node.synonymOf === null && node.mode !== 'exact';
  return isPlain ? [node] : [];
}

/** What stands between two blanks: on another keyboard its signs are letters. A word with marks of the language is taken alone. */
function chunkAt(text: string, { at, text: word }: WordNode): { start: number; end: number } {
  const start = text.lastIndexOf(' ', at.start - 1) + 1;
  const blank = text.indexOf(' ', at.end);
  const end = blank < 0 ? text.length : blank;
  if (!/[:()"«»“”*~=|]/u.test(text.slice(start, end))) return { start, end };
  const own = text.indexOf(word, at.start);
  return own < 0 || own >= at.end ? at : { start: own, end: own + word.length };
}

/** The text with the likeliest of each; then one slip at a time with its next ones. */
function withMeant(text: string, slips: readonly Slip[]): string[] {
  const choices = slips.map(() => 0);
  const written = [write(text, slips, choices)];
  for (const [i, { meant }] of slips.entries()) {
    for (let choice = 1; choice < meant.length; choice++) {
      written.push(write(text, slips, choices.with(i, choice)));
    }
  }
  return written.slice(0, MOST);
}

function write(text: string, slips: readonly Slip[], choices: readonly number[]): string {
  let written = text.trimEnd();
  // From the back, so that the places before stay.
  for (const [i, { start, end, meant }] of [...slips.entries()].sort(([, a], [, b]) => b.start - a.start)) {
    written = written.slice(0, start) + (meant[choices[i] ?? 0] ?? '') + written.slice(end);
  }
  return written;
}
