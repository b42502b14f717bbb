/** A record's ops, in an order that nobody is surprised by. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { decodeOp, type KnownOp } from '../../../shared/sync/op-bytes.ts';
import { compareOps } from '../../../shared/sync/op-id.ts';
import type { RecordId } from '../../../shared/sync/op.ts';

/** `n` is the local number under which it came; 0: it was brought after the states that it had led to. */
export type NumberedOp = { readonly n: number; readonly op: KnownOp };

/**
 * Reads the ops that a record's state holds, in the order in which they came here; what was brought later than the states
 * that it had led to goes before, by the clock.
 */
export function opsOfRecord(db: Database): (rec: RecordId) => NumberedOp[] {
  const rows = db.prepare<{ n: number; bytes: Uint8Array }>(
    'SELECT n, bytes FROM ops WHERE rec = ? AND applied = 1 ORDER BY pos',
  );
  return (rec) => {
    const brought: NumberedOp[] = [];
    const came: NumberedOp[] = [];
    for (const { n, bytes } of rows.each(rec)) {
      const decoded = decodeOp(bytes);
      if (decoded.ok && decoded.value.known) (n === 0 ? brought : came).push({ n, op: decoded.value.op });
    }
    return [...brought.sort((a, b) => compareOps(a.op, b.op)), ...came];
  };
}
