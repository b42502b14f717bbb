/** What a query asks for as plain words, the same for the index that finds it and for the screen that marks it. */
export type QueryTerms = {
  /** All of these. */
  readonly words: readonly string[];
  /** The last of them where it is still being typed: words that begin with it count too. */
  readonly begun: string | null;
};
