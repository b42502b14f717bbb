/**
 * Checks a journal against itself, reading only: the file's own structure, each replica's hash chain across what is not here,
 * and every op replayed into fresh states that must equal the rows byte for byte.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { CHAIN_START } from '../../../shared/sync/chain.ts';
import type { Verified } from './journal-calls.ts';
import { createMeta } from './meta.ts';
import { chainHash } from './replicas.ts';
import { schemaVersion, STATIONS_VERSION, toldIn } from './schema.ts';
import { checkStates } from './verify-states.ts';

/** What a check can find, worst first. */
const VERIFY_CODES = [
  /** SQLite's own check found damage. */
  'FILE_DAMAGED',
  /** An op's bytes do not hash to what is written beside them, or the chain before it has been changed. */
  'CHAIN_BROKEN',
  /** A replica's ops do not count 1, 2, 3 … to its last one, and nothing says that they are elsewhere. */
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
type GapRow = { first: number; last: number; hash: Uint8Array };

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
    const ops = db.prepare<{ count: number }>('SELECT count(*) AS count FROM ops').get()?.count ?? 0;
    const told = db.prepare<{ n: number | null }>(`SELECT max(n) AS n FROM ${toldIn(db)}`).get()?.n ?? 0;
    const meta = createMeta(db);
    if (Math.max(told, meta.begun()?.n ?? 0) !== meta.localNumber()) found.add('NUMBER_DIFFERS');
    const codes = VERIFY_CODES.filter((code) => found.has(code));
    return { ops, ok: codes.length === 0, codes };
  });
}

/** Where ops are not here, the chain goes on from the hash at the gap's end, which the centre has vouched for. */
function checkChain(db: Database, replica: ReplicaRow, found: Set<VerifyCode>): void {
  const ops = db.prepare<ChainRow>('SELECT seq, bytes, hash FROM ops WHERE replica = ? ORDER BY seq');
  const gaps = gapsOf(db, replica.no);
  let seq = 0;
  let hash = CHAIN_START;
  const passGaps = (): void => {
    // A damaged gap that ends before it begins leads nowhere.
    for (let gap = gaps.get(seq + 1); gap !== undefined && gap.last > seq; gap = gaps.get(seq + 1)) {
      seq = gap.last;
      ({ hash } = gap);
    }
  };
  for (const op of ops.each(replica.no)) {
    passGaps();
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
  passGaps();
  if (seq !== replica.seq) found.add('SEQUENCE_GAP');
  else if (!isEqual(hash, replica.hash)) found.add('CHAIN_BROKEN');
}

/** By their first number. */
function gapsOf(db: Database, replica: number): Map<number, GapRow> {
  if (schemaVersion(db) < STATIONS_VERSION) return new Map();
  const rows = db.prepare<GapRow>('SELECT first, last, hash FROM gaps WHERE replica = ?').all(replica);
  return new Map(rows.map((gap) => [gap.first, gap]));
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
