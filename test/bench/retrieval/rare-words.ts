/** Queries out of the pages themselves: Kazakh words that stand on few of them. */
import { seededRandom } from '../../fixtures/seeded-random.ts';
import type { RetrievalQuery } from './read-tsv.ts';

const KAZAKH = /[әғқңөұүһі]/u;
const MOST_PAGES = 20;
const LETTERS = 4;

type Wanted = {
  /** Numbers of badly read pages: each word stands on one of them at least. */
  readonly noisy: ReadonlySet<number>;
  readonly count: number;
  readonly seed: number;
};

/** `truth` are the pages as they should read; their numbers are the ids. */
export function rareWords(truth: readonly string[], { noisy, count, seed }: Wanted): RetrievalQuery[] {
  const pagesOf = new Map<string, Set<number>>();
  for (const [no, text] of truth.entries()) {
    for (const word of text
      .normalize('NFC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []) {
      if (word.length < LETTERS || !KAZAKH.test(word)) continue;
      const pages = pagesOf.get(word) ?? new Set();
      pagesOf.set(word, pages.add(no));
    }
  }
  const words = [...pagesOf].filter(
    ([, pages]) => pages.size <= MOST_PAGES && [...pages].some((no) => noisy.has(no)),
  );
  const chances = seededRandom(seed);
  const queries: RetrievalQuery[] = [];
  while (queries.length < count && words.length > 0) {
    const [[query, pages] = ['', new Set<number>()]] = words.splice(chances.below(words.length), 1);
    queries.push({ query, relevant: new Set([...pages].map(String)) });
  }
  return queries;
}
