/** Words and phrases of a query as nodes. */
import { analyse, type AnalysedWord } from '../text/analyse.ts';
import type { WordField } from './fields.ts';
import type { PhraseNode, QueryNode, Range, WordNode } from './query-node.ts';
import type { Chunk } from './scan-query.ts';
import { PLAIN_REACH } from './tiers.ts';

/** A word with its place in the text that was cut. */
type PlacedWord = { readonly word: AnalysedWord; readonly start: number; readonly end: number };

/** Tells the place of a part of the parsed text in the text as it was typed. */
export type RangeOf = (this: void, start: number, end: number) => Range;

function wordsOf(text: string): PlacedWord[] {
  return analyse(text, 'typed').map(({ start, end, raw, exact, also, stem, sound, numbers }) => ({
    word: { raw, exact, also, stem, sound, numbers },
    start,
    end,
  }));
}

/**
 * The words of a chunk: one, or several where it holds signs that part words (`ЮНЕСКО-ның`). A star counts for the last of
 * them, the other marks for each. The first and the last one's places take the marks in.
 */
function wordNodes(chunk: Chunk, field: WordField | null, rangeOf: RangeOf): WordNode[] {
  const { text, from, exact, prefix, reach, start, end } = chunk;
  const words = wordsOf(text);
  return words.map(({ word, ...place }, i) => {
    const isLast = i === words.length - 1;
    const node = {
      kind: 'word',
      text: text.slice(place.start, place.end),
      word,
      begun: false,
      field,
      synonymOf: null,
      at: rangeOf(i === 0 ? start : from + place.start, isLast ? end : from + place.end),
    } as const;
    if (exact) return { ...node, mode: 'exact', reach: 0 };
    if (prefix && isLast) return { ...node, mode: 'prefix', reach: PLAIN_REACH };
    const isNear = reach !== null && reach !== PLAIN_REACH;
    return isNear ? { ...node, mode: 'near', reach } : { ...node, mode: 'plain', reach: PLAIN_REACH };
  });
}

/**
 * What a chunk asks for: a word; words that must all be there; or with a hyphen the same run together, too. Null when no word
 * is in it.
 */
export function chunkNode(chunk: Chunk, field: WordField | null, rangeOf: RangeOf): QueryNode | null {
  const nodes = wordNodes(chunk, field, rangeOf);
  const [first, second] = nodes;
  const last = nodes.at(-1);
  if (first === undefined || last === undefined || second === undefined) return first ?? null;
  const at = rangeOf(chunk.start, chunk.end);
  const written = marked(chunk);
  const all = { kind: 'all', written, parts: nodes, at } as const;
  const joined = nodes.map(({ word }) => word.exact).join('');
  if (!first.word.also.includes(joined)) return all;
  const [whole] = wordsOf(nodes.map(({ text }) => text).join(''));
  if (whole === undefined) return all;
  const { mode, reach } = last;
  const one: WordNode = { ...first, text: whole.word.raw, word: whole.word, mode, reach, at };
  return { kind: 'any', why: 'joined', written, parts: [{ ...all, written: null }, one], at };
}

/** A chunk as it was typed, with its marks. */
function marked({ text, exact, prefix, reach }: Chunk): string {
  return `${exact ? '=' : ''}${text}${prefix ? '*' : ''}${reach === null ? '' : `~${reach}`}`;
}

/** A plain word, as it comes out of a table or a date. */
export function plainWord(text: string, field: WordField | null, at: Range): WordNode[] {
  return wordsOf(text).map(({ word }) => ({
    kind: 'word',
    text: word.raw,
    word,
    mode: 'plain',
    reach: PLAIN_REACH,
    begun: false,
    field,
    synonymOf: null,
    at,
  }));
}

/** What else a phrase says of itself. */
type PhraseSigns = Pick<PhraseNode, 'slack' | 'exactSpelling' | 'field' | 'synonymOf' | 'at'>;

/** Null when no word stands in it. */
export function phraseNode(text: string, signs: PhraseSigns): PhraseNode | null {
  const words = wordsOf(text).map(({ word }) => word);
  return words.length === 0 ? null : { kind: 'phrase', text: text.trim(), words, ...signs };
}

/** The words and phrases that a query asks for and does not rule out, those of synonyms among them: what screens mark. */
export function wordsAsked(node: QueryNode | null): (WordNode | PhraseNode)[] {
  if (node === null || node.kind === 'not') return [];
  if (node.kind === 'word' || node.kind === 'phrase') return [node];
  return node.kind === 'all' || node.kind === 'any' ? node.parts.flatMap(wordsAsked) : [];
}
