/**
 * Checks an archive's file against itself, reading only: SQLite's own structure, each replica's hash chain, the log's hash,
 * and, when asked to, every op replayed into fresh states that must equal the rows byte for byte.
 */
import type { Database } from '../../node/sqlite/open-database.ts';
import { sha256 } from '../../node/sha256.ts';
import { logHash, LOG_START } from '../../shared/sync/archive/log-hash.ts';
import { kindOf, toHex } from './archive-columns.ts';
import { replayStates } from './replay-states.ts';

/** What a check can find, worst first. */
const LOG_CODES = [
  /** SQLite's own check found damage. */
  'FILE_DAMAGED',
  /** An op's bytes do not hash to what is written beside them, or the chain before it has been changed. */
  'CHAIN_BROKEN',
  /** A replica's ops do not count 1, 2, 3 … to its last one. */
  'SEQUENCE_GAP',
  /** The log does not count 1, 2, 3 …, or its hash is not that of its entries. */
  'LOG_CHANGED',
  /** An op is not in the log. */
  'OP_NOT_IN_LOG',
  'OP_UNREADABLE',
  /** A record's row is not what its ops give. */
  'STATE_DIFFERS',
  'STATE_MISSING',
  'STATE_WITHOUT_OPS',
] as const;
type LogCode = (typeof LOG_CODES)[number];

export type VerifiedLog = {
  readonly entries: number;
  readonly ops: number;
  /** Records compared with their ops; 0 when that was not asked for. */
  readonly records: number;
  readonly codes: readonly LogCode[];
};

type ReplicaRow = { no: number; seq: number; hash: Uint8Array };
type ChainRow = { seq: number; text: string | null; hash: Uint8Array };
type LogRow = {
  srv: number;
  kind: number;
  replica: string;
  seq: number;
  opHash: Uint8Array;
  hash: Uint8Array;
};

/** Checks the whole file on one unchanging picture of it; `tell` hears how many ops are done. */
export function verifyLog(
  db: Database,
  options: { readonly states: boolean; readonly tell?: (done: number) => void },
): VerifiedLog {
  return db.snapshot(() => {
    const found = new Set<LogCode>();
    const check = db.prepare<{ integrity_check: string }>('PRAGMA integrity_check(1)').get();
    if (check?.integrity_check !== 'ok') found.add('FILE_DAMAGED');
    let ops = 0;
    for (const replica of db.prepare<ReplicaRow>('SELECT no, seq, hash FROM replicas').all()) {
      ops += checkChain(db, replica, found);
      options.tell?.(ops);
    }
    const entries = checkLog(db, found);
    const records = options.states ? checkStates(db, found) : 0;
    return { entries, ops, records, codes: LOG_CODES.filter((code) => found.has(code)) };
  });
}

function checkChain(db: Database, replica: ReplicaRow, found: Set<LogCode>): number {
  const rows = db.prepare<ChainRow>('SELECT seq, text, hash FROM ops WHERE replica = ? ORDER BY seq');
  let seq = 0;
  let hash: Uint8Array = new Uint8Array(32);
  for (const row of rows.each(replica.no)) {
    seq++;
    if (row.seq !== seq) {
      found.add('SEQUENCE_GAP');
      return seq;
    }
    // Of one that came as its hash only, the chain knows no more.
    const next = row.text === null ? row.hash : sha256(hash, Buffer.from(row.text));
    if (Buffer.compare(next, row.hash) !== 0) {
      found.add('CHAIN_BROKEN');
      return seq;
    }
    hash = row.hash;
  }
  if (seq !== replica.seq) found.add('SEQUENCE_GAP');
  else if (Buffer.compare(hash, replica.hash) !== 0) found.add('CHAIN_BROKEN');
  return seq;
}

function checkLog(db: Database, found: Set<LogCode>): number {
  const rows = db.prepare<LogRow>(
    `SELECT log.srv, log.kind, log.hash, replicas.id AS replica, ops.seq, ops.hash AS opHash
     FROM log JOIN ops ON ops.pos = log.op JOIN replicas ON replicas.no = ops.replica ORDER BY log.srv`,
  );
  let srv = 0;
  let hash = LOG_START;
  for (const row of rows.each()) {
    srv++;
    const { replica, seq } = row;
    hash = logHash(sha256, hash, { kind: kindOf(row.kind), replica, seq, hash: toHex(row.opHash) });
    if (row.srv !== srv || hash !== toHex(row.hash)) {
      found.add('LOG_CHANGED');
      break;
    }
  }
  const lost = db
    .prepare<{ n: number }>('SELECT count(*) AS n FROM (SELECT pos FROM ops EXCEPT SELECT op FROM log)')
    .get();
  if ((lost?.n ?? 0) > 0) found.add('OP_NOT_IN_LOG');
  return srv;
}

function checkStates(db: Database, found: Set<LogCode>): number {
  const row = db.prepare<{ doc: string }>('SELECT doc FROM records WHERE id = ?');
  let records = 0;
  let states = 0;
  for (const { id, state, unreadable } of replayStates(db)) {
    if (unreadable > 0) found.add('OP_UNREADABLE');
    if (state === null) continue;
    records++;
    const stored = row.get(id);
    if (stored === undefined) found.add('STATE_MISSING');
    else {
      states++;
      if (stored.doc !== JSON.stringify(state)) found.add('STATE_DIFFERS');
    }
  }
  // A record whose ops are all withheld may have a row without a field.
  const all = db
    .prepare<{ n: number }>("SELECT count(*) AS n FROM records WHERE json_extract(doc, '$.f') <> '{}'")
    .get();
  if ((all?.n ?? 0) > states) found.add('STATE_WITHOUT_OPS');
  return records;
}
