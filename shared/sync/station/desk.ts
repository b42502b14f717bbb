/**
 * One transaction's desk: rows, and what the transaction has changed of places and states and not written down yet. All
 * rules of a station work on a desk, so that a record touched by a thousand ops is read and written once.
 */
import { CHAIN_START, type Hash } from '../chain.ts';
import { receiveClock } from '../clock.ts';
import { decodeOp, type KnownOp } from '../op-bytes.ts';
import type { Clock, OpId, RecordId, ReplicaId } from '../op.ts';
import { applyOp } from '../reducer.ts';
import type { RecordState } from '../state.ts';
import { createContained, findGap, type Contained } from './contained.ts';
import { createPlaces, createStates } from './desk-drafts.ts';
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
  /** What the pages of the log have shown since their reading began. */
  readonly reading: Reading;
  /** Moves this data folder's clock on, as far as another's may. */
  readonly heardClock: (clock: Clock) => void;
  /** Writes everything down; the desk may be used further. */
  readonly flush: () => void;
  /** What this transaction has taken in; counted by the rules. */
  readonly report: Report;
};

export type Reading = {
  /** Whether it began at the log's beginning: then what was not met is not in the log up to the cursor. */
  isWhole: boolean;
  /** The last number of each replica up to which what is here is what the log has. */
  met: Map<ReplicaId, number>;
};

type Report = { ops: number; forked: number; readonly renewed: { from: ReplicaId; to: ReplicaId }[] };

export function createDesk(rows: StationRows, deps: Pick<StationDeps, 'hash' | 'now' | 'decode'>): Desk {
  const { hash } = deps;
  const decode = deps.decode ?? decodeOp;
  const contained = createContained(rows);
  const report: Report = { ops: 0, forked: 0, renewed: [] };
  const places = createPlaces(rows);
  const states = createStates(rows, decode);
  const { place, savePlace } = places;
  let latest: Clock | null = null;
  const heardClock = (clock: Clock): void => {
    latest = latest !== null && latest > clock ? latest : clock;
  };
  const gapAt = (replica: ReplicaId, seq: number): Gap | null => findGap(rows.gaps(replica), seq);

  return {
    ...contained,
    rows,
    hash,
    decode,
    report,
    reading: { isWhole: false, met: new Map() },
    place,
    savePlace,
    places: places.all,
    renew(id) {
      const fresh = places.renew(id);
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
    state: states.read,
    saveState: states.save,
    apply(op) {
      heardClock(op.h);
      if (contained.cameWhole(op.id, op.rec)) return;
      states.renewNow(op.rec);
      const isHere = (id: string): boolean => id !== op.id && contained.isContained(id, op.rec);
      states.save(applyOp(states.read(op.rec), op, isHere));
    },
    follow({ replica, seq, rec, bytes, status, isOld = false }) {
      const before = place(replica);
      const next = hash(before.hash, bytes);
      savePlace({ ...before, seq, hash: next, wrote: before.isLive ? seq : before.wrote });
      rows.append({ replica, seq, rec, status, bytes, hash: next, isOld });
    },
    renewState: states.renewLater,
    heardClock,
    flush() {
      places.flush();
      states.flush();
      if (latest === null) return;
      const last = rows.lastClock();
      const moved = receiveClock(last, latest, deps.now());
      if (moved !== last) rows.moveClock(moved);
      latest = null;
    },
  };
}
