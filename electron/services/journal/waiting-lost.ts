/**
 * What was written under numbers that the centre has given to others, and was not written again: its author's station knows
 * nothing of it any more, or this program could not read it.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { decodeOp, type KnownOp } from '../../../shared/sync/op-bytes.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import type { OpId, RecordId, ReplicaId } from '../../../shared/sync/op.ts';
import { readOpBytes } from '../../../shared/sync/read-op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { anewOfLost } from './anew.ts';
import type { Meta } from './meta.ts';
import { createOpenList, type OpenList } from './open-list.ts';
import type { FoundWork } from './waiting.ts';

const SLICE = 500;

type LostWork = (limit: number) => Promise<FoundWork[]>;
/** By replica: up to which place here a person has had it written again. */
type Regained = Readonly<Record<ReplicaId, number>>;

export type LostWorkDeps = {
  readonly db: Database;
  readonly meta: Pick<Meta, 'read' | 'set'>;
  readonly read: (id: RecordId) => RecordState | null;
  /** Whether the same was written by an op of another number. */
  readonly isElsewhere: (bytes: Uint8Array, rec: RecordId) => boolean;
};

export function createLostWork({ db, meta, read, isElsewhere }: LostWorkDeps): LostWork {
  const slice = db.prepare<{ pos: number; replica: ReplicaId; rec: string; bytes: Uint8Array }>(
    `SELECT pos, replica, rec, bytes FROM forked WHERE pos > ? ORDER BY pos LIMIT ${SLICE}`,
  );
  const one = db.prepare<{ rec: string; bytes: Uint8Array }>('SELECT rec, bytes FROM forked WHERE pos = ?');
  const number = db.prepare<{ one: number }>('SELECT 1 AS one FROM forked WHERE replica = ? AND seq = ?');
  const isForked = (id: OpId): boolean => {
    const { replica, seq } = readOpId(id);
    return number.get(replica, seq) !== undefined;
  };
  const regained = (): Regained => JSON.parse(meta.read('regained') ?? '{}') as Regained;
  const settle = (replica: ReplicaId): void =>
    meta.set('regained', JSON.stringify({ ...regained(), [replica]: seen }));
  const lost = new Map<ReplicaId, OpenList<number>>();
  let seen = 0;

  async function readOn(): Promise<void> {
    for (let rows = slice.all(seen); rows.length > 0; rows = slice.all(seen)) {
      for (const { pos, replica, rec, bytes } of rows) {
        seen = pos;
        if (isElsewhere(bytes, rec)) continue;
        const open = lost.get(replica) ?? createOpenList<number>();
        open.add([pos]);
        lost.set(replica, open);
      }
      await turn();
    }
  }

  return async (limit) => {
    await readOn();
    const done = regained();
    return [...lost].flatMap(([replica, open]): FoundWork[] => {
      const found = open.first(limit, (pos) => {
        const row = one.get(pos);
        if (row === undefined || isElsewhere(row.bytes, row.rec)) return null;
        const op = readOpBytes(row.bytes, decodeOp)?.known ?? null;
        return op !== null && pos <= (done[replica] ?? 0) ? null : { op };
      });
      const ops = found.flatMap(({ op }) => op ?? []);
      const pieces = [...byRecord(ops)].flatMap(([rec, its]) => anewOfLost(its, read(rec), isForked));
      const unread = found.length - ops.length;
      const works: FoundWork[] = [];
      const total = open.size() - unread;
      if (pieces.length > 0) {
        works.push({
          key: `lost:${replica}`,
          kind: 'lost',
          replica,
          total,
          pieces,
          settle: () => settle(replica),
        });
      }
      if (unread > 0) {
        works.push({ key: `unread:${replica}`, kind: 'newer', replica, total: unread, pieces: [] });
      }
      return works;
    });
  };
}

function byRecord(ops: readonly KnownOp[]): Map<RecordId, KnownOp[]> {
  const groups = new Map<RecordId, KnownOp[]>();
  for (const op of ops) groups.set(op.rec, [...(groups.get(op.rec) ?? []), op]);
  return groups;
}
