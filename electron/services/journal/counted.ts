/** Whether what an op wrote counts though the op itself does not: its values were written again, here or elsewhere. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { opText } from '../../../shared/sync/chain.ts';
import type { Json } from '../../../shared/json.ts';
import type { KnownOp } from '../../../shared/sync/op-bytes.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { isSameJson } from '../../../shared/sync/view.ts';

/** What stays as it was when an op is written again under another number, whatever its kind. */
type Written = { readonly k?: string; readonly h?: string; readonly u?: string; readonly f?: Json };

export type Counted = {
  /** An op of the log has the same record, values, clock and author. */
  readonly isElsewhere: (bytes: Uint8Array, rec: RecordId) => boolean;
  /** The same of an op that waits; or whoever wrote its values again has named it, so that it gives way. */
  readonly isNamedOrElsewhere: (op: KnownOp) => boolean;
};

export function createCounted(db: Database, read: (id: RecordId) => RecordState | null): Counted {
  const same = db.prepare<{ bytes: Uint8Array }>(
    'SELECT bytes FROM ops WHERE rec = :rec AND applied >= :least AND instr(bytes, CAST(:clock AS BLOB)) > 0',
  );

  function isElsewhere(op: Written, rec: RecordId, least: 0 | 1): boolean {
    if (op.h === undefined) return false;
    return same.all({ rec, least, clock: `"h":"${op.h}"` }).some(({ bytes }) => {
      const other = JSON.parse(opText(bytes)) as Written;
      return other.h === op.h && other.u === op.u && other.k === op.k && isSameJson(other.f, op.f);
    });
  }

  return {
    isElsewhere: (bytes, rec) => isElsewhere(JSON.parse(opText(bytes)) as Written, rec, 0),
    isNamedOrElsewhere(op) {
      const fields = Object.keys(op.f);
      const state = read(op.rec);
      const isNamed = fields.every((field) => state?.f[field]?.dead?.includes(op.id) === true);
      if (fields.length === 0 ? state !== null : isNamed) return true;
      // Of what waits itself, nobody says that it counts.
      return isElsewhere(op, op.rec, 1);
    },
  };
}
