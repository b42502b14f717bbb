/** The plain words of a query: for lists that are narrowed by typing, and for what knows no tree. */
import type { QueryTerms } from '../text/query-terms.ts';
import { parseQuery } from './parse-query.ts';
import type { QueryNode } from './query-node.ts';

/**
 * All words and code words that a query asks for, as they were typed, in small letters; more than `most` are cut off, and the
 * last one then counts as whole. What it rules out is left out.
 */
export function queryTerms(text: string, most = 32): QueryTerms {
  const terms = termsIn(parseQuery(text).root);
  const last = terms.length > most ? undefined : terms.at(-1);
  return {
    words: terms.slice(0, most).map(({ word }) => word),
    begun: last?.begun === true ? last.word : null,
  };
}

type Term = { readonly word: string; readonly begun: boolean };

function termsIn(node: QueryNode | null): Term[] {
  switch (node?.kind) {
    case 'word':
      return [{ word: node.word.exact, begun: node.begun || node.mode === 'prefix' }];
    case 'phrase':
      return node.words.map(({ exact }) => ({ word: exact, begun: false }));
    case 'code':
      return node.tokens.map((word, i) => ({ word, begun: node.begun && i === node.tokens.length - 1 }));
    case 'all':
      return node.parts.flatMap(termsIn);
    case 'any':
      // Of a date or a compound the first part is what was typed; the others are other spellings of it.
      return node.why === 'asked' ? node.parts.flatMap(termsIn) : termsIn(node.parts[0] ?? null);
    default:
      return [];
  }
}
