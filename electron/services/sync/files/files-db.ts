/**
 * `sync/files.db`: where each file is, here and at the centre. Derived: what is here comes from the vault, what is there from the
 * centre's own words, which files the archive names from the journal. Damaged or of another format it is made anew.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openDatabase, type Database } from '../../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../../shared/result.ts';

const BROKEN = 'SYNC_FILES_BROKEN';
const FORMAT = 1;
const SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  -- Sealed batches of this vault. state: here, waiting, placed, refused; at: when it was sealed.
  CREATE TABLE batches (
    path TEXT PRIMARY KEY, batch TEXT NOT NULL, at TEXT NOT NULL, files INTEGER NOT NULL, bytes INTEGER NOT NULL,
    state TEXT NOT NULL, durable INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX batches_to_send ON batches (at, path) WHERE state IN ('here', 'waiting');
  CREATE INDEX batches_by_state ON batches (state, durable);
  -- The way of each file; batch: the sealed batch's path, 'open', or 'single' for one that was fetched or carried here.
  CREATE TABLE files (
    sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, batch TEXT NOT NULL, here TEXT NOT NULL, there TEXT NOT NULL,
    moving TEXT NOT NULL, durable INTEGER NOT NULL, held INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX files_by_batch ON files (batch);
  CREATE INDEX files_behind ON files (sha256) WHERE here = 'stored' AND there <> 'verified';
  -- What records name. kind: master (a scan), page (a picture of it), text (a reading).
  CREATE TABLE named (
    rec TEXT NOT NULL, kind TEXT NOT NULL, sha256 TEXT NOT NULL, page INTEGER NOT NULL,
    PRIMARY KEY (rec, kind, sha256, page)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX named_by_file ON named (sha256, kind);
  -- Pictures of scans that are here. state: todo, there, none.
  CREATE TABLE pictures (
    master TEXT NOT NULL, page INTEGER NOT NULL, size TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (master, page, size)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX pictures_to_send ON pictures (size DESC, master, page) WHERE state = 'todo';
  -- What was chosen to be here and is not: sha256 of a file, or of a picture's scan with page and size.
  CREATE TABLE wants (
    sha256 TEXT NOT NULL, page INTEGER NOT NULL, what TEXT NOT NULL,
    PRIMARY KEY (what, sha256, page)
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${FORMAT};`;

/** The file, below the data folder. */
export const FILES_DB = path.join('sync', 'files.db');

export function openFilesDb(dataFolder: string): Database {
  const file = path.join(dataFolder, FILES_DB);
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    return openSound(file);
  } catch (error) {
    if (!(error instanceof TroubleError) || error.code !== BROKEN) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return openSound(file);
  }
}

function openSound(file: string): Database {
  const db = openDatabase(file, { broken: BROKEN });
  try {
    const version = db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version;
    const tables = db.prepare<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n;
    if (version === 0 && tables === 0) db.transaction(() => db.exec(SCHEMA));
    else if (version !== FORMAT) throw new TroubleError(BROKEN, { path: file });
    // All of it can be derived again: a power cut may cost the last moments.
    db.exec('PRAGMA synchronous = NORMAL');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
