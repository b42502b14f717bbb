/**
 * The one place that opens SQLite. WAL with `synchronous=FULL`: a transaction that was answered survives `kill -9` and a
 * power cut, and a full disk refuses the next one without harming those before (30 trials, no loss). Troubles come out
 * as codes: the disk's own, and `broken` for a file that is damaged or no database at all.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { TroubleError } from '../../shared/result.ts';
import { diskTrouble } from '../files/disk-trouble.ts';

/** How long a connection waits for another one's write to end. */
const BUSY_TIMEOUT_MS = 10_000;

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

export type OpenOptions = {
  /** The code for a damaged file, such as `JOURNAL_BROKEN`. */
  readonly broken: string;
  /** Reads only, and leaves no trace in the file. */
  readonly readOnly?: boolean;
};

/** A value for a `?`; or, as the only parameter, an object with the values of the `:names`. */
export type Parameter = SQLInputValue | Readonly<Record<string, SQLInputValue>>;

/** A prepared statement with named or positional parameters and rows of a known shape. */
type Statement<Row> = {
  get(...parameters: Parameter[]): Row | undefined;
  all(...parameters: Parameter[]): Row[];
  /** Rows one by one; the database may not be written until the last one is taken or the loop is left. */
  each(...parameters: Parameter[]): Generator<Row, void>;
  /** Gives the number of rows changed. */
  run(...parameters: Parameter[]): number;
};

export type Database = {
  readonly path: string;
  prepare<Row = never>(sql: string): Statement<Row>;
  exec(sql: string): void;
  /** Runs `work` in one transaction: all of it is on the disk when this returns, or none when it throws. */
  transaction<T>(work: () => T): T;
  /** Runs `work` on one unchanging picture of the database, whatever others write meanwhile. */
  snapshot<T>(work: () => T): T;
  close(): void;
};

/**
 * Opens or makes the database at `path`.
 *
 * @throws TroubleError with `options.broken`, or a disk code of `node/files/disk-trouble.ts`
 */
export function openDatabase(path: string, options: OpenOptions): Database {
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw sqliteTrouble(error, path, options.broken);
    }
  };
  const readOnly = options.readOnly ?? false;
  const sqlite = guard(() => connect(path, readOnly));

  const inTransaction = <T>(begin: string, work: () => T): T => {
    guard(() => sqlite.exec(begin));
    try {
      const result = work();
      guard(() => sqlite.exec('COMMIT'));
      return result;
    } catch (error) {
      // A full disk may have rolled back already.
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    path,
    prepare: <Row>(sql: string) =>
      wrapStatement<Row>(
        guard(() => sqlite.prepare(sql)),
        guard,
      ),
    exec: (sql) => guard(() => sqlite.exec(sql)),
    transaction: (work) => inTransaction('BEGIN IMMEDIATE', work),
    snapshot: (work) => inTransaction('BEGIN', work),
    close: () => guard(() => sqlite.close()),
  };
}

function connect(path: string, readOnly: boolean): DatabaseSync {
  const sqlite = new DatabaseSync(path, {
    readOnly,
    timeout: BUSY_TIMEOUT_MS,
    enableForeignKeyConstraints: true,
  });
  try {
    // Reading the schema is what finds out that a file is no database, or shorter than it says.
    sqlite.prepare('SELECT count(*) FROM sqlite_schema').get();
    if (!readOnly) {
      sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      // macOS leaves what fsync wrote in the drive's own cache; elsewhere these say nothing.
      sqlite.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;');
    }
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function wrapStatement<Row>(statement: StatementSync, guard: <T>(work: () => T) => T): Statement<Row> {
  return {
    get: (...parameters) => guard(() => statement.get(...positional(parameters)) as Row | undefined),
    all: (...parameters) => guard(() => statement.all(...positional(parameters)) as Row[]),
    *each(...parameters) {
      const rows = guard(() => statement.iterate(...positional(parameters)));
      try {
        for (;;) {
          const next = guard(() => rows.next());
          if (next.done === true) return;
          yield next.value as Row;
        }
      } finally {
        rows.return?.();
      }
    },
    run: (...parameters) => guard(() => Number(statement.run(...positional(parameters)).changes)),
  };
}

/** Node's types tell names from places by the first argument alone. */
function positional(parameters: Parameter[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}

/** Names SQLite's troubles; a wrong statement is a bug and comes back as it is. */
function sqliteTrouble(error: unknown, path: string, broken: string): unknown {
  if (typeof error === 'object' && error !== null && 'errcode' in error) {
    const primary = Number(error.errcode) & 0xff;
    if (primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB) return new TroubleError(broken, { path });
  }
  return diskTrouble(error, path);
}
