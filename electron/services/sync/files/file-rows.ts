/** Rows of `files`, moved on by the rules of a file's way. */
import type { Database } from '../../../../node/sqlite/open-database.ts';
import {
  stepFile,
  UNKNOWN_FILE,
  type FileEvent,
  type FileFacts,
} from '../../../../shared/sync/files/file-way.ts';

type Row = {
  readonly sha256: string;
  readonly size: number;
  readonly batch: string;
  readonly here: FileFacts['here'];
  readonly there: FileFacts['there'];
  readonly moving: FileFacts['moving'];
  readonly durable: number;
  readonly held: number;
};

export type FileRows = {
  get(sha256: string): { readonly size: number; readonly batch: string; readonly facts: FileFacts } | null;
  /** Applies an event; a file of which nothing was known gets a row when it comes to be here. */
  step(sha256: string, event: FileEvent): void;
  /** A file is in the vault: in a sealed batch (its path), in an open one, or by itself. */
  found(file: { readonly sha256: string; readonly size: number }, batch: string, event?: FileEvent): void;
  /** Applies an event to every file. */
  stepAll(event: FileEvent): void;
};

export function createFileRows(db: Database): FileRows {
  const select = db.prepare<Row>('SELECT * FROM files WHERE sha256 = ?');
  const write = db.prepare('INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)');

  function put(sha256: string, size: number, batch: string, facts: FileFacts): void {
    const { here, there, moving, durable, held } = facts;
    write.run(sha256, size, batch, here, there, moving, durable ? 1 : 0, held ? 1 : 0);
  }

  function step(sha256: string, event: FileEvent): void {
    const row = select.get(sha256);
    if (row === undefined) return;
    const facts = factsOf(row);
    const next = stepFile(facts, event);
    if (next !== facts) put(sha256, row.size, row.batch, next);
  }

  return {
    get(sha256) {
      const row = select.get(sha256);
      return row === undefined ? null : { size: row.size, batch: row.batch, facts: factsOf(row) };
    },
    step,
    found({ sha256, size }, batch, event = { t: 'stored' }) {
      const row = select.get(sha256);
      const facts = row === undefined ? UNKNOWN_FILE : factsOf(row);
      // A file that is in several places belongs to the first sealed batch that has it.
      const isSealed = row !== undefined && row.batch.includes('/') && facts.here !== 'no';
      const place = isSealed ? row.batch : batch;
      // What an audit found damaged is not sound again by being listed.
      const next = facts.here === 'damaged' && event.t === 'stored' ? facts : stepFile(facts, event);
      put(sha256, size, place, next);
    },
    stepAll(event) {
      const all = db.prepare<{ sha256: string }>(
        'SELECT sha256 FROM files WHERE sha256 > ? ORDER BY sha256 LIMIT 1000',
      );
      for (let after = ''; ;) {
        const rows = all.all(after);
        for (const { sha256 } of rows) step(sha256, event);
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.sha256;
      }
    },
  };
}

function factsOf({ here, there, moving, durable, held }: Row): FileFacts {
  return { here, there, moving, durable: durable === 1, held: held === 1 };
}
