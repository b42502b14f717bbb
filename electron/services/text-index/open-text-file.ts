/**
 * Opens `text.db`, or makes it. It is derived: one that is damaged, of another version of program, analyser or grant, or of
 * another archive is taken away and made anew; where the disk takes none there is none.
 */
import { rmSync } from 'node:fs';
import { openDatabase, type Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import { SCHEMA_SQL, TEXT_APPLICATION_ID, TEXT_SCHEMA } from './schema.ts';

export const TEXT_INDEX_BROKEN = 'TEXT_INDEX_BROKEN';

/** What the file was made for: with any other value it is made anew. */
export type MadeFor = Readonly<Record<'archive' | 'analyser' | 'grant', string>>;

/** Why the file was made anew; null: it is the one that was there. */
export type Remade = 'missing' | 'damaged' | 'older' | 'newer' | 'other' | null;

export type OpenedText = { readonly db: Database; readonly remade: Remade };

/** 8 MB of pages in the cache. What the log beside it has is written into the file at moments of our own choice: see checkpoints.ts. */
const PRAGMAS = `
  PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 16000000;
  PRAGMA temp_store = MEMORY;`;

/** `path` may be `:memory:`. @throws TroubleError TEXT_INDEX_BROKEN when it cannot be made, or a disk code */
export function openTextFile(path: string, madeFor: MadeFor): OpenedText {
  let remade: Remade = null;
  try {
    const opened = connect(path);
    remade = whyNot(opened, madeFor);
    if (remade === null) return { db: opened, remade };
    opened.close();
  } catch (error) {
    if (!(error instanceof TroubleError) || error.code !== TEXT_INDEX_BROKEN) throw error;
    remade = 'damaged';
  }
  removeTextFile(path);
  const db = connect(path);
  db.transaction(() => {
    db.exec(SCHEMA_SQL);
    const put = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
    for (const [key, value] of Object.entries(madeFor)) put.run(key, value);
  });
  return { db, remade };
}

function connect(path: string): Database {
  const db = openDatabase(path, { broken: TEXT_INDEX_BROKEN });
  try {
    // A power cut may take the last transactions, never a part of one; they are taken from the journal again.
    db.exec(PRAGMAS);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function whyNot(db: Database, madeFor: MadeFor): Remade {
  const version = db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
  const tables = db.prepare<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
  if (version === 0 && tables === 0) return 'missing';
  const mark = db.prepare<{ application_id: number }>('PRAGMA application_id').get()?.application_id;
  if (mark !== TEXT_APPLICATION_ID) return 'damaged';
  if (version !== TEXT_SCHEMA) return version > TEXT_SCHEMA ? 'newer' : 'older';
  const value = db.prepare<{ value: unknown }>('SELECT value FROM meta WHERE key = ?');
  const isSame = Object.entries(madeFor).every(([key, wanted]) => value.get(key)?.value === wanted);
  return isSame ? null : 'other';
}

/** @throws TroubleError of the disk */
export function removeTextFile(path: string): void {
  if (path === ':memory:') return;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}
