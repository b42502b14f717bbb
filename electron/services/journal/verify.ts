/**
 * Checks a journal against itself, reading only: the file's own structure, each replica's hash chain, and every op
 * replayed into fresh states that must equal the rows byte for byte. Memory stays that of one record.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { decodeOp, type KnownOp } from '../../../shared/sync/op-bytes.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import { replayOps } from '../../../shared/sync/reducer.ts';
import type { Verified } from './journal-calls.ts';
import { createMeta } from './meta.ts';
import { toColumns, type RecordColumns } from './record-row.ts';
import { chainHash, CHAIN_START } from './replicas.ts';

/** What a check can find, worst first. */
const VERIFY_CODES = [
  /** SQLite's own check found damage. */
  'FILE_DAMAGED',
  /** An op's bytes do not hash to what is written beside them, or the chain before it has been changed. */
  'CHAIN_BROKEN',
  /** A replica's ops do not count 1, 2, 3 … to its last one. */
  'SEQUENCE_GAP',
  'OP_UNREADABLE',
  /** The op's own id or record is not that of its row. */
  'OP_MISFILED',
  /** A record's row is not what its ops give. */
  'STATE_DIFFERS',
  'STATE_MISSING',
  'STATE_WITHOUT_OPS',
  /** The last local number is not that of the last op. */
  'NUMBER_DIFFERS',
] as const;
export type VerifyCode = (typeof VERIFY_CODES)[number];

type ReplicaRow = { no: number; id: string; seq: number; hash: Uint8Array };
type ChainRow = { seq: number; bytes: Uint8Array; hash: Uint8Array };
type OpRow = { rec: string; replica: string; seq: number; applied: number; bytes: Uint8Array };

/** Checks the whole journal on one unchanging picture of it. */
export function verifyJournal(db: Database): Verified {
  return db.snapshot(() => {
    const found = new Set<VerifyCode>();
    const check = db.prepare<{ integrity_check: string }>('PRAGMA integrity_check(1)').get();
    if (check?.integrity_check !== 'ok') found.add('FILE_DAMAGED');
    for (const replica of db.prepare<ReplicaRow>('SELECT no, id, seq, hash FROM replicas').all()) {
      checkChain(db, replica, found);
    }
    checkStates(db, found);
    const ops = db
      .prepare<{ ops: number; last: number | null }>('SELECT count(*) AS ops, max(n) AS last FROM ops')
      .get();
    if ((ops?.last ?? 0) !== createMeta(db).localNumber()) found.add('NUMBER_DIFFERS');
    const codes = VERIFY_CODES.filter((code) => found.has(code));
    return { ops: ops?.ops ?? 0, ok: codes.length === 0, codes };
  });
}

function checkChain(db: Database, replica: ReplicaRow, found: Set<VerifyCode>): void {
  const ops = db.prepare<ChainRow>('SELECT seq, bytes, hash FROM ops WHERE replica = ? ORDER BY seq');
  let seq = 0;
  let hash = CHAIN_START;
  for (const op of ops.each(replica.no)) {
    seq++;
    if (op.seq !== seq) {
      found.add('SEQUENCE_GAP');
      return;
    }
    hash = chainHash(hash, op.bytes);
    if (!isEqual(hash, op.hash)) {
      found.add('CHAIN_BROKEN');
      return;
    }
  }
  if (seq !== replica.seq) found.add('SEQUENCE_GAP');
  else if (!isEqual(hash, replica.hash)) found.add('CHAIN_BROKEN');
}

/** Walks the ops record by record beside the rows. */
function checkStates(db: Database, found: Set<VerifyCode>): void {
  const ops = db.prepare<OpRow>(`
    SELECT ops.rec, replicas.id AS replica, ops.seq, ops.applied, ops.bytes
    FROM ops JOIN replicas ON replicas.no = ops.replica ORDER BY ops.rec, ops.pos`);
  const row = db.prepare<RecordColumns>(
    'SELECT id, t, parent, place, file, deleted, followed, doc FROM records WHERE id = ?',
  );
  let states = 0;
  let record: string | null = null;
  let known: KnownOp[] = [];
  const settle = (): void => {
    const state = replayOps(known);
    if (state === null) return;
    states++;
    const stored = row.get(state.id);
    if (stored === undefined) found.add('STATE_MISSING');
    else if (!isSameRow(stored, toColumns(state))) found.add('STATE_DIFFERS');
  };
  for (const op of ops.each()) {
    if (op.rec !== record) {
      settle();
      record = op.rec;
      known = [];
    }
    const read = readOp(op, found);
    if (read !== null) known.push(read);
  }
  settle();
  const count = db.prepare<{ count: number }>('SELECT count(*) AS count FROM records').get()?.count ?? 0;
  if (count > states) found.add('STATE_WITHOUT_OPS');
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

/** `place` is left out: its rule may grow finer from one version to the next. */
function isSameRow(a: RecordColumns, b: RecordColumns): boolean {
  return (
    a.doc === b.doc &&
    a.t === b.t &&
    a.parent === b.parent &&
    a.file === b.file &&
    a.deleted === b.deleted &&
    a.followed === b.followed
  );
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
