/**
 * Replays every record's ops beside its row. Where all that the row rests on is here, it must be what the ops give, byte for
 * byte; where a part is at the centre only, what is here must stand in it as it was written.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { decodeOp, type KnownOp } from '../../../shared/sync/op-bytes.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import type { OpId, RecordId } from '../../../shared/sync/op.ts';
import { replayOps } from '../../../shared/sync/reducer.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { isSameJson } from '../../../shared/sync/view.ts';
import { gapFinder, type GapFinder } from './gap-finder.ts';
import { readDoc, toColumns, type RecordColumns } from './record-row.ts';
import { schemaVersion, STATIONS_VERSION } from './schema.ts';
import type { VerifyCode } from './verify.ts';

type StoredRow = Omit<RecordColumns, 'place' | 'number'>;
type OpRow = { rec: string; replica: string; seq: number; applied: number; bytes: Uint8Array };

/** What is here of one record's ops. */
type Here = { readonly ids: Set<OpId>; readonly applied: KnownOp[] };

/** Memory stays that of one record. */
export function checkStates(db: Database, found: Set<VerifyCode>): void {
  const ops = db.prepare<OpRow>(`
    SELECT ops.rec, replicas.id AS replica, ops.seq, ops.applied, ops.bytes
    FROM ops JOIN replicas ON replicas.no = ops.replica ORDER BY ops.rec, ops.pos`);
  const columns = 'id, t, parent, file, deleted, followed, doc';
  const row = db.prepare<StoredRow>(`SELECT ${columns} FROM records WHERE id = ?`);
  const withoutOps = db.prepare<StoredRow>(
    `SELECT ${columns} FROM records WHERE NOT EXISTS (SELECT 1 FROM ops WHERE ops.rec = records.id)`,
  );
  const judge = createJudge(db, found);
  let record: RecordId | null = null;
  let here: Here = nothing();
  for (const op of ops.each()) {
    if (op.rec !== record) {
      if (record !== null) judge(record, row.get(record), here);
      record = op.rec;
      here = nothing();
    }
    const read = readOp(op, found);
    here.ids.add(opId(op.replica, op.seq));
    if (read !== null) here.applied.push(read);
  }
  if (record !== null) judge(record, row.get(record), here);
  for (const stored of withoutOps.each()) judge(stored.id, stored, nothing());
}

function createJudge(
  db: Database,
  found: Set<VerifyCode>,
): (rec: RecordId, stored: StoredRow | undefined, here: Here) => void {
  const isOfMany = schemaVersion(db) >= STATIONS_VERSION;
  const gaps: GapFinder = isOfMany ? gapFinder(db) : { gapOf: () => null, isInFloor: () => false };
  const wanted = isOfMany ? db.prepare<{ rec: string }>('SELECT rec FROM wanted WHERE rec = ?') : null;

  return (rec, stored, here) => {
    const replayed = replayOps(here.applied);
    if (stored === undefined) {
      if (replayed !== null) found.add('STATE_MISSING');
      return;
    }
    const state = readDoc(stored.doc);
    // What waits to be asked of the centre stands as it stood before.
    const isWaiting = wanted?.get(rec) !== undefined;
    const isAway = (id: OpId): boolean =>
      !here.ids.has(id) && (gaps.gapOf(id) !== null || gaps.isInFloor(id, rec));
    if (isWaiting || namesOf(state, here.applied).some(isAway)) {
      if (!isSameRow(stored, toColumns(state)) || !isAsWritten(state, here.applied))
        found.add('STATE_DIFFERS');
      return;
    }
    const isEmpty = Object.keys(state.f).length === 0;
    if (replayed === null && !isEmpty) found.add('STATE_WITHOUT_OPS');
    if (replayed !== null && !isSameRow(stored, toColumns(replayed))) found.add('STATE_DIFFERS');
  };
}

function nothing(): Here {
  return { ids: new Set(), applied: [] };
}

function namesOf(state: RecordState, ops: readonly KnownOp[]): OpId[] {
  const heads = Object.values(state.f).flatMap((register) => register.heads.map(({ id }) => id));
  return [...heads, ...ops.flatMap(({ p }) => Object.values(p).flat())];
}

/** Whether each head whose op is here has the value, the clock and the author of that op. */
function isAsWritten(state: RecordState, ops: readonly KnownOp[]): boolean {
  const byId = new Map(ops.map((op) => [op.id, op]));
  return Object.entries(state.f).every(([field, register]) =>
    register.heads.every(({ id, h, u, v }) => {
      const op = byId.get(id);
      return op === undefined || (op.h === h && op.u === u && isSameJson(op.f[field], v));
    }),
  );
}

/** The op in a row, when it is one that the states hold. */
function readOp(row: OpRow, found: Set<VerifyCode>): KnownOp | null {
  const decoded = decodeOp(row.bytes);
  if (!decoded.ok) {
    found.add('OP_UNREADABLE');
    return null;
  }
  const { id, rec } = decoded.value.known ? decoded.value.op : decoded.value.envelope;
  if (id !== opId(row.replica, row.seq) || rec !== row.rec) found.add('OP_MISFILED');
  return decoded.value.known && row.applied === 1 ? decoded.value.op : null;
}

/** `place` and `number` are left out: their rule may grow finer from one version to the next. */
function isSameRow(a: StoredRow, b: RecordColumns): boolean {
  return (
    a.doc === b.doc &&
    a.t === b.t &&
    a.parent === b.parent &&
    a.file === b.file &&
    a.deleted === b.deleted &&
    a.followed >= b.followed
  );
}
