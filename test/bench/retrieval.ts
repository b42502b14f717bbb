/**
 * `npm run -s bench -- retrieval --corpus FILE.tsv --queries FILE.tsv [--noisy-ids FILE] [--pairs FILE.tsv] [--pair-lines odd|even]`:
 * how much of what stands on pages is found, and what is found beside it, tier by tier. The corpus has a page a line: id, text
 * as it was read, perhaps the true text; the queries a query a line with the ids of its pages. `--pairs` are words as they were read
 * and as they should be: then misreadings are weighed by what those tell, else by what the program brings.
 */
import { learnProfile } from '../../shared/misreading/learn-profile.ts';
import { p50p95, round } from './figures.ts';
import type { BenchOptions } from './main.ts';
import { fillIndex } from './retrieval/filled-index.ts';
import { readCorpus, readIds, readPairs, readQueries, type RetrievalQuery } from './retrieval/read-tsv.ts';
import { scoreByTier, type Found } from './retrieval/score.ts';

export async function run({ files = {}, pairLines = 'all' }: BenchOptions): Promise<object> {
  const { corpus, queries: asked, noisyIds, pairs } = files;
  if (corpus === undefined || asked === undefined) throw new Error('--corpus and --queries are needed');
  const pages = readCorpus(corpus);
  const queries = readQueries(asked);
  const noisy = noisyIds === undefined ? null : readIds(noisyIds);
  const profile =
    pairs === undefined
      ? null
      : learnProfile(readPairs(pairs, pairLines), { id: 'given', engine: '', version: 1 });
  const index = fillIndex(pages, { profile });
  try {
    const byId = new Map(pages.map((page) => [page.id, page]));
    const ask = async (shape: (query: string) => string) => {
      const answers: { query: RetrievalQuery; found: Found[] }[] = [];
      const times: number[] = [];
      for (const query of queries) {
        const { found, ms } = await index.ask(shape(query.query));
        answers.push({ query, found });
        times.push(ms);
      }
      return { tiers: scoreByTier(answers, { pages: byId, noisy }), ms: p50p95(times), answers };
    };
    const plain = await ask((query) => query);
    const near = await ask((query) => (/^[\p{L}\p{M}\p{N}]+$/u.test(query) ? `${query}~` : query));
    return {
      bench: 'retrieval',
      pages: pages.length,
      queries: queries.length,
      fill: { seconds: round(index.fillSeconds), suspectTerms: index.store.suspects.size },
      badlyRead: {
        named: noisy?.size ?? null,
        told: index.gated.size,
        toldOfNamed: noisy === null ? null : [...noisy].filter((id) => index.gated.has(id)).length,
      },
      plain: { byTier: plain.tiers, ms: plain.ms },
      near: { byTier: near.tiers, ms: near.ms },
      missed: missedOf(plain.answers),
    };
  } finally {
    index.close();
  }
}

const MOST_MISSED = 40;

/** The queries of which some page was not found: what there is to be learned from. */
function missedOf(
  answers: readonly { readonly query: RetrievalQuery; readonly found: readonly Found[] }[],
): string[] {
  return answers
    .filter(({ query, found }) => {
      const ids = new Set(found.map(({ id }) => id));
      return [...query.relevant].some((id) => !ids.has(id));
    })
    .map(({ query }) => query.query)
    .slice(0, MOST_MISSED);
}
