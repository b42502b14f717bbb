/**
 * SQLite FTS5 over the same entries, in a process of its own so that its memory can be told. Its order is one JSON file:
 * the entries as lines of words, and the queries as FTS5 expressions; the answer goes to the parent.
 */
import { readFileSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

export type Fts5Order = {
  readonly database: string;
  readonly entries: string;
  readonly expressions: readonly string[];
  readonly repeats: number;
  readonly limit: number;
};

export type Fts5Answer = {
  readonly buildMs: number;
  readonly fileMib: number;
  /** What the process grew by while it built, and while it was asked. */
  readonly grownMib: number;
  readonly totals: readonly number[];
  /** By BM25, which is what its users get. */
  readonly rankedMs: readonly number[];
  /** Counted, and the first by number: no ranking at all. */
  readonly unrankedMs: readonly number[];
};

const MIB = 2 ** 20;

function run({ database, entries, expressions, repeats, limit }: Fts5Order): Fts5Answer {
  const lines = readFileSync(entries, 'utf8').split('\n');
  const before = process.memoryUsage.rss();
  const began = performance.now();
  const db = new DatabaseSync(database);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE VIRTUAL TABLE entries USING fts5(words, content = '', prefix = '1 2 3',
      tokenize = "unicode61 remove_diacritics 0 tokenchars '-'");
    BEGIN`);
  const insert = db.prepare('INSERT INTO entries (rowid, words) VALUES (?, ?)');
  for (const [i, words] of lines.entries()) insert.run(i + 1, words);
  db.exec("COMMIT; INSERT INTO entries (entries) VALUES ('optimize'); PRAGMA wal_checkpoint(TRUNCATE)");
  const buildMs = performance.now() - began;

  const count = db.prepare('SELECT count(*) AS total FROM entries WHERE entries MATCH ?');
  const ranked = db.prepare('SELECT rowid FROM entries WHERE entries MATCH ? ORDER BY rank LIMIT ?');
  const unranked = db.prepare('SELECT rowid FROM entries WHERE entries MATCH ? LIMIT ?');
  const totals: number[] = [];
  const time = (work: () => unknown): number => {
    const began = performance.now();
    work();
    return performance.now() - began;
  };
  const [rankedMs, unrankedMs]: [number[], number[]] = [[], []];
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const expression of expressions) {
      if (repeat === 0) totals.push(Number(count.get(expression)?.['total'] ?? 0));
      rankedMs.push(time(() => [count.get(expression), ranked.all(expression, limit)]));
      unrankedMs.push(time(() => [count.get(expression), unranked.all(expression, limit)]));
    }
  }
  const grownMib = (process.memoryUsage.rss() - before) / MIB;
  db.close();
  return { buildMs, fileMib: statSync(database).size / MIB, grownMib, totals, rankedMs, unrankedMs };
}

process.once('message', (order) => {
  process.send?.(run(order as Fts5Order), () => process.exit(0));
});
