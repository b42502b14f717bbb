/** Other engines as their users get them, over the same pages: SQLite FTS5 with unicode61, MiniSearch and FlexSearch by default. */
import { Index } from 'flexsearch';
import MiniSearch from 'minisearch';
import { statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { MadeUpPage } from '../../fixtures/made-up-pages.ts';
import type { PageQuery } from './page-queries.ts';

/** How many pages an engine found; whether the wanted one is among them is asked beside the clock. */
export type PageAnswer = { readonly total: number; has(): Promise<boolean> | boolean };

export type PageEngine = {
  /** Takes pages in, in the order of their numbers. */
  add(no: number, page: MadeUpPage): Promise<void> | void;
  /** All are in. */
  settle(): Promise<void> | void;
  ask(query: PageQuery): Promise<PageAnswer> | PageAnswer;
  /** Bytes on the disk; null for what lives in memory. */
  bytes(): number | null;
  close(): Promise<void> | void;
};

const LIMIT = 50;
const BATCH = 2000;

/** Queries are written in the engine's own way; ranked by BM25, as its users do. */
export function openFts5(folder: string): PageEngine {
  const file = path.join(folder, 'fts5.db');
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE VIRTUAL TABLE pages USING fts5(words, content = '', tokenize = unicode61); BEGIN`);
  const insert = db.prepare('INSERT INTO pages (rowid, words) VALUES (?, ?)');
  const count = db.prepare('SELECT count(*) AS total FROM pages WHERE pages MATCH ?');
  const ranked = db.prepare('SELECT rowid FROM pages WHERE pages MATCH ? ORDER BY rank LIMIT ?');
  const holds = db.prepare(
    'SELECT count(*) AS total FROM pages WHERE pages MATCH ? AND rowid BETWEEN ? AND ?',
  );
  return {
    add(no, { text }) {
      insert.run(no + 1, text);
      if (no % BATCH === BATCH - 1) db.exec('COMMIT; BEGIN');
    },
    settle: () => db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)'),
    ask({ text, page }) {
      ranked.all(text, LIMIT);
      return {
        total: Number(count.get(text)?.['total'] ?? 0),
        has: () => Number(holds.get(text, page + 1, page + 1)?.['total'] ?? 0) > 0,
      };
    },
    bytes: () => statSync(file).size,
    close: () => db.close(),
  };
}

export function openMiniSearch(): PageEngine {
  const index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'] });
  return {
    add: (no, { text }) => index.add({ id: no, text }),
    settle: () => undefined,
    ask({ text, page, kind }) {
      const found = index.search(text.replaceAll(/["*]/gu, ''), {
        combineWith: 'AND',
        prefix: kind === 'prefix',
      });
      return { total: found.length, has: () => found.some(({ id }) => id === page) };
    },
    bytes: () => null,
    close: () => undefined,
  };
}

/** Its answers end at a limit, so that it is asked for all: a total is what others tell too. */
export function openFlexSearch(): PageEngine {
  const index = new Index();
  return {
    add: (no, { text }) => void index.add(no, text),
    settle: () => undefined,
    ask({ text, page }) {
      const found = index.search(text.replaceAll(/["*]/gu, ''), { limit: 2_000_000 });
      return { total: found.length, has: () => found.includes(page) };
    },
    bytes: () => null,
    close: () => undefined,
  };
}
