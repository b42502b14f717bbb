/** What is asked of a million made-up pages: each query with one page that must be in its answer. */
import type { MadeUpPages } from '../../fixtures/made-up-pages.ts';
import { seededRandom } from '../../fixtures/seeded-random.ts';

export const QUERY_KINDS = ['rare', 'common', 'all', 'prefix', 'phrase', 'garbled'] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];

export type PageQuery = {
  readonly kind: QueryKind;
  readonly text: string;
  /** The number of a page that holds it. */
  readonly page: number;
};

const KAZAKH = /[әғқңөұүһі]/u;

/** `each` queries of every kind, the same for every engine. */
export function pageQueries(pages: MadeUpPages, count: number, each: number): PageQuery[] {
  const chances = seededRandom(17);
  const queries: PageQuery[] = [];
  const wordsOf = (no: number): string[] => pages.page(no).truth.split(/\s+/u);
  for (let i = 0; i < each; i++) {
    const no = chances.below(count);
    const words = wordsOf(no);
    const long = words.filter((word) => word.length >= 5 && !/\d/u.test(word));
    const at = chances.below(words.length - 1);
    queries.push(
      { kind: 'rare', text: pages.page(no).ownWord, page: no },
      { kind: 'common', text: words.toSorted((a, b) => a.length - b.length)[i % 5] ?? '', page: no },
      { kind: 'all', text: [0, 1, 2].map(() => chances.pick(long)).join(' '), page: no },
      { kind: 'prefix', text: `${chances.pick(long).slice(0, 4)}*`, page: no },
      { kind: 'phrase', text: `"${words[at] ?? ''} ${words[at + 1] ?? ''}"`, page: no },
    );
    const garbled = garbledNear(pages, no, count);
    const lost = pages
      .page(garbled)
      .truth.split(/\s+/u)
      .filter((word) => word.length >= 6 && KAZAKH.test(word));
    if (lost.length > 0) queries.push({ kind: 'garbled', text: chances.pick(lost), page: garbled });
  }
  return queries;
}

/** The next page that a wrong model read. */
function garbledNear(pages: MadeUpPages, from: number, count: number): number {
  for (let i = 0; i < count; i++) {
    const no = (from + i) % count;
    if (pages.page(no).isGarbled) return no;
  }
  return from;
}
