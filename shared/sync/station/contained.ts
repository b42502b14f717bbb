/**
 * Which ops a record's state here holds already, whether or not their bytes are here. The reducer asks it of a named
 * predecessor that is no head: contained means superseded long ago, else it has still to come.
 */
import { readOpId } from '../op-id.ts';
import type { OpId, RecordId, ReplicaId } from '../op.ts';
import type { Gap, StationRows } from './station-rows.ts';

export type Contained = {
  /** Whether the state of `rec` holds this op. */
  readonly isContained: (id: OpId, rec: RecordId) => boolean;
  /**
   * Whether the state came whole and held the op when it came: true for ops within a gap of the kind `before`, and for those
   * that a floor's vector covers. Their bytes, when they come, are stored and not applied again.
   */
  readonly cameWhole: (id: OpId, rec: RecordId) => boolean;
  /** Gaps or floors have changed. */
  readonly forget: () => void;
};

export function createContained(rows: StationRows): Contained {
  const gaps = new Map<ReplicaId, readonly Gap[]>();
  let hasFloors: boolean | null = null;

  function gapsOf(replica: ReplicaId): readonly Gap[] {
    let known = gaps.get(replica);
    if (known === undefined) {
      known = rows.gaps(replica);
      gaps.set(replica, known);
    }
    return known;
  }

  /** By number and not by the log's numbers: a server that was set back counts anew, a replica never does. */
  function isUnderFloor(id: OpId, rec: RecordId, replica: ReplicaId, seq: number): boolean {
    hasFloors ??= rows.hasFloors();
    const floor = hasFloors ? rows.floor(rec) : null;
    if (floor === null || floor.without.includes(id)) return false;
    return seq <= (rows.floorVector(floor.epoch, floor.asOf)?.[replica] ?? 0);
  }

  const cameWhole = (id: OpId, rec: RecordId): boolean => {
    const { replica, seq } = readOpId(id);
    return isUnderFloor(id, rec, replica, seq) || findGap(gapsOf(replica), seq)?.kind === 'before';
  };

  return {
    isContained(id, rec) {
      const { replica, seq } = readOpId(id);
      const facts = rows.opFacts(replica, seq);
      // Who names an op of another record, names nothing: the same everywhere, in whatever order they come.
      if (facts !== null && (facts.rec !== rec || facts.status === 'applied')) return facts.rec === rec;
      return cameWhole(id, rec);
    },
    cameWhole,
    forget() {
      gaps.clear();
      hasFloors = null;
    },
  };
}

/** The gap that a number lies in. */
export function findGap(gaps: readonly Gap[], seq: number): Gap | null {
  let [low, high] = [0, gaps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle]?.to ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  const gap = gaps[low];
  return gap !== undefined && gap.from <= seq ? gap : null;
}
