/**
 * The tables of `journal.db` and the steps from each published version to the next. A published step is never edited:
 * what must change is a further step. Each runs in one transaction with its version number, so a file is of one version
 * or of the next.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import { readDoc, toColumns } from './record-row.ts';

export type Migration = {
  readonly version: number;
  readonly why: string;
  readonly up: string;
  /** What SQL cannot tell; in the same transaction. */
  readonly fill?: (db: Database) => void;
};

/** From this version on a journal is one station's of many. */
export const STATIONS_VERSION = 4;

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
  {
    version: 4,
    why: 'many stations: what the centre has, what of it is not here, and what waits',
    up: `
      -- What the centre has of each replica, what of that is in a backup there, how far a replica that was given up had been
      -- written here, and why nothing of it is sent.
      ALTER TABLE replicas ADD COLUMN acked INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE replicas ADD COLUMN durable INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE replicas ADD COLUMN wrote INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE replicas ADD COLUMN trouble TEXT;
      CREATE INDEX replicas_by_clock ON replicas (clock);

      -- "applied" is 1; 0: waits, for a newer program or for the rest of its step; 2: withheld, not in the shared states, and
      -- "why" says the reason. n is 0 for history that was brought after the states that it had led to.
      ALTER TABLE ops ADD COLUMN why TEXT;
      DROP INDEX ops_waiting;
      CREATE INDEX ops_waiting ON ops (applied, replica, seq) WHERE applied <> 1;

      CREATE INDEX ops_with_why ON ops (replica, seq) WHERE why IS NOT NULL;

      -- Ops of a replica that are not here, with the chain's hash at their end. 'before': contained in states that came whole.
      CREATE TABLE gaps (
        replica INTEGER NOT NULL REFERENCES replicas (no),
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        hash BLOB NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('before', 'withheld')),
        rec TEXT,
        why TEXT,
        PRIMARY KEY (replica, first)
      ) STRICT, WITHOUT ROWID;

      -- Bytes that lost the argument over their own id; never read for a state again, and never thrown away.
      CREATE TABLE forked (
        pos INTEGER PRIMARY KEY,
        n INTEGER NOT NULL,
        replica TEXT NOT NULL,
        seq INTEGER NOT NULL,
        rec TEXT NOT NULL,
        bytes BLOB NOT NULL
      ) STRICT;

      -- Of which place in the centre's log a record's state is that came whole, until the log is followed that far.
      CREATE TABLE floors (
        rec TEXT PRIMARY KEY,
        epoch TEXT NOT NULL,
        srv INTEGER NOT NULL,
        without TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE floor_vectors (
        epoch TEXT NOT NULL,
        srv INTEGER NOT NULL,
        vector TEXT NOT NULL,
        PRIMARY KEY (epoch, srv)
      ) STRICT, WITHOUT ROWID;
      -- Records whose state has to be asked of the centre.
      CREATE TABLE wanted (rec TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
      -- The newest signature of the device that writes a replica, as JSON.
      CREATE TABLE seals (replica TEXT PRIMARY KEY, seq INTEGER NOT NULL, seal TEXT NOT NULL) STRICT, WITHOUT ROWID;

      -- The parts of a snapshot that are here; they become records all at once.
      CREATE TABLE staged_parts (no INTEGER PRIMARY KEY) STRICT;
      CREATE TABLE staged_rows (
        no INTEGER PRIMARY KEY,
        part INTEGER NOT NULL REFERENCES staged_parts (no),
        put TEXT NOT NULL
      ) STRICT;
      CREATE INDEX staged_by_part ON staged_rows (part);

      -- Records that changed without an op of their own, under the local number at which they did: whatever follows the ops
      -- is told of these too.
      CREATE TABLE puts (
        n INTEGER NOT NULL,
        pos INTEGER NOT NULL,
        rec TEXT NOT NULL,
        mark BLOB NOT NULL,
        PRIMARY KEY (n, pos)
      ) STRICT, WITHOUT ROWID;
      CREATE VIEW told (n, pos, rec, mark) AS
        SELECT n, pos, rec, hash FROM ops UNION ALL SELECT n, pos, rec, mark FROM puts;

      -- What the centre does not have yet: so many ops of each record. Kept once a centre is known.
      CREATE TABLE unsent (rec TEXT PRIMARY KEY, page INTEGER NOT NULL, ops INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX unsent_pages ON unsent (page);

      -- The number as a key that sorts, for codes that are given twice.
      ALTER TABLE records ADD COLUMN number TEXT;
      CREATE INDEX records_numbered ON records (parent, t, number, id) WHERE number IS NOT NULL AND deleted = 0;
      CREATE INDEX records_inner ON records (id, parent) WHERE t IN ('section', 'heading');
    `,
    fill: tellNumbers,
  },
];

/** The version of the tables in this file; 0 in an empty one. */
export function schemaVersion(db: Database): number {
  return db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
}

/**
 * What was told under which local number, as (n, pos, rec, mark): the ops and the states that came whole. A journal
 * that nobody has brought up yet, such as one in an old backup, has ops only.
 */
export function toldIn(db: Database): string {
  return schemaVersion(db) >= STATIONS_VERSION ? 'told' : '(SELECT n, pos, rec, hash AS mark FROM ops)';
}

/** The newest version that these steps lead to. */
export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** Brings the tables to the newest version, step by step; call `refuseNewer` before. */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  for (const { version, up, fill } of migrations) {
    if (version <= schemaVersion(db)) continue;
    db.transaction(() => {
      db.exec(up);
      fill?.(db);
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

/** Fills the column of numbers of a journal that has records already. */
function tellNumbers(db: Database): void {
  const slice = db.prepare<{ id: string; doc: string }>(
    "SELECT id, doc FROM records WHERE t <> 'page' AND id > ? ORDER BY id LIMIT 1000",
  );
  const update = db.prepare('UPDATE records SET number = ? WHERE id = ?');
  for (let after = ''; ;) {
    const rows = slice.all(after);
    for (const { id, doc } of rows) {
      const { number } = toColumns(readDoc(doc));
      if (number !== null) update.run(number, id);
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
