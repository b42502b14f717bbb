/** Counts from the index of page texts: how many pages of which kind, never a word of them. Reads only. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../../../node/sqlite/open-database.ts';
import { readFacts } from '../text-index/page-facts.ts';
import { TEXT_INDEX_BROKEN } from '../text-index/open-text-file.ts';
import { TEXT_FILE } from '../text-index/text-index.ts';

/** @throws TroubleError TEXT_INDEX_BROKEN, FILE_MISSING: it is made anew by the next host */
export function tellOfTexts(folder: string): object {
  const file = path.join(folder, TEXT_FILE);
  const { size } = statSync(file);
  const db = openDatabase(file, { broken: TEXT_INDEX_BROKEN, readOnly: true });
  try {
    const number = (sql: string): number => db.prepare<{ n: number | null }>(sql).get()?.n ?? 0;
    const meta = (key: string) =>
      db.prepare<{ value: string | number }>('SELECT value FROM meta WHERE key = ?').get(key)?.value ?? null;
    const kinds = db
      .prepare<{ facts: number; n: number }>('SELECT facts, count(*) AS n FROM page GROUP BY facts')
      .all()
      .map(({ facts, n }) => ({ ...readFacts(facts), pages: n }));
    return {
      bytes: size,
      version: db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0,
      analyser: meta('analyser'),
      grant: meta('grant'),
      n: meta('n'),
      isFilled: meta('scan') === 'done',
      nodes: number('SELECT count(*) AS n FROM node'),
      suspects: number('SELECT count(*) AS n FROM suspect'),
      unread: number("SELECT count(*) AS n FROM page WHERE source = ''"),
      layersToRead: number('SELECT count(*) AS n FROM own_text'),
      profiles: number('SELECT count(*) AS n FROM profile'),
      kinds,
    };
  } finally {
    db.close();
  }
}
