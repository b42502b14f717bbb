/** The state rows of the records, and a transaction's view of them: what it has written counts before it is on disk. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { parentOf as shownParent } from '../../../shared/model/record-values.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Catalogue } from './check-edit.ts';
import { readDoc, toColumns } from './record-row.ts';

/** A record before and after a transaction; before is null for one it made. */
export type Touched = { readonly before: RecordState | null; readonly after: RecordState };

export type RecordStore = {
  read(id: RecordId): RecordState | null;
  /** Writes a record's row with the transaction's local number. */
  write(state: RecordState, n: number): void;
  /** What its row weighs; 0 when there is none. */
  bytesOf(id: RecordId): number;
  /** The records outside the bin that hang right under this one. */
  liveChildren(id: RecordId): RecordId[];
  /** Opens a transaction's view. */
  draft(): RecordDraft;
};

export type RecordDraft = Catalogue & {
  put(state: RecordState): void;
  touched(): Touched[];
  /** Writes the rows of all touched records with the transaction's local number, and forgets them. */
  flush(n: number): void;
};

type Row = { id: string; t: string; parent: string | null; doc: string };

export function createRecordStore(db: Database): RecordStore {
  const select = db.prepare<Row>('SELECT id, t, parent, doc FROM records WHERE id = ?');
  const place = db.prepare<Pick<Row, 't' | 'parent'>>('SELECT t, parent FROM records WHERE id = ?');
  const weight = db.prepare<{ bytes: number }>('SELECT octet_length(doc) AS bytes FROM records WHERE id = ?');
  const children = db.prepare<{ id: string }>('SELECT id FROM records WHERE parent = ? AND deleted = 0');
  const upsert = db.prepare(`
    INSERT INTO records (id, t, n, born, parent, place, number, file, deleted, followed, doc)
    VALUES (:id, :t, :n, :n, :parent, :place, :number, :file, :deleted, :followed, :doc)
    ON CONFLICT (id) DO UPDATE SET t = :t, n = :n, parent = :parent, place = :place, number = :number, file = :file,
      deleted = :deleted, followed = max(followed, :followed), doc = :doc`);

  const read = (id: RecordId): RecordState | null => {
    const row = select.get(id);
    return row === undefined ? null : readDoc(row.doc);
  };

  const write = (state: RecordState, n: number): void => void upsert.run({ ...toColumns(state), n });

  const draft = (): RecordDraft => {
    const records = new Map<RecordId, { before: RecordState | null; after: RecordState | null }>();
    const load = (id: RecordId): { before: RecordState | null; after: RecordState | null } => {
      let record = records.get(id);
      if (record === undefined) {
        const before = read(id);
        record = { before, after: before };
        records.set(id, record);
      }
      return record;
    };
    const written = (): Touched[] =>
      [...records.values()].flatMap(({ before, after }) =>
        after === null || after === before ? [] : [{ before, after }],
      );
    return {
      state: (id) => load(id).after,
      typeOf: (id) => records.get(id)?.after?.t ?? place.get(id)?.t ?? null,
      parentOf: (id) => {
        const record = records.get(id)?.after;
        return record === undefined || record === null
          ? (place.get(id)?.parent ?? null)
          : shownParent(viewOf(record).values);
      },
      put: (state) => {
        load(state.id).after = state;
      },
      touched: written,
      flush: (n) => {
        for (const { after } of written()) write(after, n);
        records.clear();
      },
    };
  };

  return {
    read,
    write,
    bytesOf: (id) => weight.get(id)?.bytes ?? 0,
    liveChildren: (id) => children.all(id).map((row) => row.id),
    draft,
  };
}
