/** The journal in a backup: one unchanging picture of it as a file of its own, and what it says of itself. */
import { statSync } from 'node:fs';
import type { JournalFacts } from '../../../node/backup/backup-manifest.ts';
import { copyDatabase } from '../../../node/backup/copy-database.ts';
import { openDatabase } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import { inspectJournal } from '../journal/journal-file.ts';
import { createMarks } from '../journal/marks.ts';
import { createMeta } from '../journal/meta.ts';
import { schemaVersion, STATIONS_VERSION } from '../journal/schema.ts';
import { verifyJournal } from '../journal/verify.ts';

type ReplicaRow = { id: string; seq: number; hash: Uint8Array };

/** The archive that the journal at `path` belongs to. @throws TroubleError as `inspectJournal` does, FILE_MISSING */
export function archiveOf(path: string): string {
  const db = inspectJournal(path);
  try {
    return createMeta(db).archive();
  } finally {
    db.close();
  }
}

/** What the journal at `path` says of itself, unchecked. */
export function tellJournal(path: string): JournalFacts {
  const db = inspectJournal(path);
  try {
    return factsOf(db);
  } finally {
    db.close();
  }
}

/** The number of a record's last change; null when there is no such record. One row by its key, on a connection of its own. */
export function numberOf(path: string, id: string): number | null {
  const db = openDatabase(path, { broken: 'JOURNAL_BROKEN', readOnly: true });
  try {
    return db.prepare<{ n: number }>('SELECT n FROM records WHERE id = ?').get(id)?.n ?? null;
  } finally {
    db.close();
  }
}

/** How many bytes a copy of the journal at `path` takes at most. */
export function sizeOfJournal(path: string): number {
  const sizes = [path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Copies the journal at `path`, which a host may be writing, to the new file `copy`: a connection of its own reads one
 * transaction's picture, so that writers neither wait nor are seen by halves. The copy is on the disk when this returns.
 */
export async function copyJournal(path: string, copy: string): Promise<void> {
  const db = inspectJournal(path);
  try {
    await copyDatabase(db, copy, 'JOURNAL_BROKEN');
  } finally {
    db.close();
  }
}

/**
 * Checks a copied journal as thoroughly as `qoima journal verify` does and tells what it holds.
 *
 * @throws TroubleError BACKUP_JOURNAL_UNSOUND with what was found
 */
export function judgeJournal(path: string): JournalFacts {
  const db = inspectJournal(path);
  try {
    const { ok, codes } = verifyJournal(db);
    if (!ok) throw new TroubleError('BACKUP_JOURNAL_UNSOUND', { path, found: codes.join(' ') });
    return factsOf(db);
  } finally {
    db.close();
  }
}

/**
 * Whether everything that `facts` knows is in the journal at `path` too: each of its replicas, as far, with the same chain.
 * When it is not, the backup that they come from has work that this journal lacks. What lost its number to another station is
 * kept apart, and counts.
 */
export function holdsAll(path: string, facts: JournalFacts): boolean {
  const db = inspectJournal(path);
  try {
    const selects = [
      'SELECT ops.hash AS hash FROM ops JOIN replicas ON replicas.no = ops.replica WHERE replicas.id = ? AND ops.seq = ?',
      ...(schemaVersion(db) < STATIONS_VERSION
        ? []
        : [
            `SELECT gaps.hash AS hash FROM gaps JOIN replicas ON replicas.no = gaps.replica
             WHERE replicas.id = ? AND gaps.last = ?`,
            'SELECT NULL AS hash FROM forked WHERE replica = ? AND seq = ?',
          ]),
    ].map((sql) => db.prepare<{ hash: Uint8Array | null }>(sql));
    return facts.replicas.every(({ id, seq, hash }) => {
      if (seq === 0) return true;
      const found = selects.map((select) => select.get(id, seq)).filter((row) => row !== undefined);
      return found.some((row) => row.hash === null || Buffer.from(row.hash).toString('hex') === hash);
    });
  } finally {
    db.close();
  }
}

/** The mark of the journal's last number, as `journal.head` tells it. */
export function markOf(path: string): string {
  const db = inspectJournal(path);
  try {
    const meta = createMeta(db);
    return createMarks(db, meta)(meta.localNumber());
  } finally {
    db.close();
  }
}

/** The sha256 of every file that the catalogue names, once each. */
export function filesNamed(path: string): string[] {
  const db = inspectJournal(path);
  try {
    return db
      .prepare<{ file: string }>('SELECT DISTINCT file FROM records WHERE file IS NOT NULL ORDER BY file')
      .all()
      .map(({ file }) => file);
  } finally {
    db.close();
  }
}

function factsOf(db: ReturnType<typeof inspectJournal>): JournalFacts {
  const count = (sql: string) => db.prepare<{ count: number }>(sql).get()?.count ?? 0;
  const meta = (key: string) =>
    db.prepare<{ value: unknown }>('SELECT value FROM meta WHERE key = ?').get(key)?.value;
  return {
    archive: String(meta('archive')),
    n: Number(meta('n') ?? 0),
    ops: count('SELECT count(*) AS count FROM ops'),
    records: count('SELECT count(*) AS count FROM records'),
    replicas: db
      .prepare<ReplicaRow>('SELECT id, seq, hash FROM replicas ORDER BY no')
      .all()
      .map(({ id, seq, hash }) => ({ id, seq, hash: Buffer.from(hash).toString('hex') })),
  };
}
