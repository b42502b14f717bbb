/**
 * Carries a plan out. FTS5 hands its rows over as one text of numbers: 120,000 rows take 7 ms so, and 40 ms as rows of their own.
 * Bounded steps: a part of the rows at a time.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { unreachable } from '../../../shared/must.ts';
import type { Pace } from './ask-pace.ts';
import type { Plan } from './ask-plan.ts';
import { common, createRowList, joined, NO_ROWS, rowsOfSet, without, type Rows } from './ask-rows.ts';

/** Rows of one statement; a word on every one of them takes 12 ms. */
const ROWS_AT_ONCE = 200_000;

export type PageFinder = {
  /** All pages of the index that the plan finds, whoever may see them. `size` is one more than the highest row. */
  run(plan: Plan, size: number, pace: Pace): Promise<Rows>;
  /** Hands over the rows that an expression finds, in parts and in their order, those below `size`. */
  rows(expression: string, size: number, pace: Pace, take: (row: number) => void): Promise<void>;
  /** The newest pages that an expression finds, at most so many. */
  newest(expression: string, most: number): Rows;
  /** BM25 of these rows, among which the expression finds at most so many; the larger the better, 0: not weighed. */
  weigh(expression: string, found: Rows, most: number): Float32Array;
};

export function createPageFinder(db: Database): PageFinder {
  const all = db.prepare<Ids>('SELECT group_concat(rowid) AS ids FROM page_words WHERE page_words MATCH ?');
  // Bound as the double that a number is, FTS5 would not begin and end at it, but look through all rows each time.
  const part = db.prepare<Ids>(
    'SELECT group_concat(rowid) AS ids FROM page_words WHERE page_words MATCH ? AND rowid >= CAST(? AS INTEGER) AND rowid < CAST(? AS INTEGER)',
  );
  const last = db.prepare<Ids>(
    `SELECT group_concat(id) AS ids
     FROM (SELECT rowid AS id FROM page_words WHERE page_words MATCH ? ORDER BY rowid DESC LIMIT ?)`,
  );
  const weights = db.prepare<{ id: number; weight: number }>(
    `SELECT rowid AS id, bm25(page_words) AS weight FROM page_words
     WHERE page_words MATCH ? AND rowid >= CAST(? AS INTEGER) AND rowid <= CAST(? AS INTEGER) LIMIT ?`,
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

  async function collect(expression: string, size: number, pace: Pace): Promise<Rows> {
    const list = createRowList();
    await rows(expression, size, pace, (row) => list.add(row));
    return list.rows();
  }

  async function run(plan: Plan, size: number, pace: Pace): Promise<Rows> {
    switch (plan.kind) {
      case 'none':
        return NO_ROWS;
      case 'every':
        return Uint32Array.from({ length: size - 1 }, (_, at) => at + 1);
      case 'words':
        return collect(plan.expression, size, pace);
      case 'set':
        return rowsOfSet(plan.pages.subarray(0, size));
      case 'both':
      case 'either': {
        const join = plan.kind === 'both' ? common : joined;
        let found: Rows | null = null;
        for (const part of plan.parts) {
          const own = await run(part, size, pace);
          found = found === null ? own : join(found, own);
        }
        return found ?? NO_ROWS;
      }
      case 'without':
        return without(await run(plan.from, size, pace), await run(plan.less, size, pace));
      default:
        return unreachable(plan);
    }
  }

  return {
    run,
    rows,
    newest(expression, most) {
      const list = createRowList();
      eachNumber(last.get(expression, most)?.ids ?? '', Infinity, (row) => list.add(row));
      return list.rows().reverse();
    },
    weigh(expression, found, most) {
      const told = new Float32Array(found.length);
      let at = 0;
      for (const { id, weight } of weights.all(expression, found[0] ?? 0, found.at(-1) ?? 0, most)) {
        while (at < found.length && (found[at] ?? 0) < id) at++;
        if (found[at] === id) told[at] = -weight;
      }
      return told;
    },
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
