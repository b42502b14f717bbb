/** What of a text is marked for a query: its words in all their forms, its codes, and the words that stood in. Pure. */
import type { CodeNode, QueryNode } from '../../../shared/query/query-node.ts';
import { wordsAsked } from '../../../shared/query/query-words.ts';
import type { AskedWord, Marked } from '../../../shared/text/highlights.ts';

/** `near`: the words of the index that stood in for words of the query. */
export function markedOf(root: QueryNode | null, near: readonly string[] = []): Marked {
  const asked = wordsAsked(root).flatMap((node): AskedWord[] =>
    node.kind === 'word' ? [node] : node.words.map((word) => ({ word, mode: 'plain', begun: false })),
  );
  const codes = codesAsked(root);
  const last = codes.at(-1);
  return {
    words: [...codes.flatMap(({ tokens }) => tokens), ...asked.map(({ word }) => word.exact)],
    begun: last?.begun === true ? (last.tokens.at(-1) ?? null) : begunOf(asked),
    asked,
    near,
  };
}

/** The number that is being typed may be the beginning of one in a code. */
function begunOf(asked: readonly AskedWord[]): string | null {
  const last = asked.at(-1);
  return last?.begun === true ? last.word.exact : null;
}

function codesAsked(node: QueryNode | null): CodeNode[] {
  if (node === null || node.kind === 'not') return [];
  if (node.kind === 'code') return [node];
  return node.kind === 'all' || node.kind === 'any' ? node.parts.flatMap(codesAsked) : [];
}
