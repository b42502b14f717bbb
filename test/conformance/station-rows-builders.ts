/** What the tests of a station's rows are made of. */
import type { Gap, NewOp, ReplicaPlace, StationRows } from '../../shared/sync/station/station-rows.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import type { Cursor } from '../../shared/sync/wire/cursor.ts';
import type { SnapshotManifest } from '../../shared/sync/wire/messages.ts';

/** An empty journal of one archive, with its writers, nothing written. */
export type RowsUnderTest = {
  readonly transaction: <T>(work: (rows: StationRows) => T) => T;
  readonly picture: <T>(work: (rows: StationRows) => T) => T;
  close(): void | Promise<void>;
};

export const [A, B] = ['a'.repeat(26), 'b'.repeat(26)];
export const RECORDS = [
  '0190a000-0000-7000-8000-000000000001',
  '0190a000-0000-7000-8000-000000000002',
] as const;
export const EPOCH = '0190a000-0000-7000-8000-00000000000e';
export const PERSON = '0190a000-0000-7000-8000-00000000000f';

export const hash = (n: number): Uint8Array => new Uint8Array(32).fill(n);
export const place = (id: string, seq: number, more: Partial<ReplicaPlace> = {}): ReplicaPlace => ({
  id,
  isLive: false,
  wrote: 0,
  seq,
  hash: hash(seq),
  acked: 0,
  durable: 0,
  trouble: null,
  ...more,
});
export const op = (replica: string, seq: number, more: Partial<NewOp> = {}): NewOp => ({
  replica,
  seq,
  rec: RECORDS[0],
  status: 'applied',
  bytes: new TextEncoder().encode(`{"id":"${replica}:${seq}"}`),
  hash: hash(seq),
  isOld: false,
  ...more,
});
export const gap = (replica: string, from: number, to: number, kind: Gap['kind']): Gap => ({
  replica,
  from,
  to,
  hash: hash(to),
  kind,
  rec: kind === 'before' ? null : RECORDS[0],
  code: kind === 'before' ? null : 'OP_TOO_LARGE',
});
export const state = (id: string, title: string): RecordState => ({
  id,
  t: 'fonds',
  f: { 'title/kk': { heads: [{ id: `${A}:1`, h: '0197c2a1b3d4-0000', u: PERSON, v: title }] } },
});
export const cursor = (srv: number): Cursor => ({
  epoch: EPOCH,
  srv,
  hash: srv.toString(16).padStart(16, '0'),
});
export const manifest = (id: string): SnapshotManifest => ({
  id,
  cursor: cursor(5),
  vector: {},
  held: [],
  withheld: [],
  seals: [],
  records: 2,
  parts: [],
});

/** Puts ops of a replica in place, one after the other. */
export function write(rows: StationRows, replica: string, count: number, more: Partial<NewOp> = {}): void {
  const from = rows.replica(replica)?.seq ?? 0;
  for (let seq = from + 1; seq <= from + count; seq++) {
    rows.append(op(replica, seq, more));
    rows.saveReplica({ ...(rows.replica(replica) ?? place(replica, 0)), seq, hash: hash(seq) });
  }
}

/** Notes a replica; an op can only be of a replica that is known. */
export function meet(rows: StationRows, ...ids: string[]): void {
  for (const id of ids) rows.saveReplica(place(id, 0));
}
