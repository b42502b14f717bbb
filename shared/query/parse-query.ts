/**
 * The query language: words that must all be there, "phrases", OR / ИЛИ / НЕМЕСЕ / |, AND / И / ЖӘНЕ, NOT / НЕ / ЕМЕС / -, brackets,
 * `word*`, `=word`, `word~2`, `field:value`, dates and their ranges, reference codes in every spelling. Operators count in
 * capitals only. A mistake is told and its words are taken as plain ones. Never throws; bounded by the text's length.
 */
import type { QueryNode, QueryProblem, Range } from './query-node.ts';
import { chipsOf, type Chip } from './chips.ts';
import { readTree } from './query-reader.ts';
import { plainText } from './plain-text.ts';
import { scanQuery } from './scan-query.ts';
import { withSynonyms, type SynonymTable } from './synonyms.ts';
import { marksBegun } from './begun.ts';

/** Longer text is cut, and that is told: nobody types so much. */
export const MAX_QUERY_LENGTH = 500;

export type ParsedQuery = {
  /** As it was typed, whole. */
  readonly text: string;
  /** Null when nothing is asked. */
  readonly root: QueryNode | null;
  readonly chips: readonly Chip[];
  /** The first mistake. */
  readonly problem: QueryProblem | null;
};

type ParseOptions = {
  readonly synonyms?: SynonymTable;
  /** Whether the text is being typed, so that its last word may be only begun; true unless said otherwise. */
  readonly begun?: boolean;
};

export function parseQuery(text: string, { synonyms, begun = true }: ParseOptions = {}): ParsedQuery {
  const cut = cutOf(text);
  const { plain, rangeOf } = plainText(cut);
  const { root, problem } = readTree(plain, scanQuery(plain), rangeOf);
  const isCut = cut.length < text.length;
  const tooLong = isCut ? problemAt('TOO_LONG', { start: cut.length, end: text.length }) : null;
  const marked = root !== null && begun && !isCut ? marksBegun(root, text) : root;
  const whole = marked === null || synonyms === undefined ? marked : withSynonyms(marked, synonyms);
  return {
    text,
    root: whole,
    chips: whole === null ? [] : chipsOf(whole, text),
    // What stands open may be closed in the part that was cut off.
    problem: tooLong ?? problem,
  };
}

function problemAt(code: QueryProblem['code'], at: Range): QueryProblem {
  return { code, at };
}

/** Cut behind a whole word where there is one. */
function cutOf(text: string): string {
  if (text.length <= MAX_QUERY_LENGTH) return text;
  const cut = text.slice(0, MAX_QUERY_LENGTH);
  const space = cut.search(/\s\S*$/u);
  return space > 0 ? cut.slice(0, space) : cut;
}
