/**
 * The journal as the index reads it: on a read-only connection of its own, in short statements, so that nobody's edit waits and
 * the log beside the journal can be cut at any time. Every page is told, also those that no window keeps.
 */
import { openDatabase } from '../../../node/sqlite/open-database.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { createMeta } from '../journal/meta.ts';
import { readDoc } from '../journal/record-row.ts';
import { toldIn } from '../journal/schema.ts';

/** Up to which op the journal is in: the transaction's number, and the last op of it. */
export type Cursor = { readonly n: number; readonly pos: number };

export type JournalRow = {
  readonly id: RecordId;
  readonly t: string;
  /** The number of its last change. */
  readonly n: number;
  /** Sorts among what hangs under the same record. */
  readonly place: string;
  readonly state: RecordState;
};

export type JournalReader = {
  readonly archive: string;
  head(): Cursor;
  /** At which number all states came whole from the centre, without being told one by one; 0: never. */
  begun(): number;
  /** What stands at this place of the log: another journal has something else there. Empty when there is nothing. */
  markOf(cursor: Cursor): string;
  /** An upper bound of the records that there are. */
  count(): number;
  /** What changed after the cursor, each record once, and up to where it was looked. */
  changedAfter(cursor: Cursor, limit: number): { readonly ids: RecordId[]; readonly cursor: Cursor };
  rows(ids: readonly RecordId[]): JournalRow[];
  /** Records by their ids, after this one. */
  slice(after: RecordId, limit: number): JournalRow[];
  /** The pages right under a record, in slices by their ids. */
  pagesUnder(parent: RecordId, after: RecordId, limit: number): RecordId[];
  close(): void;
};

type Row = { id: string; t: string; n: number; place: string; doc: string };

const COLUMNS = 'id, t, n, place, doc';

/** @throws TroubleError JOURNAL_BROKEN, or a disk code */
export function openJournalReader(path: string): JournalReader {
  const db = openDatabase(path, { broken: 'JOURNAL_BROKEN', readOnly: true });
  const meta = createMeta(db);
  const told = toldIn(db);
  const last = db.prepare<Cursor>(`SELECT n, pos FROM ${told} WHERE n > 0 ORDER BY n DESC, pos DESC LIMIT 1`);
  const mark = db.prepare<{ mark: Uint8Array }>(`SELECT mark FROM ${told} WHERE n = ? AND pos = ?`);
  const highest = db.prepare<{ rows: number | null }>('SELECT max(rowid) AS rows FROM records');
  // Two statements: one over (n, pos) as a pair would not use the index on n.
  const rest = db.prepare<{ n: number; pos: number; rec: string }>(
    `SELECT n, pos, rec FROM ${told} WHERE n = ? AND pos > ? ORDER BY pos LIMIT ?`,
  );
  const later = db.prepare<{ n: number; pos: number; rec: string }>(
    `SELECT n, pos, rec FROM ${told} WHERE n > ? ORDER BY n, pos LIMIT ?`,
  );
  const record = db.prepare<Row>(`SELECT ${COLUMNS} FROM records WHERE id = ?`);
  const slice = db.prepare<Row>(`SELECT ${COLUMNS} FROM records WHERE id > ? ORDER BY id LIMIT ?`);
  const pages = db.prepare<{ id: string }>(
    "SELECT id FROM records WHERE parent = ? AND t = 'page' AND id > ? ORDER BY id LIMIT ?",
  );
  const read = ({ id, t, n, place, doc }: Row): JournalRow => ({ id, t, n, place, state: readDoc(doc) });

  return {
    archive: meta.archive(),
    head: () => {
      const begun = { n: meta.begun()?.n ?? 0, pos: 0 };
      const told = last.get() ?? begun;
      return told.n < begun.n ? begun : told;
    },
    begun: () => meta.begun()?.n ?? 0,
    markOf: ({ n, pos }) => Buffer.from(mark.get(n, pos)?.mark ?? new Uint8Array()).toString('hex'),
    count: () => highest.get()?.rows ?? 0,
    changedAfter(cursor, limit) {
      const ops = rest.all(cursor.n, cursor.pos, limit);
      if (ops.length < limit) ops.push(...later.all(cursor.n, limit - ops.length));
      const { n, pos } = ops.at(-1) ?? cursor;
      return { ids: [...new Set(ops.map(({ rec }) => rec))], cursor: { n, pos } };
    },
    rows: (ids) =>
      ids.flatMap((id) => {
        const row = record.get(id);
        return row === undefined ? [] : [read(row)];
      }),
    slice: (after, limit) => slice.all(after, limit).map(read),
    pagesUnder: (parent, after, limit) => pages.all(parent, after, limit).map(({ id }) => id),
    close: () => db.close(),
  };
}
