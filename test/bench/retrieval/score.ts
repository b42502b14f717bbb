/**
 * How good answers are: of the pages that hold a query's word the share that is found, and how many others come along. A page
 * that holds another form of the word is no false one: a word of the same stem, or with the same beginning, four letters and 60
 * per cent at least. `falseByLetters` goes by the beginning alone, so that the stems are not their own judge.
 */
import { analyseWord } from '../../../shared/text/analyse.ts';
import { TIERS } from '../../../shared/query/tiers.ts';
import type { CorpusPage, RetrievalQuery } from './read-tsv.ts';

/** A page of an answer, with how certain it is. */
export type Found = { readonly id: string; readonly tier: number };

export type Scored = {
  /** Of the relevant pages, over all queries. */
  readonly recall: number;
  /** The same over badly read pages, when it is known which they are. */
  readonly recallNoisy: number | null;
  /** Pages without the word or a form of it, a query. */
  readonly falsePages: number;
  readonly falseByLetters: number;
  /** Of these, those that only this tier brought. */
  readonly falsePagesOfTier: number;
  /** Pages beyond those that the file names, a query: forms of the word count too. */
  readonly unnamedPages: number;
  /** The mean over the queries of how early the relevant pages come, those with forms of the word left aside: 1 is best. */
  readonly meanAveragePrecision: number;
};

type Scoring = {
  readonly pages: ReadonlyMap<string, CorpusPage>;
  readonly noisy: ReadonlySet<string> | null;
};

/** For each tier what is found when everything up to it counts. */
export function scoreByTier(
  answers: readonly { readonly query: RetrievalQuery; readonly found: readonly Found[] }[],
  scoring: Scoring,
): Record<string, Scored> {
  let before = 0;
  return Object.fromEntries(
    TIERS.map((tier) => {
      const upTo = answers.map(({ query, found }) => ({
        query,
        found: found.filter((each) => each.tier <= tier),
      }));
      const scored = score(upTo, scoring);
      const falsePagesOfTier = precise(scored.falsePages - before);
      before = scored.falsePages;
      return [`upTo${tier}`, { ...scored, falsePagesOfTier }];
    }),
  );
}

function score(
  answers: readonly { readonly query: RetrievalQuery; readonly found: readonly Found[] }[],
  { pages, noisy }: Scoring,
): Omit<Scored, 'falsePagesOfTier'> {
  const sums = {
    relevant: 0,
    found: 0,
    noisyRelevant: 0,
    noisyFound: 0,
    unnamed: 0,
    wrong: 0,
    byLetters: 0,
    precision: 0,
  };
  for (const { query, found } of answers) {
    const ids = new Set(found.map(({ id }) => id));
    for (const id of query.relevant) {
      sums.relevant += 1;
      if (ids.has(id)) sums.found += 1;
      if (noisy?.has(id) !== true) continue;
      sums.noisyRelevant += 1;
      if (ids.has(id)) sums.noisyFound += 1;
    }
    const unnamed = [...ids].filter((id) => !query.relevant.has(id));
    const forms = new Set<string>();
    for (const id of unnamed) {
      const page = pages.get(id);
      const text = page === undefined ? '' : (page.truth ?? page.text);
      const byLetters = holdsAll(query.query, text, areForms);
      if (!byLetters) sums.byLetters += 1;
      if (byLetters || holdsAll(query.query, text, haveOneStem)) forms.add(id);
    }
    sums.unnamed += unnamed.length;
    sums.wrong += unnamed.length - forms.size;
    sums.precision += averagePrecision(
      query,
      found.filter(({ id }) => !forms.has(id)),
    );
  }
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : precise(part / whole));
  return {
    recall: share(sums.found, sums.relevant),
    recallNoisy: noisy === null ? null : share(sums.noisyFound, sums.noisyRelevant),
    falsePages: precise(sums.wrong / Math.max(1, answers.length)),
    falseByLetters: precise(sums.byLetters / Math.max(1, answers.length)),
    unnamedPages: precise(sums.unnamed / Math.max(1, answers.length)),
    meanAveragePrecision: share(sums.precision, answers.length),
  };
}

/** False pages are counted in hundredths. */
function precise(figure: number): number {
  return Number(figure.toFixed(4));
}

function averagePrecision({ relevant }: RetrievalQuery, found: readonly Found[]): number {
  let [hits, sum] = [0, 0];
  for (const [i, { id }] of found.entries()) {
    if (!relevant.has(id)) continue;
    hits += 1;
    sum += hits / (i + 1);
  }
  return relevant.size === 0 ? 1 : sum / relevant.size;
}

const SAME_LETTERS = 4;
const SAME_SHARE = 0.6;

/** Whether for each word of the query the text has one that is like it. */
function holdsAll(query: string, text: string, isLike: (one: string, other: string) => boolean): boolean {
  const words = wordsOf(text);
  return wordsOf(query).every((wanted) => words.some((word) => isLike(wanted, word)));
}

function haveOneStem(one: string, other: string): boolean {
  const [a, b] = [analyseWord(one), analyseWord(other)];
  return (a.stem ?? a.exact) === (b.stem ?? b.exact);
}

function areForms(one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  if (same === one.length && same === other.length) return true;
  return same >= SAME_LETTERS && same >= SAME_SHARE * Math.max(one.length, other.length);
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
