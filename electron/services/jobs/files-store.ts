/** The rows of imports and of their files in `jobs.db`. */
import type { Database, Parameter } from '../../../node/sqlite/open-database.ts';
import type { FileChange, FileRow, FileState, ImportRow, JobsCalls } from './jobs-calls.ts';

type StoredFileRow = Omit<FileRow, 'warnings' | 'bound'> & { warnings: string; bound: string | null };

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
  'bound',
] as const satisfies (keyof FileRow)[];

export function prepareImports(database: Database) {
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

export function prepareFiles(database: Database) {
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
  const lookedAt = database.prepare<StoredFileRow>(
    `SELECT * FROM files WHERE state = 'stored' AND derived < pages AND (sha256 IN (SELECT value FROM json_each(?1))
       OR document IN (SELECT value FROM json_each(?1))) LIMIT ?2`,
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
    filesLookedAt: ({ keys, limit }: Parameters<JobsCalls['filesLookedAt']>[0]) =>
      lookedAt.all(JSON.stringify(keys), limit).map(toFile),
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
  return {
    ...row,
    warnings: JSON.parse(row.warnings) as FileRow['warnings'],
    bound: row.bound === null ? null : (JSON.parse(row.bound) as FileRow['bound']),
  };
}
