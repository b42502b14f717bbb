/**
 * `jobs.db`: which files came in and what became of them, and the jobs that are not done. It is not the truth: what is
 * stored stands in the vault's receipts and in the journal, so a lost or damaged one costs reports, never scans.
 */
import { renameSync, rmSync } from 'node:fs';
import { openDatabase, type Database, type Parameter } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { FileChange, FileRow, FileState, ImportRow, JobRow, JobsCalls } from './jobs-calls.ts';

const BROKEN = 'JOBS_BROKEN';

const SCHEMA = `
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
PRAGMA user_version = 1;
`;

type StoredFileRow = Omit<FileRow, 'warnings'> & { warnings: string };
type StoredJobRow = Omit<JobRow, 'payload'> & { payload: string };

const FILE_COLUMNS = [
  'import',
  'no',
  'path',
  'size',
  'state',
  'batch',
  'place',
  'code',
  'warnings',
  'sha256',
  'mime',
  'pages',
  'document',
  'opening',
  'derived',
] as const satisfies (keyof FileRow)[];

/** The calls of the thread on one database; `open` comes first. */
export function createJobsStore(): JobsCalls {
  let opened: (Database & { store: ReturnType<typeof prepare> }) | null = null;
  const store = () => {
    if (opened === null) throw new Error('jobs.db is not open');
    return opened.store;
  };

  return {
    open({ path, now }) {
      const { database, setAside } = openOrReplace(path, now);
      opened = { ...database, store: prepare(database) };
      return { setAside };
    },
    addImport: (row) => store().addImport(row),
    setImportState: (input) => store().setImportState(input),
    imports: () => store().imports(),
    import: (id) => store().import(id),
    addFiles: (input) => store().addFiles(input),
    putFile: (row) => store().putFile(row),
    changeFile: (input) => store().changeFile(input),
    file: (input) => store().file(input),
    fileInBatch: (input) => store().fileInBatch(input),
    files: (input) => store().files(input),
    filesIn: (input) => store().filesIn(input),
    filesToDerive: (input) => store().filesToDerive(input),
    deriveTotals: (id) => store().deriveTotals(id),
    counts: (id) => store().counts(id),
    nextNo: (id) => store().nextNo(id),
    putJob: (row) => store().putJob(row),
    jobs: (input) => store().jobs(input),
    close() {
      opened?.close();
      opened = null;
      return null;
    },
  };
}

function openOrReplace(path: string, now: number): { database: Database; setAside: string | null } {
  try {
    return { database: openPrepared(path), setAside: null };
  } catch (error) {
    if (!(error instanceof TroubleError) || error.code !== BROKEN) throw error;
    const setAside = `${path}.damaged-${now}`;
    renameSync(path, setAside);
    // The write-ahead log belongs to the damaged file; beside a new one it would be replayed into it.
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    return { database: openPrepared(path), setAside };
  }
}

function openPrepared(path: string): Database {
  const database = openDatabase(path, { broken: BROKEN });
  try {
    // A power cut may take the last changes back; the vault's receipts bring them again at the next start.
    database.exec('PRAGMA synchronous = NORMAL');
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: Database) {
  return { ...prepareImports(database), ...prepareFiles(database), ...prepareJobs(database) };
}

function prepareImports(database: Database) {
  const insert = database.prepare('INSERT OR IGNORE INTO imports VALUES (?, ?, ?, ?, ?)');
  const setState = database.prepare(
    'UPDATE imports SET state = ? WHERE id = ? AND state IN (SELECT value FROM json_each(?))',
  );
  const all = database.prepare<ImportRow>('SELECT * FROM imports ORDER BY begun, id');
  const one = database.prepare<ImportRow>('SELECT * FROM imports WHERE id = ?');
  return {
    addImport(row: ImportRow) {
      insert.run(row.id, row.source, row.begun, row.parent, row.state);
      return null;
    },
    setImportState({ id, state, from }: Parameters<JobsCalls['setImportState']>[0]) {
      setState.run(state, id, JSON.stringify(from));
      return null;
    },
    imports: () => all.all(),
    import: (id: string) => one.get(id) ?? null,
  };
}

function prepareFiles(database: Database) {
  const put = database.prepare(
    `INSERT OR REPLACE INTO files (${FILE_COLUMNS.join(', ')}) VALUES (${FILE_COLUMNS.map(() => '?').join(', ')})`,
  );
  const one = database.prepare<StoredFileRow>('SELECT * FROM files WHERE import = ? AND no = ?');
  const inBatch = database.prepare<StoredFileRow>('SELECT * FROM files WHERE batch = ? AND no = ?');
  const slice = database.prepare<StoredFileRow>(
    'SELECT * FROM files WHERE import = ? AND no > ? ORDER BY no LIMIT ?',
  );
  const inStates = database.prepare<StoredFileRow>(
    `SELECT * FROM files WHERE import = ? AND state IN (SELECT value FROM json_each(?)) AND no > ?
     ORDER BY no LIMIT ?`,
  );
  const toDerive = database.prepare<StoredFileRow>(
    `SELECT * FROM files WHERE import = ? AND state = 'stored' AND derived < pages ORDER BY no LIMIT ?`,
  );
  const totals = database.prepare<{ done: number; total: number }>(
    `SELECT coalesce(sum(derived), 0) AS done, coalesce(sum(pages), 0) AS total
     FROM files WHERE import = ? AND state = 'stored'`,
  );
  const counts = database.prepare<{ state: FileState; files: number }>(
    'SELECT state, count(*) AS files FROM files WHERE import = ? GROUP BY state',
  );
  const next = database.prepare<{ no: number }>(
    'SELECT coalesce(max(no) + 1, 0) AS no FROM files WHERE import = ?',
  );

  const putFile = (row: FileRow) => {
    put.run(
      ...FILE_COLUMNS.map((column): Parameter => {
        const value = row[column];
        return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
      }),
    );
    return null;
  };

  return {
    putFile,
    addFiles: ({ import: id, files }: Parameters<JobsCalls['addFiles']>[0]) =>
      database.transaction(() => {
        for (const file of files) putFile({ ...NEW_FILE, ...file, import: id });
        return null;
      }),
    changeFile: ({ import: id, no, change }: { import: string; no: number; change: FileChange }) =>
      database.transaction(() => {
        const row = one.get(id, no);
        if (row !== undefined) putFile({ ...toFile(row), ...change });
        return null;
      }),
    file({ import: id, no }: { import: string; no: number }) {
      const row = one.get(id, no);
      return row === undefined ? null : toFile(row);
    },
    fileInBatch({ batch, no }: { batch: string; no: number }) {
      const row = inBatch.get(batch, no);
      return row === undefined ? null : toFile(row);
    },
    files: ({ import: id, after, limit }: { import: string; after: number; limit: number }) =>
      slice.all(id, after, limit).map(toFile),
    filesIn: ({ import: id, states, after, limit }: Parameters<JobsCalls['filesIn']>[0]) =>
      inStates.all(id, JSON.stringify(states), after, limit).map(toFile),
    filesToDerive: ({ import: id, limit }: { import: string; limit: number }) =>
      toDerive.all(id, limit).map(toFile),
    deriveTotals: (id: string) => totals.get(id) ?? { done: 0, total: 0 },
    counts: (id: string) => Object.fromEntries(counts.all(id).map(({ state, files }) => [state, files])),
    nextNo: (id: string) => next.get(id)?.no ?? 0,
  };
}

const NEW_FILE = {
  state: 'expected',
  code: null,
  warnings: [],
  sha256: null,
  mime: null,
  pages: null,
  document: null,
  opening: '',
  derived: 0,
} as const satisfies Partial<FileRow>;

function toFile(row: StoredFileRow): FileRow {
  return { ...row, warnings: JSON.parse(row.warnings) as FileRow['warnings'] };
}

function prepareJobs(database: Database) {
  const put = database.prepare(
    `INSERT INTO jobs (id, kind, state, done, total, title, code, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, done = excluded.done, total = excluded.total,
       title = excluded.title, code = excluded.code, payload = excluded.payload`,
  );
  const columns = 'id, kind, state, done, total, title, code, payload';
  const list = database.prepare<StoredJobRow>(
    `SELECT ${columns} FROM jobs WHERE state IN ('waiting', 'running')
       OR at IN (SELECT at FROM jobs WHERE state NOT IN ('waiting', 'running') ORDER BY at DESC LIMIT ?)
     ORDER BY at`,
  );
  return {
    putJob({ id, kind, state, done, total, title, code, payload }: JobRow) {
      put.run(id, kind, state, done, total, title, code, JSON.stringify(payload));
      return null;
    },
    jobs: ({ finished }: { finished: number }) =>
      list
        .all(finished)
        .map((row): JobRow => ({ ...row, payload: JSON.parse(row.payload) as JobRow['payload'] })),
  };
}
