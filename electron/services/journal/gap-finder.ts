/** Ops that are known without their bytes: in gaps of the log, and in states that came whole. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import type { OpId, RecordId } from '../../../shared/sync/op.ts';

export type GapFinder = {
  /** In which kind of gap an op lies: one of the kind `before` is part of the states. */
  gapOf(id: OpId): 'before' | 'withheld' | null;
  /** Whether a record's state came whole and contains this op. */
  isInFloor(id: OpId, rec: RecordId): boolean;
};

export function gapFinder(db: Database): GapFinder {
  const gap = db.prepare<{ kind: 'before' | 'withheld' }>(`
    SELECT kind FROM gaps JOIN replicas ON replicas.no = gaps.replica
    WHERE replicas.id = :replica AND gaps.first <= :seq AND gaps.last >= :seq`);
  const floor = db.prepare<{ one: number }>(`
    SELECT 1 AS one FROM floors JOIN floor_vectors USING (epoch, srv)
    WHERE floors.rec = :rec AND coalesce(vector ->> :replica, 0) >= :seq
      AND NOT EXISTS (SELECT 1 FROM json_each(without) WHERE value = :id)`);
  return {
    gapOf: (id) => gap.get({ ...readOpId(id) })?.kind ?? null,
    isInFloor: (id, rec) => floor.get({ ...readOpId(id), id, rec }) !== undefined,
  };
}
