/**
 * One transaction's desk: rows, and what the transaction has changed of places and states and not written down yet. All
 * rules of a station work on a desk, so that a record touched by a thousand ops is read and written once.
 */
import { CHAIN_START, type Hash } from '../chain.ts';
import { receiveClock } from '../clock.ts';
import { decodeOp, type KnownOp } from '../op-bytes.ts';
import type { Clock, OpId, RecordId, ReplicaId } from '../op.ts';
import { applyOp, replayOps } from '../reducer.ts';
import type { RecordState } from '../state.ts';
import { withdrawOps } from '../withdraw.ts';
import { createContained, findGap, type Contained } from './contained.ts';
import type { Decode, StationDeps } from './station-deps.ts';
import type { Gap, OpStatus, ReplicaPlace, StationRows } from './station-rows.ts';

export type Desk = Contained & {
  readonly rows: StationRows;
  readonly hash: Hash;
  readonly decode: Decode;
  /** A replica that nothing is known of is at 0. */
  readonly place: (id: ReplicaId) => ReplicaPlace;
  readonly savePlace: (place: ReplicaPlace) => void;
  /** All places, as this transaction has left them. */
  readonly places: () => ReplicaPlace[];
  /** Gives the writer of a live replica a fresh one, and tells the report. */
  readonly renew: (id: ReplicaId) => ReplicaPlace;
  /** The chain hash at a number; null where it lies within a gap. */
  readonly hashAt: (replica: ReplicaId, seq: number) => Uint8Array | null;
  readonly gapAt: (replica: ReplicaId, seq: number) => Gap | null;
  readonly addGap: (gap: Gap) => void;
  readonly dropGap: (gap: Gap) => void;
  readonly state: (rec: RecordId) => RecordState | null;
  readonly saveState: (state: RecordState) => void;
  /** Applies an op unless the record's state came whole and holds it. Its row may be there or not. */
  readonly apply: (op: KnownOp) => void;
  /** Stores the op that follows what is here of its replica. */
  follow(op: {
    replica: ReplicaId;
    seq: number;
    rec: RecordId;
    bytes: Uint8Array;
    status: OpStatus;
    isOld?: boolean;
  }): void;
  /**
   * An op's effect goes out of its record's state: before this is written down, or the record is touched again, the state is
   * made anew from its ops. Where that cannot be, the op is withdrawn and the record wanted from the server.
   */
  readonly renewState: (rec: RecordId, without: OpId) => void;
  /** Moves this data folder's clock on, as far as another's may. */
  readonly heardClock: (clock: Clock) => void;
  /** Writes everything down; the desk may be used further. */
  readonly flush: () => void;
  /** What this transaction has taken in; counted by the rules. */
  readonly report: Report;
};

export type Report = { ops: number; forked: number; readonly renewed: { from: ReplicaId; to: ReplicaId }[] };

export function createDesk(rows: StationRows, deps: Pick<StationDeps, 'hash' | 'now' | 'decode'>): Desk {
  const { hash } = deps;
  const decode = deps.decode ?? decodeOp;
  const contained = createContained(rows);
  const places = new Map<ReplicaId, ReplicaPlace>();
  const changedPlaces = new Set<ReplicaId>();
  const states = new Map<RecordId, RecordState | null>();
  const changedStates = new Set<RecordId>();
  const toRenew = new Map<RecordId, Set<OpId>>();
  const report: Report = { ops: 0, forked: 0, renewed: [] };
  let latest: Clock | null = null;

  const place = (id: ReplicaId): ReplicaPlace => {
    let known = places.get(id);
    if (known === undefined) {
      known = rows.replica(id) ?? newPlace(id);
      places.set(id, known);
    }
    return known;
  };
  const savePlace = (changed: ReplicaPlace): void => {
    // A replica that is met needs its row before its ops.
    if (place(changed.id).seq === 0) rows.saveReplica(changed);
    places.set(changed.id, changed);
    changedPlaces.add(changed.id);
  };
  const writePlaces = (): void => {
    for (const id of changedPlaces) rows.saveReplica(place(id));
    changedPlaces.clear();
  };
  const state = (rec: RecordId): RecordState | null => {
    let known = states.get(rec);
    if (known === undefined) {
      known = rows.state(rec);
      states.set(rec, known);
    }
    return known;
  };
  const saveState = (changed: RecordState): void => {
    states.set(changed.id, changed);
    changedStates.add(changed.id);
  };
  function renewNow(rec: RecordId): void {
    const without = toRenew.get(rec);
    const before = state(rec);
    if (without === undefined || before === null) return;
    toRenew.delete(rec);
    const staying: KnownOp[] = [];
    for (const op of rows.opsOfRecord(rec)) {
      const read = op.status === 'applied' ? decode(op.bytes) : null;
      if (read?.ok === true && read.value.known) staying.push(read.value.op);
    }
    // A state that came whole cannot be made of ops: some of them are not here.
    if (rows.hasGapsBefore() || rows.floor(rec) !== null) {
      rows.want(rec);
      saveState(withdrawOps(before, without, staying));
    } else {
      saveState(replayOps(staying) ?? { id: rec, t: before.t, f: {} });
    }
  }
  const gapAt = (replica: ReplicaId, seq: number): Gap | null => findGap(rows.gaps(replica), seq);

  return {
    ...contained,
    rows,
    hash,
    decode,
    report,
    place,
    savePlace,
    places() {
      writePlaces();
      return [...rows.replicas()];
    },
    renew(id) {
      writePlaces();
      const fresh = rows.renew(id);
      places.delete(id);
      report.renewed.push({ from: id, to: fresh.id });
      return fresh;
    },
    hashAt(replica, seq) {
      const known = place(replica);
      if (seq === known.seq) return known.hash;
      if (seq === 0) return CHAIN_START;
      const gap = gapAt(replica, seq);
      if (gap !== null) return gap.to === seq ? gap.hash : null;
      return rows.op(replica, seq)?.hash ?? null;
    },
    gapAt,
    addGap(gap) {
      rows.addGap(gap);
      contained.forget();
    },
    dropGap(gap) {
      rows.dropGap(gap.replica, gap.from);
      contained.forget();
    },
    state,
    saveState,
    apply(op) {
      latest = latest !== null && latest > op.h ? latest : op.h;
      if (contained.cameWhole(op.id, op.rec)) return;
      if (toRenew.has(op.rec)) renewNow(op.rec);
      const isHere = (id: string): boolean => id !== op.id && contained.isContained(id, op.rec);
      saveState(applyOp(state(op.rec), op, isHere));
    },
    follow({ replica, seq, rec, bytes, status, isOld = false }) {
      const before = place(replica);
      const next = hash(before.hash, bytes);
      savePlace({ ...before, seq, hash: next, wrote: before.isLive ? seq : before.wrote });
      rows.append({ replica, seq, rec, status, bytes, hash: next, isOld });
    },
    renewState(rec, without) {
      const all = toRenew.get(rec) ?? new Set();
      toRenew.set(rec, all.add(without));
    },
    heardClock(clock) {
      latest = latest !== null && latest > clock ? latest : clock;
    },
    flush() {
      writePlaces();
      for (const rec of [...toRenew.keys()]) renewNow(rec);
      for (const rec of changedStates) {
        const changed = states.get(rec);
        if (changed !== null && changed !== undefined) rows.saveState(changed);
      }
      changedStates.clear();
      places.clear();
      states.clear();
      if (latest === null) return;
      const last = rows.lastClock();
      const moved = receiveClock(last, latest, deps.now());
      if (moved !== last) rows.moveClock(moved);
      latest = null;
    },
  };
}

function newPlace(id: ReplicaId): ReplicaPlace {
  return { id, isLive: false, wrote: 0, seq: 0, hash: CHAIN_START, acked: 0, durable: 0, trouble: null };
}
