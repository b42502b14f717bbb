/** Pages that were read badly among pages that were read well: what is found of words that stand on few of them. */
import { readFileSync } from 'node:fs';
import { learnProfile } from '../../../shared/misreading/learn-profile.ts';
import type { Profile } from '../../../shared/misreading/profile.ts';
import { madeUpPages } from '../../fixtures/made-up-pages.ts';
import { spoil, type Blocks } from '../../fixtures/noise/lossy-engine.ts';
import { seededRandom } from '../../fixtures/seeded-random.ts';
import { p50p95 } from '../figures.ts';
import { fillIndex } from './filled-index.ts';
import { rareWords } from './rare-words.ts';
import type { CorpusPage } from './read-tsv.ts';
import { FORMS, readReally } from './really-read.ts';
import { scoreByTier, type Scored } from './score.ts';

export type Sweep = {
  readonly name: string;
  readonly engine: Blocks;
  readonly rate: number;
  readonly random?: number;
};

export type GarbledFigures = {
  readonly queries: number;
  /** Of the badly read pages, and of all others, how many the classifier takes for badly read. */
  readonly told: {
    readonly badly: number;
    readonly of: number;
    readonly wrongly: number;
    readonly ofOthers: number;
  };
  readonly byTier: Readonly<Record<string, Scored>>;
  readonly ms: ReturnType<typeof p50p95>;
};

type Options = { readonly queries: number; readonly seed: number };

const SENTENCES_A_PAGE = 9;
/** Pages that are really read, and so many of them teach a profile. */
const READ = 40;
const TAUGHT = 20;

/** Every second page is spoilt. */
export async function measureSpoilt(
  truth: readonly string[],
  { name, ...spoiling }: Sweep,
  options: Options,
): Promise<GarbledFigures & { readonly name: string; readonly wordsWrong: number }> {
  const chances = seededRandom(options.seed);
  const noisy = new Set<number>();
  const pages = truth.map((text, no): CorpusPage => {
    if (no % 2 === 0) return { id: String(no), text, truth: null };
    noisy.add(no);
    return { id: String(no), text: spoil(text, spoiling, chances), truth: text };
  });
  return { name, wordsWrong: wordsWrong(pages), ...(await measure(pages, truth, noisy, null, options)) };
}

/**
 * Pages drawn and really read with the Russian model: those that teach nothing are asked for, with what the program brings and
 * with what was learned. Null where there is no such command.
 */
export async function measureRead(truth: readonly string[], options: Options): Promise<object | null> {
  const step = Math.max(1, Math.floor(truth.length / READ));
  const chosen = truth.flatMap((_, no) => (no % step === 0 ? [no] : [])).slice(0, READ);
  const drawn = chosen.map((no) => truth[no] ?? '');
  const answers: Record<string, object> = {};
  for (const form of FORMS) {
    const read = await readReally(drawn, { form, model: 'rus' });
    if (read === null) return null;
    const texts = new Map(chosen.map((no, i) => [no, read[i] ?? '']));
    const pages = truth.map((text, no): CorpusPage => {
      const own = texts.get(no);
      return { id: String(no), text: own ?? text, truth: own === undefined ? null : text };
    });
    const profile = learnProfile(
      chosen.slice(0, TAUGHT).map((no) => ({ read: texts.get(no) ?? '', correct: truth[no] ?? '' })),
      { id: 'learned', engine: 'tesseract', version: 1, atLeast: 2 },
    );
    const unseen = new Set(chosen.slice(TAUGHT));
    answers[form] = {
      wordsWrong: wordsWrong(pages),
      brought: await measure(pages, truth, unseen, null, options),
      learnedFrom20Pages: await measure(pages, truth, unseen, profile, options),
    };
  }
  return answers;
}

/** Words that stand on few pages, one of them badly read at least. */
async function measure(
  pages: readonly CorpusPage[],
  truth: readonly string[],
  noisy: ReadonlySet<number>,
  profile: Profile | null,
  { queries: count, seed }: Options,
): Promise<GarbledFigures> {
  const queries = rareWords(truth, { noisy, count, seed });
  const index = fillIndex(pages, { profile });
  try {
    const times: number[] = [];
    const answers = [];
    for (const query of queries) {
      const { found, ms } = await index.ask(query.query);
      times.push(ms);
      answers.push({ query, found });
    }
    const byId = new Map(pages.map((page) => [page.id, page]));
    const badly = pages.filter((page) => page.truth !== null).map(({ id }) => id);
    const toldBadly = badly.filter((id) => index.gated.has(id)).length;
    return {
      queries: queries.length,
      told: {
        badly: toldBadly,
        of: badly.length,
        wrongly: index.gated.size - toldBadly,
        ofOthers: pages.length - badly.length,
      },
      byTier: scoreByTier(answers, { pages: byId, noisy: new Set([...noisy].map(String)) }),
      ms: p50p95(times),
    };
  } finally {
    index.close();
  }
}

/** Kazakh pages of made-up words, so many of them. */
export function madeUpTruth(count: number, seed: number): string[] {
  const made = madeUpPages(seed, 0);
  const pages: string[] = [];
  for (let no = 0; pages.length < count; no++) {
    const { text, language } = made.page(no);
    if (language === 'kaz') pages.push(text);
  }
  return pages;
}

/** Pages out of a file with a sentence a line. */
export function truthOf(file: string, count: number): string[] {
  const sentences = readFileSync(file, 'utf8').split(/\r?\n/u).filter(Boolean);
  const pages: string[] = [];
  for (let at = 0; at < sentences.length && pages.length < count; at += SENTENCES_A_PAGE) {
    pages.push(sentences.slice(at, at + SENTENCES_A_PAGE).join(' '));
  }
  return pages;
}

/** The share of words that are not as they stand there, on pages that were badly read. */
function wordsWrong(pages: readonly CorpusPage[]): number {
  let [words, wrong] = [0, 0];
  for (const { text, truth } of pages) {
    if (truth === null) continue;
    const there = new Set(text.split(/\s+/u));
    for (const word of truth.split(/\s+/u)) {
      words += 1;
      if (!there.has(word)) wrong += 1;
    }
  }
  return Number((wrong / Math.max(1, words)).toFixed(3));
}
