/** What a transaction has changed of places and states and not written down yet. */
import type { KnownOp } from '../op-bytes.ts';
import { CHAIN_START } from '../chain.ts';
import type { OpId, RecordId, ReplicaId } from '../op.ts';
import { replayOps } from '../reducer.ts';
import type { RecordState } from '../state.ts';
import { withdrawOps } from '../withdraw.ts';
import type { Decode } from './station-deps.ts';
import type { ReplicaPlace, StationRows } from './station-rows.ts';

type Places = {
  readonly place: (id: ReplicaId) => ReplicaPlace;
  readonly savePlace: (place: ReplicaPlace) => void;
  readonly all: () => ReplicaPlace[];
  readonly renew: (id: ReplicaId) => ReplicaPlace;
  readonly flush: () => void;
};

export function createPlaces(rows: StationRows): Places {
  const places = new Map<ReplicaId, ReplicaPlace>();
  const changed = new Set<ReplicaId>();
  const place = (id: ReplicaId): ReplicaPlace => {
    let known = places.get(id);
    if (known === undefined) {
      known = rows.replica(id) ?? newPlace(id);
      places.set(id, known);
    }
    return known;
  };
  const write = (): void => {
    for (const id of changed) rows.saveReplica(place(id));
    changed.clear();
  };
  return {
    place,
    savePlace(next) {
      // A replica that is met needs its row before its ops.
      if (place(next.id).seq === 0) rows.saveReplica(next);
      places.set(next.id, next);
      changed.add(next.id);
    },
    all() {
      write();
      return [...rows.replicas()];
    },
    renew(id) {
      write();
      const fresh = rows.renew(id);
      places.delete(id);
      return fresh;
    },
    flush() {
      write();
      places.clear();
    },
  };
}

type States = {
  readonly read: (rec: RecordId) => RecordState | null;
  readonly save: (state: RecordState) => void;
  readonly renewLater: (rec: RecordId, without: OpId) => void;
  /** Does now what `renewLater` was asked for this record. */
  readonly renewNow: (rec: RecordId) => void;
  readonly flush: () => void;
};

export function createStates(rows: StationRows, decode: Decode): States {
  const states = new Map<RecordId, RecordState | null>();
  const changed = new Set<RecordId>();
  const toRenew = new Map<RecordId, Set<OpId>>();
  const read = (rec: RecordId): RecordState | null => {
    let known = states.get(rec);
    if (known === undefined) {
      known = rows.state(rec);
      states.set(rec, known);
    }
    return known;
  };
  const save = (next: RecordState): void => {
    states.set(next.id, next);
    changed.add(next.id);
  };

  /** The ops that the state is made of; `isAll` is false when it came whole and holds some that are not here or not known. */
  function appliedOps(rec: RecordId): { known: KnownOp[]; isAll: boolean } {
    const known: KnownOp[] = [];
    let isAll = !rows.hasGapsBefore() && rows.floor(rec) === null;
    for (const op of rows.opsOfRecord(rec)) {
      if (op.status !== 'applied') continue;
      const decoded = decode(op.bytes);
      if (decoded.ok && decoded.value.known) known.push(decoded.value.op);
      else isAll = false;
    }
    return { known, isAll };
  }

  function renewNow(rec: RecordId): void {
    const without = toRenew.get(rec);
    if (without === undefined) return;
    toRenew.delete(rec);
    const before = read(rec);
    if (before === null) return;
    const { known, isAll } = appliedOps(rec);
    if (isAll) {
      save(replayOps(known) ?? { id: rec, t: before.t, f: {} });
    } else {
      rows.want(rec);
      save(withdrawOps(before, without, known));
    }
  }

  return {
    read,
    save,
    renewLater(rec, without) {
      const all = toRenew.get(rec) ?? new Set();
      toRenew.set(rec, all.add(without));
    },
    renewNow,
    flush() {
      for (const rec of Array.from(toRenew.keys())) renewNow(rec);
      for (const rec of changed) {
        const state = states.get(rec);
        if (state !== null && state !== undefined) rows.saveState(state);
      }
      changed.clear();
      states.clear();
    },
  };
}

function newPlace(id: ReplicaId): ReplicaPlace {
  return { id, isLive: false, wrote: 0, seq: 0, hash: CHAIN_START, acked: 0, durable: 0, trouble: null };
}
