/** What became of one record, op by op: who wrote what over what, and when. Read from the log, never kept beside it. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import type { Json } from '../../../shared/json.ts';
import type { KnownOp } from '../../../shared/sync/op-bytes.ts';
import type { OpId, RecordId } from '../../../shared/sync/op.ts';
import { applyOp } from '../../../shared/sync/reducer.ts';
import { DELETED_FIELD, type RecordState } from '../../../shared/sync/state.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { OpLog } from './op-log.ts';
import { opsOfRecord } from './ops-of-record.ts';
import type { RecordStore } from './record-store.ts';

export type RecordHistory = Output<'record.history'>;
type Entry = RecordHistory['entries'][number];

export type HistoryRequest = {
  readonly id: RecordId;
  /** The `no` of the oldest entry seen; null: from the newest. */
  readonly before: number | null;
  readonly limit: number;
};

/** Reads the history of a record, newest first; a record that is not there has none. */
export function readHistory(
  db: Database,
  { records, log }: { readonly records: Pick<RecordStore, 'read'>; readonly log: Pick<OpLog, 'numberOf'> },
  { id, before, limit }: HistoryRequest,
): RecordHistory {
  const applied = new Set<OpId>();
  const entries: Entry[] = [];
  let state: RecordState | null = null;
  const ops = opsOfRecord(db)(id).map(({ op }) => op);
  for (const [i, op] of ops.entries()) {
    entries.push(entryOf(i + 1, op, state));
    state = applyOp(state, op, (other) => applied.has(other));
    applied.add(op.id);
  }
  const older = entries.filter((entry) => before === null || entry.no < before).reverse();
  const shown = older.slice(0, limit);
  return {
    entries: shown,
    next: older.length > limit ? (shown.at(-1)?.no ?? null) : null,
    away: namesOf(records.read(id), ops).some((name) => !applied.has(name) && log.numberOf(name) === null),
  };
}

/** Every value ever written is a head or was named by a later op, so a name without its op is history that is not here. */
function namesOf(state: RecordState | null, ops: readonly KnownOp[]): OpId[] {
  const heads = Object.values(state?.f ?? {}).flatMap((register) => register.heads.map(({ id }) => id));
  return [...heads, ...ops.flatMap(({ p }) => Object.values(p).flat())];
}

/** `before` is what a person saw at that moment on this machine, `after` what the author wrote. */
function entryOf(no: number, op: KnownOp, state: RecordState | null): Entry {
  const seen: Readonly<Record<string, Json>> = state === null ? {} : viewOf(state).values;
  return {
    no,
    op: op.id,
    kind: op.k,
    at: op.h,
    by: op.u,
    fields: Object.entries(op.f)
      .filter(([field]) => field !== DELETED_FIELD)
      .map(([field, after]) => ({
        field,
        before: Object.hasOwn(seen, field) ? (seen[field] ?? null) : null,
        after,
      })),
  };
}
