/**
 * The tables of `journal.db` and the steps from each published version to the next. A published step is never edited:
 * what must change is a further step. Each runs in one transaction with its version number, so a file is of one version
 * or of the next.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';

export type Migration = { readonly version: number; readonly why: string; readonly up: string };

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    why: 'the first journal',
    up: `
      CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT;

      -- Everyone whose ops are here. Ours have a writer; seq, clock and hash are of the last op.
      CREATE TABLE replicas (
        no INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        writer TEXT UNIQUE,
        seq INTEGER NOT NULL,
        clock TEXT,
        hash BLOB NOT NULL
      ) STRICT;

      -- The log: nothing is deleted, and nothing updated but "applied" (with n) when an op that waited is understood.
      -- pos is the order of arrival.
      CREATE TABLE ops (
        pos INTEGER PRIMARY KEY,
        n INTEGER NOT NULL,
        replica INTEGER NOT NULL REFERENCES replicas (no),
        seq INTEGER NOT NULL,
        rec TEXT NOT NULL,
        applied INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        hash BLOB NOT NULL,
        UNIQUE (replica, seq)
      ) STRICT;
      CREATE INDEX ops_by_n ON ops (n);
      CREATE INDEX ops_by_record ON ops (rec);
      CREATE INDEX ops_waiting ON ops (pos) WHERE applied = 0;

      -- One row per record: doc is its state as JSON, the other columns are read out of it for queries.
      CREATE TABLE records (
        id TEXT PRIMARY KEY,
        t TEXT NOT NULL,
        n INTEGER NOT NULL,
        born INTEGER NOT NULL,
        parent TEXT,
        place TEXT NOT NULL,
        file TEXT,
        deleted INTEGER NOT NULL,
        followed INTEGER NOT NULL,
        doc TEXT NOT NULL
      ) STRICT;
      CREATE INDEX records_followed ON records (id) WHERE followed = 1;
      CREATE INDEX records_by_parent ON records (parent, place, id) WHERE parent IS NOT NULL;
      CREATE INDEX records_by_file ON records (file) WHERE file IS NOT NULL;

      -- Every change by its id, so that one sent twice is written once; reverse is what takes it back.
      CREATE TABLE commands (
        id TEXT PRIMARY KEY,
        n INTEGER NOT NULL,
        writer TEXT NOT NULL,
        command TEXT NOT NULL,
        grp TEXT,
        stack TEXT CHECK (stack IN ('done', 'undone')),
        reverse TEXT
      ) STRICT;
      CREATE INDEX commands_by_group ON commands (grp) WHERE grp IS NOT NULL;
      CREATE INDEX commands_on_stack ON commands (stack, n) WHERE stack IS NOT NULL;

      -- Heads that undo or redo wrote, and the heads whose place they took.
      CREATE TABLE stand_ins (heads TEXT PRIMARY KEY, original TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `,
  },
  {
    version: 2,
    why: 'a change of any size: it comes in parts, and is taken back act by act',
    up: `
      -- What takes a command back, act by act; the last act first.
      CREATE TABLE reverses (
        command TEXT NOT NULL REFERENCES commands (id),
        no INTEGER NOT NULL,
        reverse TEXT NOT NULL,
        UNIQUE (command, no)
      ) STRICT;
      INSERT INTO reverses (command, no, reverse)
        SELECT id, 0, reverse FROM commands WHERE reverse IS NOT NULL;
      ALTER TABLE commands DROP COLUMN reverse;
      -- A step that was written without the parts that never came.
      ALTER TABLE commands ADD COLUMN partial INTEGER NOT NULL DEFAULT 0;

      -- Steps whose author has not said yet that they are to be written, and the parts of them that are here.
      CREATE TABLE steps (
        id TEXT PRIMARY KEY,
        command TEXT NOT NULL,
        total INTEGER NOT NULL,
        began INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE step_parts (
        step TEXT NOT NULL REFERENCES steps (id),
        no INTEGER NOT NULL,
        count INTEGER NOT NULL,
        edits TEXT NOT NULL,
        UNIQUE (step, no)
      ) STRICT;
    `,
  },
  {
    version: 3,
    why: 'pages that look as if the wrong model had read them are found at once among all others',
    up: `
      CREATE INDEX records_misread ON records (id)
        WHERE t = 'page' AND deleted = 0 AND instr(doc, '"looksLike"') > 0;
    `,
  },
];

/** The version of the tables in this file; 0 in an empty one. */
export function schemaVersion(db: Database): number {
  return db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
}

/** The newest version that these steps lead to. */
export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** Brings the tables to the newest version, step by step; call `refuseNewer` before. */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  for (const { version, up } of migrations) {
    if (version <= schemaVersion(db)) continue;
    db.transaction(() => {
      db.exec(up);
      db.exec(`PRAGMA user_version = ${version}`);
    });
  }
}

/** @throws TroubleError JOURNAL_NEWER when a newer program has changed the tables */
export function refuseNewer(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  const version = schemaVersion(db);
  const known = latestVersion(migrations);
  if (version > known) throw new TroubleError('JOURNAL_NEWER', { path: db.path, version, known });
}
