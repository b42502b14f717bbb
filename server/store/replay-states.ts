/** The records' states made anew from the ops: record by record, with the memory of one record. */
import type { Database } from '../../node/sqlite/open-database.ts';
import { decodeOp, type KnownOp } from '../../shared/sync/op-bytes.ts';
import { opId } from '../../shared/sync/op-id.ts';
import { replayOps } from '../../shared/sync/reducer.ts';
import type { RecordState } from '../../shared/sync/state.ts';

type Place = { pos: number; rec: string };
type Row = { replica: string; seq: number; text: string | null };

/** What the applied ops of one record give; `unreadable` of them are not what their rows say. */
export type Replayed = {
  readonly id: string;
  readonly state: RecordState | null;
  readonly unreadable: number;
};

/** All records that have applied ops, by their ids. The database may not be written until the last one is taken. */
export function* replayStates(db: Database): Generator<Replayed, void> {
  // Only keys are sorted: the texts of a large archive would fill the disk once more.
  const places = db.prepare<Place>('SELECT pos, rec FROM ops WHERE status = 1 ORDER BY rec, pos');
  const read = db.prepare<Row>(
    `SELECT replicas.id AS replica, ops.seq, ops.text
     FROM ops JOIN replicas ON replicas.no = ops.replica WHERE ops.pos = ?`,
  );
  let rec: string | null = null;
  let ops: KnownOp[] = [];
  let unreadable = 0;
  for (const place of places.each()) {
    if (rec !== null && place.rec !== rec) {
      yield { id: rec, state: replayOps(ops), unreadable };
      [ops, unreadable] = [[], 0];
    }
    rec = place.rec;
    const op = known(read.get(place.pos), rec);
    if (op === null) unreadable++;
    else ops.push(op);
  }
  if (rec !== null) yield { id: rec, state: replayOps(ops), unreadable };
}

function known(row: Row | undefined, rec: string): KnownOp | null {
  if (row === undefined || row.text === null) return null;
  const decoded = decodeOp(Buffer.from(row.text));
  if (!decoded.ok || !decoded.value.known) return null;
  const { op } = decoded.value;
  return op.id === opId(row.replica, row.seq) && op.rec === rec ? op : null;
}
