/**
 * `sync/files.db`: where each file is, here and at the centre. Derived: what is here comes from the vault, what is there from the
 * centre's own words, which files the archive names from the journal. Damaged or of another format it is made anew.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openDerived } from '../../../../node/sqlite/derived-database.ts';
import type { Database } from '../../../../node/sqlite/open-database.ts';

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
  ) STRICT, WITHOUT ROWID`;

/** The file, below the data folder. */
export const FILES_DB = path.join('sync', 'files.db');

export function openFilesDb(dataFolder: string): Database {
  const file = path.join(dataFolder, FILES_DB);
  mkdirSync(path.dirname(file), { recursive: true });
  return openDerived(file, { broken: 'SYNC_FILES_BROKEN', format: FORMAT, schema: SCHEMA });
}
