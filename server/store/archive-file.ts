/** `log.db` of an archive: its log, its ops, its records' states. The tables, and how the file is made and opened. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from '../../node/sqlite/open-database.ts';
import { TroubleError } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { openServerFile, readServerFile, type FileKind } from './open-file.ts';

/** The file's name in the archive's folder. */
export const LOG_FILE = 'log.db';
/** What lies beside it: snapshots for stations that begin, and how the last backup went. */
export const SNAPSHOTS_FOLDER = 'snapshots';
export const BACKUP_NOTE_FILE = 'backup.json';

/** A push of a thousand ops writes some 4 MiB, much of it over and over the same pages: they go into the file less often. */
const CHECKPOINT_PAGES = 8000;
const CACHE_KIB = 16 * 1024;

const KIND: FileKind = {
  // `QOIL`
  application: 0x514f494c,
  broken: 'LOG_BROKEN',
  newer: 'SERVER_NEWER',
  steps: [
    `
    -- archive, epoch, durable.
    CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

    -- How far each replica is here, and how far of it is in a verified backup; hash is its chain's.
    CREATE TABLE replicas (
      no INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      seq INTEGER NOT NULL,
      hash BLOB NOT NULL,
      device TEXT,
      durable INTEGER NOT NULL
    ) STRICT;

    -- Every op, byte for byte. Nothing is deleted; status changes, and the text of one that came as its hash may follow.
    -- status: 0 held, 1 applied, 2 withheld.
    CREATE TABLE ops (
      pos INTEGER PRIMARY KEY,
      replica INTEGER NOT NULL REFERENCES replicas (no),
      seq INTEGER NOT NULL,
      rec TEXT NOT NULL,
      status INTEGER NOT NULL,
      hash BLOB NOT NULL,
      text TEXT,
      UNIQUE (replica, seq)
    ) STRICT;
    CREATE INDEX ops_held ON ops (replica, seq) WHERE status = 0;
    CREATE INDEX ops_without ON ops (rec) WHERE status <> 1;
    CREATE INDEX ops_lacking ON ops (replica, seq) WHERE text IS NULL;

    -- The log: its order is the truth about order. kind: 0 op, 1 withheld, 2 accepted; rest: so many further entries
    -- belong to the same transaction; hash: the log's, up to here.
    CREATE TABLE log (
      srv INTEGER PRIMARY KEY,
      kind INTEGER NOT NULL,
      op INTEGER NOT NULL REFERENCES ops (pos),
      rest INTEGER NOT NULL,
      hash BLOB NOT NULL
    ) STRICT;

    -- One row per record: its state as JSON.
    CREATE TABLE records (id TEXT PRIMARY KEY, doc TEXT NOT NULL) STRICT;

    CREATE TABLE withheld (
      replica INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      code TEXT NOT NULL,
      device TEXT,
      at TEXT NOT NULL,
      decided TEXT,
      PRIMARY KEY (replica, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE seals (
      replica TEXT PRIMARY KEY,
      seq INTEGER NOT NULL,
      hash TEXT NOT NULL,
      device TEXT NOT NULL,
      signature TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Files that ops name, by their sha256, with the replica that named each first: only such are taken and given.
    CREATE TABLE named (
      sha256 BLOB PRIMARY KEY,
      replica INTEGER NOT NULL REFERENCES replicas (no)
    ) STRICT, WITHOUT ROWID;
    `,
  ],
};

/**
 * Makes the file of a new archive, or opens the one that is there. An archive that has had a log gets no new one: an empty log
 * would hide that the disk with it is not there.
 *
 * @throws TroubleError LOG_BROKEN, LOG_MISSING, SERVER_NEWER, or a disk code
 */
export function openArchiveFile(path: string, archive: RecordId): Database {
  if (!existsSync(path)) refuseLost(path);
  const db = openServerFile(path, KIND);
  try {
    db.transaction(() => {
      const set = db.prepare('INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)');
      set.run('archive', archive);
      set.run('epoch', randomUUID());
      set.run('durable', 0);
    });
    if (metaOf(db, 'archive') !== archive) throw new TroubleError('LOG_BROKEN', { path });
    db.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA cache_size = -${CACHE_KIB};`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** What only lies beside a log that something was written to. */
function refuseLost(path: string): void {
  const folder = dirname(path);
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const snapshots = join(folder, SNAPSHOTS_FOLDER);
  const hadSnapshot = existsSync(snapshots) && readdirSync(snapshots).length > 0;
  if (wal > 0 || hadSnapshot || existsSync(join(folder, BACKUP_NOTE_FILE)))
    throw new TroubleError('LOG_MISSING', { path });
}

/** Opens an existing file as it is; for commands that repair and restore. @throws TroubleError as `openArchiveFile` */
export function openExistingArchiveFile(path: string): Database {
  readServerFile(path, KIND).close();
  return openServerFile(path, KIND);
}

/** Opens an existing file for reading only. @throws TroubleError LOG_BROKEN, SERVER_NEWER, FILE_MISSING, or a disk code */
export function readArchiveFile(path: string): Database {
  return readServerFile(path, KIND);
}

/** A single value of the file. @throws TroubleError LOG_BROKEN when it is not there */
export function metaOf(db: Database, key: 'archive' | 'epoch' | 'durable'): string | number {
  const value = db
    .prepare<{ value: string | number }>('SELECT value FROM meta WHERE key = ?')
    .get(key)?.value;
  if (value === undefined) throw new TroubleError('LOG_BROKEN', { path: db.path, part: key });
  return value;
}
