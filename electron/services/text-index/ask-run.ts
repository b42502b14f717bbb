/**
 * Carries a plan out. FTS5 hands its rows over as one text of numbers: 120,000 rows take 7 ms so, and 40 ms as rows of their own.
 * Bounded steps: a part of the rows at a time.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { Pace } from './ask-pace.ts';
import type { PageSet, Plan } from './ask-plan.ts';

/** Rows of one statement; a word on every one of them takes 12 ms. */
const ROWS_AT_ONCE = 200_000;

export type PageFinder = {
  /** All pages of the index that the plan finds, whoever may see them. `size` is one more than the highest row. */
  run(plan: Plan, size: number, pace: Pace): Promise<PageSet>;
  /** Hands over the rows that an expression finds, in parts and in their order, those below `size`. */
  rows(expression: string, size: number, pace: Pace, take: (row: number) => void): Promise<void>;
  /** The newest pages that an expression finds, at most so many. */
  newest(expression: string, most: number, take: (row: number) => void): void;
  /** BM25 of at most so many rows; the larger the better. */
  weigh(expression: string, most: number): ReadonlyMap<number, number>;
};

export function createPageFinder(db: Database): PageFinder {
  const all = db.prepare<Ids>('SELECT group_concat(rowid) AS ids FROM page_words WHERE page_words MATCH ?');
  const part = db.prepare<Ids>(
    'SELECT group_concat(rowid) AS ids FROM page_words WHERE page_words MATCH ? AND rowid >= ? AND rowid < ?',
  );
  const last = db.prepare<Ids>(
    `SELECT group_concat(id) AS ids
     FROM (SELECT rowid AS id FROM page_words WHERE page_words MATCH ? ORDER BY rowid DESC LIMIT ?)`,
  );
  const weights = db.prepare<{ id: number; weight: number }>(
    'SELECT rowid AS id, bm25(page_words) AS weight FROM page_words WHERE page_words MATCH ? LIMIT ?',
  );

  async function rows(
    expression: string,
    size: number,
    pace: Pace,
    take: (row: number) => void,
  ): Promise<void> {
    // All words with one beginning are gathered anew by each statement.
    if (isPrefix(expression)) {
      eachNumber(all.get(expression)?.ids ?? '', size, take);
      await pace.turn();
      return;
    }
    for (let from = 0; from < size; from += ROWS_AT_ONCE) {
      eachNumber(part.get(expression, from, from + ROWS_AT_ONCE)?.ids ?? '', size, take);
      await pace.turn();
    }
  }

  async function run(plan: Plan, size: number, pace: Pace): Promise<PageSet> {
    const pages = new Uint8Array(size);
    switch (plan.kind) {
      case 'none':
        break;
      case 'every':
        pages.fill(1);
        break;
      case 'words':
        await rows(plan.expression, size, pace, (row) => {
          pages[row] = 1;
        });
        break;
      case 'set':
        pages.set(plan.pages.subarray(0, size));
        break;
      case 'both':
        pages.fill(1);
        for (const each of plan.parts) keepIn(pages, await run(each, size, pace));
        break;
      case 'either':
        for (const each of plan.parts) addTo(pages, await run(each, size, pace));
        break;
      case 'without':
        addTo(pages, await run(plan.from, size, pace));
        takeFrom(pages, await run(plan.less, size, pace));
        break;
    }
    return pages;
  }

  return {
    run,
    rows,
    newest: (expression, most, take) => eachNumber(last.get(expression, most)?.ids ?? '', Infinity, take),
    weigh: (expression, most) =>
      new Map(weights.all(expression, most).map(({ id, weight }) => [id, -weight])),
  };
}

type Ids = { readonly ids: string | null };

const isPrefix = (expression: string): boolean => expression.includes('"*');

const COMMA = 44;
const ZERO = 48;

function eachNumber(text: string, size: number, take: (number: number) => void): void {
  if (text === '') return;
  let number = 0;
  for (let at = 0; at <= text.length; at++) {
    const sign = at === text.length ? COMMA : text.charCodeAt(at);
    if (sign !== COMMA) number = number * 10 + sign - ZERO;
    else {
      if (number < size) take(number);
      number = 0;
    }
  }
}

function keepIn(pages: PageSet, other: PageSet): void {
  for (let row = 0; row < pages.length; row++) if (other[row] === 0) pages[row] = 0;
}

function addTo(pages: PageSet, other: PageSet): void {
  for (let row = 0; row < pages.length; row++) if (other[row] !== 0) pages[row] = 1;
}

function takeFrom(pages: PageSet, other: PageSet): void {
  for (let row = 0; row < pages.length; row++) if (other[row] !== 0) pages[row] = 0;
}
