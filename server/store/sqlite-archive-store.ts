/**
 * An archive's store on SQLite: one connection writes, another reads pictures beside it, which WAL keeps apart. Both belong
 * to one thread, so every call inside a transaction is answered at once.
 */
import type { Database } from '../../node/sqlite/open-database.ts';
import type { ArchiveStore } from '../../shared/sync/archive/archive-store.ts';
import { createArchiveRead } from './archive-read.ts';
import { createArchiveWriter } from './archive-write.ts';
import { createTurns } from './turns.ts';

/** The store over two connections to one file; `write` is refused without a writer. */
export function createSqliteArchiveStore(connections: {
  readonly writer: Database | null;
  readonly reader: Database;
}): ArchiveStore {
  const { writer, reader } = connections;
  const reads = createArchiveRead(reader);
  const writes = writer === null ? null : createArchiveWriter(writer, createArchiveRead(writer));
  const readTurns = createTurns();
  const writeTurns = createTurns();
  return {
    read: (work) => readTurns(() => inPicture(reader, () => work(reads))),
    write: (work) =>
      writeTurns(async () => {
        if (writer === null || writes === null) throw new Error('this connection only reads');
        try {
          return await inTransaction(writer, () => work(writes.tx));
        } catch (error) {
          writes.forget();
          throw error;
        }
      }),
  };
}

async function inTransaction<T>(db: Database, work: () => Promise<T>): Promise<T> {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = await work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

async function inPicture<T>(db: Database, work: () => Promise<T>): Promise<T> {
  db.exec('BEGIN');
  try {
    return await work();
  } finally {
    rollBack(db);
  }
}

/** A full disk may have rolled back already. */
function rollBack(db: Database): void {
  try {
    db.exec('ROLLBACK');
  } catch {
    // There was no transaction left.
  }
}
