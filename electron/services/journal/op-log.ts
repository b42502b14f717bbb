/** The log of ops: appended to, never changed. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { OpId, RecordId } from '../../../shared/sync/op.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import type { Replica } from './replicas.ts';

type LogEntry = {
  readonly n: number;
  readonly replica: Replica;
  readonly seq: number;
  readonly rec: RecordId;
  /** False for an op of a newer program, which waits for one that knows it. */
  readonly applied: boolean;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
};

export type OpLog = {
  append(entry: LogEntry): void;
  /** Whether an op is here, whatever record it is about. */
  holds(id: OpId): boolean;
  /** Whether the op of this id has exactly these bytes. */
  isSame(id: OpId, bytes: Uint8Array): boolean;
  /** Whether an op is here and part of this record's state. */
  isApplied(id: OpId, rec: RecordId): boolean;
};

type Row = { rec: string; applied: number; bytes: Uint8Array };

export function createOpLog(db: Database): OpLog {
  const insert = db.prepare(
    'INSERT INTO ops (n, replica, seq, rec, applied, bytes, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const select = db.prepare<Row>(
    `SELECT ops.rec, ops.applied, ops.bytes FROM ops JOIN replicas ON replicas.no = ops.replica
     WHERE replicas.id = ? AND ops.seq = ?`,
  );
  const find = (id: OpId): Row | undefined => {
    const { replica, seq } = readOpId(id);
    return select.get(replica, seq);
  };
  return {
    append: ({ n, replica, seq, rec, applied, bytes, hash }) =>
      void insert.run(n, replica.no, seq, rec, applied ? 1 : 0, bytes, hash),
    holds: (id) => find(id) !== undefined,
    isSame: (id, bytes) => Buffer.compare(find(id)?.bytes ?? new Uint8Array(), bytes) === 0,
    isApplied: (id, rec) => {
      const found = find(id);
      return found !== undefined && found.rec === rec && found.applied === 1;
    },
  };
}
