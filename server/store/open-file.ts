/**
 * Opens a SQLite file of the server, or makes it: marked as ours, brought to the newest version step by step. A published step
 * is never edited; what must change is a further step.
 */
import { openDatabase, type Database } from '../../node/sqlite/open-database.ts';
import { TroubleError } from '../../shared/result.ts';

export type FileKind = {
  /** Marks the file for whoever looks at it. */
  readonly application: number;
  /** What a damaged file is called, such as `LOG_BROKEN`. */
  readonly broken: string;
  /** What a file of a newer program is called. */
  readonly newer: string;
  /** The SQL of each version, the first one first. */
  readonly steps: readonly string[];
};

/** Opens or makes the file. @throws TroubleError `kind.broken`, `kind.newer`, or a disk code; the file is as it was then */
export function openServerFile(path: string, kind: FileKind): Database {
  const db = openDatabase(path, { broken: kind.broken });
  try {
    const isEmpty = version(db) === 0 && pragma(db, 'application_id') === 0 && isWithoutTables(db);
    if (!isEmpty) refuseForeign(db, kind);
    for (const [i, step] of kind.steps.entries()) {
      db.transaction(() => {
        // Asked inside: another process may have made the same step meanwhile.
        if (version(db) > i) return;
        if (i === 0) db.exec(`PRAGMA application_id = ${kind.application}`);
        db.exec(step);
        db.exec(`PRAGMA user_version = ${i + 1}`);
      });
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens an existing file for reading only. @throws TroubleError as `openServerFile`, FILE_MISSING */
export function readServerFile(path: string, kind: FileKind): Database {
  const db = openDatabase(path, { broken: kind.broken, readOnly: true });
  try {
    refuseForeign(db, kind);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function refuseForeign(db: Database, kind: FileKind): void {
  if (pragma(db, 'application_id') !== kind.application || version(db) === 0)
    throw new TroubleError(kind.broken, { path: db.path });
  if (version(db) > kind.steps.length) throw new TroubleError(kind.newer, { path: db.path });
}

function version(db: Database): number {
  return pragma(db, 'user_version');
}

function pragma(db: Database, name: 'application_id' | 'user_version'): number {
  return db.prepare<Record<string, number>>(`PRAGMA ${name}`).get()?.[name] ?? 0;
}

function isWithoutTables(db: Database): boolean {
  return db.prepare<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n === 0;
}
