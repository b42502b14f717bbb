/** An archive's log in a backup: one unchanging picture of it as a file of its own, and what it says of itself. */
import type { JournalFacts } from '../../node/backup/backup-manifest.ts';
import { copyDatabase } from '../../node/backup/copy-database.ts';
import type { Database } from '../../node/sqlite/open-database.ts';
import { TroubleError } from '../../shared/result.ts';
import { toHex } from '../store/archive-columns.ts';
import { metaOf, readArchiveFile } from '../store/archive-file.ts';
import { verifyLog } from '../store/verify-log.ts';

/** What a log in a backup says of itself; `n` of the facts is the number of its last entry. */
export type LogFacts = { readonly facts: JournalFacts; readonly epoch: string; readonly logHash: string };

/** Copies a running archive's log. @throws TroubleError LOG_BROKEN, FILE_MISSING, or a disk code */
export async function copyLog(path: string, copy: string): Promise<void> {
  const db = readArchiveFile(path);
  try {
    await copyDatabase(db, copy, 'LOG_BROKEN');
  } finally {
    db.close();
  }
}

/**
 * Reads a copied log through: the file, every chain, the log's own hash; with `states` every record's state too.
 *
 * @throws TroubleError BACKUP_UNSOUND with what was found
 */
export function judgeLog(path: string, options: { readonly states: boolean }): LogFacts {
  const db = readArchiveFile(path);
  try {
    const { codes } = verifyLog(db, options);
    if (codes.length > 0)
      throw new TroubleError('BACKUP_UNSOUND', {
        path,
        archive: metaOf(db, 'archive'),
        found: codes.join(' '),
      });
    return factsOf(db);
  } finally {
    db.close();
  }
}

/** Whether everything that `facts` knows is in the log at `path` too: each replica, as far, with the same chain. */
export function holdsAll(path: string, facts: JournalFacts): boolean {
  const db = readArchiveFile(path);
  try {
    const select = db.prepare<{ hash: Uint8Array }>(
      'SELECT ops.hash FROM ops JOIN replicas ON replicas.no = ops.replica WHERE replicas.id = ? AND ops.seq = ?',
    );
    return facts.replicas.every(({ id, seq, hash }) => {
      const found = seq === 0 ? null : select.get(id, seq);
      return found === null || (found !== undefined && toHex(found.hash) === hash);
    });
  } finally {
    db.close();
  }
}

function factsOf(db: Database): LogFacts {
  const count = (sql: string) => db.prepare<{ count: number }>(sql).get()?.count ?? 0;
  const last = db
    .prepare<{ srv: number; hash: Uint8Array }>('SELECT srv, hash FROM log ORDER BY srv DESC LIMIT 1')
    .get();
  return {
    facts: {
      archive: String(metaOf(db, 'archive')),
      n: last?.srv ?? 0,
      ops: count('SELECT count(*) AS count FROM ops'),
      records: count('SELECT count(*) AS count FROM records'),
      replicas: db
        .prepare<{ id: string; seq: number; hash: Uint8Array }>(
          'SELECT id, seq, hash FROM replicas ORDER BY no',
        )
        .all()
        .map(({ id, seq, hash }) => ({ id, seq, hash: toHex(hash) })),
    },
    epoch: String(metaOf(db, 'epoch')),
    logHash: last === undefined ? '' : toHex(last.hash),
  };
}
