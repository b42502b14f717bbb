/** Whether the centre has everything of one record. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RecordId } from '../../../shared/sync/op.ts';

/** Asks the log itself: a record has a few ops, and the index finds them. True for a record without an op here. */
export function createAtCentre(db: Database): (rec: RecordId) => boolean {
  const missing = db.prepare(`
    SELECT 1 FROM ops JOIN replicas ON replicas.no = ops.replica
    WHERE ops.rec = ? AND ops.seq > replicas.acked LIMIT 1`);
  return (rec) => missing.get(rec) === undefined;
}
