/** The tables of `jobs.db`, as a row of steps: a file of an earlier program is brought up to date, step by step. */
import type { Database } from '../../../node/sqlite/open-database.ts';

/** Each brings the file from the version of its place to the next. They are never changed, only added to. */
const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE IF NOT EXISTS imports (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, begun TEXT NOT NULL, parent TEXT, state TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS files (
  import TEXT NOT NULL REFERENCES imports (id), no INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,
  state TEXT NOT NULL, batch TEXT NOT NULL, place TEXT NOT NULL, code TEXT, warnings TEXT NOT NULL, sha256 TEXT,
  mime TEXT, pages INTEGER, document TEXT, opening TEXT NOT NULL, derived INTEGER NOT NULL,
  PRIMARY KEY (import, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_state ON files (import, state, no);
CREATE INDEX IF NOT EXISTS files_by_batch ON files (batch, no);
CREATE TABLE IF NOT EXISTS jobs (
  at INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, state TEXT NOT NULL,
  done INTEGER NOT NULL, total INTEGER NOT NULL, title TEXT NOT NULL, code TEXT, payload TEXT NOT NULL
) STRICT;
`,
  // 2: jobs that rest, and what failed in them.
  `
ALTER TABLE jobs ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN begun INTEGER;
ALTER TABLE jobs ADD COLUMN ended INTEGER;
ALTER TABLE jobs ADD COLUMN numbers TEXT NOT NULL DEFAULT '{}';
ALTER TABLE jobs ADD COLUMN retried TEXT;
CREATE TABLE failures (
  no INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL,
  record TEXT, details TEXT, UNIQUE (job, key)
) STRICT;
CREATE INDEX failures_by_job ON failures (job, no);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_sha256 ON files (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX files_by_document ON files (document) WHERE document IS NOT NULL;
`,
  // 3: files that become pages of a unit's sheaf.
  `
ALTER TABLE files ADD COLUMN bound TEXT;
`,
  // 4: large pages whose tiles are to be made before anybody looks.
  `
CREATE TABLE wanted_tiles (
  at INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, page INTEGER NOT NULL, name TEXT NOT NULL, record TEXT,
  UNIQUE (sha256, page)
) STRICT;
`,
];

/** Brings the file up to this program's version; one of a later program is left as it is, for columns are only added. */
export function migrate(database: Database): void {
  const stored = database.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
  for (const [at, step] of MIGRATIONS.entries()) {
    if (at < stored) continue;
    database.transaction(() => database.exec(`${step} PRAGMA user_version = ${at + 1};`));
  }
}
