/** The word that is still being typed: the last one, when the text ends with a letter or digit of it. */
import type { QueryNode } from './query-node.ts';

const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}]$/u;

/** The tree with its last word or code marked as begun, where it ends with the text. */
export function marksBegun(root: QueryNode, text: string): QueryNode {
  return ENDS_IN_WORD.test(text) ? mark(root, text.length) : root;
}

function mark(node: QueryNode, end: number): QueryNode {
  if (node.at.end !== end) return node;
  switch (node.kind) {
    case 'word':
      return node.mode === 'plain' ? { ...node, begun: true } : node;
    case 'code':
      return node.tokens.length > 0 ? { ...node, begun: true } : node;
    case 'all':
    case 'any':
      return node.kind === 'any' && node.why === 'date'
        ? node
        : { ...node, parts: node.parts.map((part) => mark(part, end)) };
    default:
      // What is ruled out is never guessed at.
      return node;
  }
}
