/**
 * Whether `text.db` is what it should be, looked at beside the index that is in use: its pages by SQLite's own check, which goes
 * through the words too, and a sample of texts, whose every word has to lead to them. Reads only, on a connection of its own.
 */
import { openDatabase, type Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import { analyse } from '../../../shared/text/analyse.ts';
import { TEXT_INDEX_BROKEN } from './open-text-file.ts';
import { readFacts } from './page-facts.ts';
import { quoted, termsOf } from './terms.ts';
import { unpackText } from './text-codec.ts';

/** As many texts as take some seconds; of fewer, each. */
const SAMPLED = 1000;
/** Longer expressions are no better a sample. */
const MOST_TERMS = 400;

/** False: it is damaged. @throws TroubleError a disk code */
export function isSoundIndex(path: string): boolean {
  try {
    const db = openDatabase(path, { broken: TEXT_INDEX_BROKEN, readOnly: true });
    try {
      return db.snapshot(() => isSound(db));
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof TroubleError && error.code === TEXT_INDEX_BROKEN) return false;
    throw error;
  }
}

function isSound(db: Database): boolean {
  const answer = db.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').get()?.quick_check;
  if (answer !== 'ok') return false;
  const count = (table: string): number =>
    db.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0;
  return count('page_text') === count('page_words_docsize') && isSampleFound(db);
}

function isSampleFound(db: Database): boolean {
  const highest = db.prepare<{ id: number | null }>('SELECT max(id) AS id FROM page_text').get()?.id ?? 0;
  const next = db.prepare<{ id: number; facts: number; bytes: Uint8Array }>(
    'SELECT t.id, p.facts, t.bytes FROM page_text t JOIN page p ON p.id = t.id WHERE t.id >= ? ORDER BY t.id LIMIT 1',
  );
  // Bound as the double that a number is, FTS5 would leave it out and answer with any page.
  const found = db.prepare<{ rowid: number }>(
    'SELECT rowid FROM page_words WHERE page_words MATCH ? AND rowid = CAST(? AS INTEGER)',
  );
  const isWhole = highest <= SAMPLED;
  for (let i = 1; i <= Math.min(SAMPLED, highest); i++) {
    const row = next.get(isWhole ? i : 1 + Math.floor(Math.random() * highest));
    if (row === undefined) continue;
    const tokens = analyse(unpackText(row.bytes), readFacts(row.facts).kind);
    const terms = new Set(termsOf(tokens, []).split(' '));
    const asked = [...terms].slice(0, MOST_TERMS).map((term) => quoted(term));
    if (found.get(asked.join(' AND '), row.id) === undefined) return false;
  }
  return true;
}
