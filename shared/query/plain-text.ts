/** The text of a query as the parser reads it: composed, without invisible characters; each place can be told in the text typed. */
import type { Range } from './query-node.ts';

export type PlainText = {
  readonly plain: string;
  /** A range of `plain` in the text as it was typed. */
  readonly rangeOf: (this: void, start: number, end: number) => Range;
};

/** A character with the marks on it; the parts of a Hangul syllable stand together too. */
const CLUSTER = /[^\p{M}\u1160-\u11ff][\p{M}\u1160-\u11ff]*|[\p{M}\u1160-\u11ff]+/gsu;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;

export function plainText(text: string): PlainText {
  if (/^[\u0020-\u007e\u0400-\u045f]*$/u.test(text)) return { plain: text, rangeOf };
  const starts: number[] = [];
  let plain = '';
  for (const { index, 0: cluster } of text.matchAll(CLUSTER)) {
    const part = cluster.normalize('NFC').replace(INVISIBLE, '').replaceAll(/\s/gu, ' ');
    for (let i = 0; i < part.length; i++) starts.push(cluster.length === part.length ? index + i : index);
    plain += part;
  }
  starts.push(text.length);
  return {
    plain,
    rangeOf: (start, end) => rangeOf(starts[start] ?? text.length, starts[end] ?? text.length),
  };
}

function rangeOf(start: number, end: number): Range {
  return { start, end };
}
