/** The tables of a station in memory, as the journal has them on its disk. Rows are never changed in place. */
import type { Clock, ReplicaId, RecordId } from '../../../shared/sync/op.ts';
import type { Floor, Gap, NewOp, ReplicaPlace, StoredOp } from '../../../shared/sync/station/station-rows.ts';
import type { Cursor } from '../../../shared/sync/wire/cursor.ts';
import type { PutRow, Seal, SeqVector, SnapshotManifest } from '../../../shared/sync/wire/messages.ts';
import type { MemoryDb, Table } from './memory-db.ts';

export type ReplicaRow = Omit<ReplicaPlace, 'isLive'> & {
  /** Who writes under it now. */
  readonly writer: string | null;
};

export type OpRow = StoredOp & { readonly code: string | null };

export type StationTables = {
  readonly meta: Table<string | number>;
  readonly replicas: Table<ReplicaRow>;
  readonly ops: Table<OpRow>;
  /** The keys of the ops about a record. */
  readonly opsOfRecord: Table<readonly string[]>;
  readonly held: Table<ReplicaId>;
  /** Ops that lost their number. */
  readonly forked: Table<OpRow>;
  readonly gaps: Table<Gap>;
  /** States as JSON text, so that nobody holds on to an object of the store. */
  readonly records: Table<string>;
  readonly floors: Table<Floor>;
  readonly floorVectors: Table<SeqVector>;
  readonly wanted: Table<RecordId>;
  readonly cursors: Table<Cursor | readonly Cursor[]>;
  readonly seals: Table<Seal>;
  readonly staging: Table<SnapshotManifest>;
  readonly parts: Table<readonly PutRow[]>;
};

export function stationTables(db: MemoryDb): StationTables {
  return {
    meta: db.table('meta'),
    replicas: db.table('replicas'),
    ops: db.table('ops'),
    opsOfRecord: db.table('opsOfRecord'),
    held: db.table('held'),
    forked: db.table('forked'),
    gaps: db.table('gaps'),
    records: db.table('records'),
    floors: db.table('floors'),
    floorVectors: db.table('floorVectors'),
    wanted: db.table('wanted'),
    cursors: db.table('cursors'),
    seals: db.table('seals'),
    staging: db.table('staging'),
    parts: db.table('parts'),
  };
}

/** The hash before a replica's first op. */
export const CHAIN_START: Uint8Array = new Uint8Array(32);

/** A replica of which nothing is known yet. */
export function newReplica(id: ReplicaId, writer: string | null): ReplicaRow {
  return { id, writer, wrote: 0, seq: 0, hash: CHAIN_START, acked: 0, durable: 0, trouble: null };
}

export function lastClockOf(tables: StationTables): Clock | null {
  const clock = tables.meta.get('clock');
  return typeof clock === 'string' ? clock : null;
}

export function moveClockOf(tables: StationTables, clock: Clock): void {
  const last = lastClockOf(tables);
  if (last === null || clock > last) tables.meta.put('clock', clock);
}

export function appendOp(tables: StationTables, op: Omit<NewOp, 'isOld'>): void {
  const key = `${op.replica}:${op.seq}`;
  if (tables.ops.has(key)) throw new Error(`${key} is here already`);
  const pos = Number(tables.meta.get('pos') ?? 0) + 1;
  tables.meta.put('pos', pos);
  tables.ops.put(key, { ...op, pos, code: null });
  tables.opsOfRecord.put(op.rec, [...(tables.opsOfRecord.get(op.rec) ?? []), key]);
  if (op.status === 'held') tables.held.put(key, op.replica);
}
