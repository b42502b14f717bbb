/** The log of ops as those who write here see it: appended to, never changed. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { OpId, RecordId } from '../../../shared/sync/op.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import { gapFinder } from './gap-finder.ts';
import type { Replica } from './replicas.ts';
import type { Unsent } from './unsent.ts';

type LogEntry = {
  readonly n: number;
  readonly replica: Replica;
  readonly seq: number;
  readonly rec: RecordId;
  /** The record's type. */
  readonly t: string;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
};

export type OpLog = {
  append(entry: LogEntry): void;
  /** Whether an op is known here, whatever record it is about: its bytes are here, or states that contain it. */
  holds(id: OpId, rec: RecordId): boolean;
  /** The local number under which an op came; 0 for history that was brought later, null when it is not here. */
  numberOf(id: OpId): number | null;
  /** Whether an op is part of this record's state. */
  isApplied(id: OpId, rec: RecordId): boolean;
};

const PAGE = 'page';

/** @param unsent counts what the centre does not have; a journal that is only being made has none */
export function createOpLog(db: Database, unsent: Pick<Unsent, 'add'> | null): OpLog {
  const insert = db.prepare(
    'INSERT INTO ops (n, replica, seq, rec, applied, bytes, hash) VALUES (?, ?, ?, ?, 1, ?, ?)',
  );
  const select = db.prepare<{ applied: number; n: number }>(
    `SELECT ops.applied, ops.n FROM ops JOIN replicas ON replicas.no = ops.replica
     WHERE replicas.id = ? AND ops.seq = ?`,
  );
  const gaps = gapFinder(db);
  const find = (id: OpId): { applied: number; n: number } | undefined => {
    const { replica, seq } = readOpId(id);
    return select.get(replica, seq);
  };
  return {
    append: ({ n, replica, seq, rec, t, bytes, hash }) => {
      insert.run(n, replica.no, seq, rec, bytes, hash);
      unsent?.add(rec, t === PAGE);
    },
    holds: (id, rec) => find(id) !== undefined || gaps.gapOf(id) !== null || gaps.isInFloor(id, rec),
    numberOf: (id) => find(id)?.n ?? null,
    isApplied: (id, rec) => {
      const applied = find(id)?.applied;
      if (applied !== undefined) return applied === 1;
      return gaps.gapOf(id) === 'before' || gaps.isInFloor(id, rec);
    },
  };
}
