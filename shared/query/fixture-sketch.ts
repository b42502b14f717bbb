/** Trees of queries as one line, for tests. */
import type { PhraseNode, QueryNode, WordNode } from './query-node.ts';

/** A tree in one line: `(a & b)`, `(a | b)`, `!a`, `title:a*`, `"a b"~2`, `[1937-01-01..]`, `{фр5 оп1}`. */
export function sketch(node: QueryNode | null): string {
  if (node === null) return '';
  switch (node.kind) {
    case 'all':
      return `(${node.parts.map(sketch).join(' & ')})`;
    case 'any':
      return `(${node.parts.map(sketch).join(' | ')})`;
    case 'not':
      return `!${sketch(node.part)}`;
    case 'word':
      return sketchWord(node);
    case 'phrase':
      return sketchPhrase(node);
    case 'dates':
      return `[${node.from ?? ''}..${node.to ?? ''}]`;
    case 'code':
      return `{${node.tokens.join(' ')}${node.parts.leaves === undefined ? '' : ' л'}${node.begun ? '…' : ''}}`;
    default:
      return `${node.field}=${node.value}`;
  }
}

function sketchWord({ field, word, mode, reach, begun }: WordNode): string {
  const mark = { plain: '', exact: '=', prefix: '*', near: `~${reach}` }[mode];
  return `${field === null ? '' : `${field}:`}${word.exact}${mark}${begun ? '…' : ''}`;
}

function sketchPhrase({ field, words, slack, exactSpelling }: PhraseNode): string {
  const text = words.map(({ exact }) => exact).join(' ');
  const name = field === null ? '' : `${field}:`;
  return `${name}${exactSpelling ? '=' : ''}"${text}"${slack > 0 ? `~${slack}` : ''}`;
}
