/** What a query asks for, the same for the index that finds it and for the screen that marks it. */
import { queryTokens } from './code-tokens.ts';

export type QueryTerms = {
  /** All of these. */
  readonly words: readonly string[];
  /** The last of them where it is still being typed: words that begin with it count too. */
  readonly begun: string | null;
};

/** A text that ends with a letter or a digit ends with a word that may be only begun. */
const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}]$/u;

/** Reads a query; more than `most` words are cut off, and the last one then counts as whole. */
export function queryTerms(text: string, most = 32): QueryTerms {
  const all = queryTokens(text);
  const words = all.slice(0, most);
  const isOpen = words.length === all.length && ENDS_IN_WORD.test(text);
  return { words, begun: isOpen ? (words.at(-1) ?? null) : null };
}
