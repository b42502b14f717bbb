/** A station's rows in memory: what the journal does with SQLite. */
import { must } from '../../../shared/must.ts';
import type { ReplicaId } from '../../../shared/sync/op.ts';
import type {
  Gap,
  ReplicaPlace,
  RowCounts,
  StationRows,
  StoredOp,
} from '../../../shared/sync/station/station-rows.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import type { Cursor } from '../../../shared/sync/wire/cursor.ts';
import type { MemoryDb } from './memory-db.ts';
import {
  appendOp,
  lastClockOf,
  moveClockOf,
  newReplica,
  stationTables,
  type ReplicaRow,
  type StationTables,
} from './station-tables.ts';

/** @param newReplicaId gives a fresh id for a writer whose replica was given up */
export function createMemoryRows(db: MemoryDb, newReplicaId: () => ReplicaId): StationRows {
  const tables = stationTables(db);
  return {
    archive: () => String(must(tables.meta.get('archive'), 'an archive')),
    ...replicaRows(tables, newReplicaId),
    ...opRows(tables),
    ...gapRows(tables),
    ...recordRows(tables),
    ...snapshotRows(tables),
    counts: () => countRows(tables),
  };
}

function toPlace({ writer, wrote, ...row }: ReplicaRow): ReplicaPlace {
  return { ...row, isLive: writer !== null, wrote: writer === null ? wrote : row.seq };
}

function replicaRows(tables: StationTables, newReplicaId: () => ReplicaId) {
  const { replicas, seals } = tables;
  return {
    replica: (id: ReplicaId) => {
      const row = replicas.get(id);
      return row === undefined ? null : toPlace(row);
    },
    replicas: () => [...replicas.values()].map(toPlace),
    saveReplica(place: ReplicaPlace) {
      const { isLive: _isLive, ...row } = place;
      replicas.put(place.id, { ...row, writer: replicas.get(place.id)?.writer ?? null });
    },
    renew(id: ReplicaId) {
      const old = must(replicas.get(id), 'a live replica');
      const fresh = newReplica(newReplicaId(), must(old.writer, 'its writer'));
      replicas.put(id, { ...old, writer: null, wrote: old.seq });
      replicas.put(fresh.id, fresh);
      return toPlace(fresh);
    },
    lastClock: () => lastClockOf(tables),
    moveClock: (clock: string) => moveClockOf(tables, clock),
    seal: (replica: ReplicaId) => seals.get(replica) ?? null,
    saveSeal(seal: Parameters<StationRows['saveSeal']>[0]) {
      const known = seals.get(seal.replica);
      if (known === undefined || known.seq <= seal.seq) seals.put(seal.replica, seal);
    },
  };
}

function opRows(tables: StationTables) {
  const { ops, held, forked, replicas, opsOfRecord } = tables;
  const op = (replica: ReplicaId, seq: number): StoredOp | null => ops.get(`${replica}:${seq}`) ?? null;
  const between = (replica: ReplicaId, after: number): StoredOp[] => {
    const found: StoredOp[] = [];
    const last = replicas.get(replica)?.seq ?? 0;
    for (let seq = after + 1; seq <= last; seq++) {
      const row = op(replica, seq);
      if (row !== null) found.push(row);
    }
    return found;
  };
  return {
    op,
    opFacts: op,
    ops: between,
    opsOfRecord: (rec: string) => (opsOfRecord.get(rec) ?? []).map((key) => must(ops.get(key), 'an op')),
    held: (replica: ReplicaId) => between(replica, 0).filter((each) => each.status === 'held'),
    replicasWithHeld: () => [...new Set(held.values())],
    accepted: () =>
      [...ops.values()].flatMap(({ replica, seq, rec, status, code }) =>
        status !== 'withheld' && code !== null && code !== undefined ? [{ replica, seq, rec, code }] : [],
      ),
    firstWithheld: (replica: ReplicaId) =>
      between(replica, 0).find((each) => each.status === 'withheld')?.seq ?? null,
    append: ({ isOld: _isOld, ...row }: Parameters<StationRows['append']>[0]) => appendOp(tables, row),
    setStatus(replica: ReplicaId, seq: number, status: StoredOp['status'], code?: string | null) {
      const key = `${replica}:${seq}`;
      const row = must(ops.get(key), 'an op');
      ops.put(key, { ...row, status, ...(code === undefined ? {} : { code }) });
      if (status === 'held') held.put(key, replica);
      else held.delete(key);
    },
    moveToForked(replica: ReplicaId, from: number) {
      for (const [key, row] of ops.entries()) {
        if (row.replica !== replica || row.seq < from) continue;
        forked.put(`${key}#${forked.size}`, row);
        ops.delete(key);
        held.delete(key);
        opsOfRecord.put(
          row.rec,
          (opsOfRecord.get(row.rec) ?? []).filter((each) => each !== key),
        );
      }
      for (const gap of gapsOf(tables, replica)) {
        if (gap.to < from) continue;
        if (gap.from < from) throw new Error(`a fork within a gap of ${replica}`);
        tables.gaps.delete(`${replica}:${gap.from}`);
      }
    },
  };
}

function gapsOf({ gaps }: StationTables, replica: ReplicaId): Gap[] {
  return [...gaps.values()].filter((gap) => gap.replica === replica).sort((a, b) => a.from - b.from);
}

function gapRows(tables: StationTables) {
  const { gaps } = tables;
  return {
    gaps: (replica: ReplicaId) => gapsOf(tables, replica),
    hasGapsBefore: () => [...gaps.values()].some((gap) => gap.kind === 'before'),
    addGap: (gap: Gap) => gaps.put(`${gap.replica}:${gap.from}`, gap),
    dropGap: (replica: ReplicaId, from: number) => gaps.delete(`${replica}:${from}`),
  };
}

function recordRows({ records, floors, floorVectors, wanted, cursors }: StationTables) {
  return {
    state: (rec: string) => {
      const doc = records.get(rec);
      return doc === undefined ? null : (JSON.parse(doc) as RecordState);
    },
    recordsNaming: (replica: ReplicaId) =>
      [...records.entries()].flatMap(([rec, doc]) => (doc.includes(`"${replica}:`) ? [rec] : [])),
    saveState: (state: RecordState) => records.put(state.id, JSON.stringify(state)),
    hasFloors: () => floors.size > 0,
    floor: (rec: string) => floors.get(rec) ?? null,
    floored: () => [...floors.values()].map((floor) => floor.rec),
    floorVector: (epoch: string, asOf: number) => floorVectors.get(`${epoch}.${asOf}`) ?? null,
    saveFloorVector: (epoch: string, asOf: number, vector: Readonly<Record<string, number>>) =>
      floorVectors.put(`${epoch}.${asOf}`, vector),
    saveFloor: (floor: Parameters<StationRows['saveFloor']>[0]) => floors.put(floor.rec, floor),
    dropFloors(epoch: string, srv: number) {
      for (const floor of floors.values()) {
        if (floor.epoch === epoch && floor.asOf <= srv) floors.delete(floor.rec);
      }
      const needed = new Set([...floors.values()].map((floor) => `${floor.epoch}.${floor.asOf}`));
      for (const [key] of floorVectors.entries()) if (!needed.has(key)) floorVectors.delete(key);
    },
    wanted: (limit: number) => [...wanted.values()].slice(0, limit),
    isWanted: (rec: string) => wanted.has(rec),
    want: (rec: string) => wanted.put(rec, rec),
    unwant: (rec: string) => wanted.delete(rec),
    cursor: () => (cursors.get('cursor') as Cursor | undefined) ?? null,
    marks: () => (cursors.get('marks') as readonly Cursor[] | undefined) ?? [],
    saveCursor(cursor: Cursor | null, marks: readonly Cursor[]) {
      if (cursor === null) cursors.delete('cursor');
      else cursors.put('cursor', cursor);
      cursors.put('marks', [...marks]);
    },
  };
}

function snapshotRows({ staging, parts }: StationTables) {
  const drop = (): void => {
    staging.delete('manifest');
    for (const [key] of parts.entries()) parts.delete(key);
  };
  return {
    staged: () => {
      const manifest = staging.get('manifest');
      return manifest === undefined
        ? null
        : { manifest, parts: [...parts.entries()].map(([n]) => Number(n)) };
    },
    beginStaging(manifest: Parameters<StationRows['beginStaging']>[0]) {
      drop();
      staging.put('manifest', manifest);
    },
    stagePart: (n: number, rows: Parameters<StationRows['stagePart']>[1]) => parts.put(String(n), [...rows]),
    stagedRows: () => [...parts.values()].flat(),
    dropStaging: drop,
  };
}

function countRows(tables: StationTables): RowCounts {
  const unsent = [...tables.ops.values()].filter(
    (op) => op.seq > (tables.replicas.get(op.replica)?.acked ?? 0),
  );
  const statuses = [...tables.ops.values()].map((op) => op.status);
  const gaps = [...tables.gaps.values()];
  return {
    unsentOps: unsent.length,
    unsentRecords: new Set(unsent.map((op) => op.rec)).size,
    held: tables.held.size,
    withheld:
      statuses.filter((each) => each === 'withheld').length +
      gaps.filter((gap) => gap.kind === 'withheld').length,
    wanted: tables.wanted.size,
    forked: tables.forked.size,
    missing: gaps.reduce((sum, gap) => sum + (gap.kind === 'before' ? gap.to - gap.from + 1 : 0), 0),
    records: tables.records.size,
  };
}
