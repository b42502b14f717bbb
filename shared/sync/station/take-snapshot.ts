/**
 * The whole archive at once, as of one place in the log: how a station begins, and how one goes on that was away for longer
 * than the server can tell what happened. Its rows are whole states like any other; what is here and not in them stays.
 */
import { TroubleError } from '../../result.ts';
import { fromHex } from '../chain.ts';
import { opId, readOpId } from '../op-id.ts';
import type { ReplicaId } from '../op.ts';
import { readOp, type ReadOp } from '../read-op.ts';
import type { SeqVector, SnapshotManifest } from '../wire/messages.ts';
import type { Desk } from './desk.ts';
import { loosenFloors } from './loosen-floors.ts';
import { keepSeals } from './seals.ts';
import { settleHeld } from './steps.ts';
import { coversFloor, mayTakeSnapshot, takePut } from './take-put.ts';
import { withhold } from './take-page.ts';
import { noteAcked } from './take-transaction.ts';

/** So many states are in memory at once. */
const ROWS_AT_ONCE = 2000;

/** Numbers within the snapshot's vector that its states do not hold. */
type Apart = { readonly seq: number; readonly prev: string } & (
  | { readonly op: ReadOp }
  | { readonly op: null; readonly rec: string; readonly hash: string; readonly code: string }
);

/** Puts the staged snapshot in place. @throws TroubleError SNAPSHOT_INCOMPLETE */
export function installSnapshot(desk: Desk): void {
  const { rows } = desk;
  const staged = rows.staged();
  if (staged === null || staged.parts.length < staged.manifest.parts.length) {
    throw new TroubleError('SNAPSHOT_INCOMPLETE');
  }
  const { manifest } = staged;
  const vector: SeqVector = Object.fromEntries(
    Object.entries(manifest.vector).map(([id, { seq }]) => [id, seq]),
  );
  // States that hold more than the snapshot, or other ops under its numbers, stay; it is of no use then.
  if (mayTakeSnapshot(desk, manifest)) laySnapshot(desk, manifest, vector);
  else loosenFloors(desk);
  rows.dropStaging();
}

function laySnapshot(desk: Desk, manifest: SnapshotManifest, vector: SeqVector): void {
  const { rows } = desk;
  const { epoch, srv } = manifest.cursor;
  // What was read before it, was not read up to it: who goes back behind it begins at the beginning.
  rows.saveCursor(manifest.cursor, []);
  markWithheld(desk, manifest);
  // States first: what they hold is told by the gaps that come after.
  let count = 0;
  for (const put of rows.stagedRows()) {
    if (coversFloor(desk, put.rec, vector)) takePut(desk, put, { epoch, asOf: srv, vector });
    else rows.want(put.rec);
    if (++count % ROWS_AT_ONCE === 0) desk.flush();
  }
  desk.flush();
  const apart = gatherApart(desk, manifest);
  for (const [id, { seq, hash }] of Object.entries(manifest.vector)) {
    reach(desk, id, seq, fromHex(hash), apart.get(id) ?? []);
    noteAcked(desk, id, seq);
  }
  keepSeals(desk, manifest.seals);
  desk.flush();
  rows.dropFloors(epoch, srv);
  desk.forget();
  settleHeld(desk);
  desk.flush();
}

/** What is here already: withheld now, or accepted since. */
function markWithheld(desk: Desk, { withheld, vector }: SnapshotManifest): void {
  const ids = new Set(withheld.map(({ id }) => id));
  for (const { id, code } of withheld) {
    const { replica, seq } = readOpId(id);
    const row = desk.rows.op(replica, seq);
    if (row !== null) withhold(desk, row, code);
  }
  for (const { id } of desk.places()) {
    for (const gap of desk.rows.gaps(id)) {
      const isAccepted = gap.to <= (vector[id]?.seq ?? 0) && !ids.has(opId(id, gap.to));
      if (gap.kind === 'before' || !isAccepted) continue;
      desk.dropGap(gap);
      desk.addGap({ ...gap, kind: 'before', rec: null, code: null });
    }
  }
  desk.flush();
}

function gatherApart(desk: Desk, { held, withheld }: SnapshotManifest): Map<ReplicaId, Apart[]> {
  const apart = new Map<ReplicaId, Apart[]>();
  const add = (replica: ReplicaId, one: Apart): void => {
    const all = apart.get(replica) ?? [];
    all.push(one);
    apart.set(replica, all);
  };
  for (const { op: text, prev } of held) {
    const op = readOp(text, desk.decode);
    if (op !== null) add(op.replica, { seq: op.seq, prev, op });
  }
  for (const { id, ...rest } of withheld) {
    const { replica, seq } = readOpId(id);
    add(replica, { seq, op: null, ...rest });
  }
  for (const all of apart.values()) all.sort((a, b) => a.seq - b.seq);
  return apart;
}

/** A replica is known up to `seq` now: in gaps, and op by op where an op is apart from the states. */
function reach(desk: Desk, replica: ReplicaId, seq: number, hash: Uint8Array, apart: readonly Apart[]): void {
  const place = desk.place(replica);
  if (place.seq >= seq) return;
  if (place.isLive) desk.renew(replica);
  const gap = (to: number, end: Uint8Array): void => {
    const { seq: reached } = desk.place(replica);
    if (to <= reached) return;
    desk.savePlace({ ...desk.place(replica), seq: to, hash: end });
    desk.addGap({ replica, from: reached + 1, to, hash: end, kind: 'before', rec: null, code: null });
  };
  for (const one of apart) {
    if (one.seq <= place.seq || one.seq > seq) continue;
    gap(one.seq - 1, fromHex(one.prev));
    if (one.op !== null) {
      desk.follow({ replica, seq: one.seq, rec: one.op.rec, bytes: one.op.bytes, status: 'held' });
    } else {
      const end = fromHex(one.hash);
      desk.savePlace({ ...desk.place(replica), seq: one.seq, hash: end });
      const { rec, code } = one;
      desk.addGap({ replica, from: one.seq, to: one.seq, hash: end, kind: 'withheld', rec, code });
    }
  }
  gap(seq, hash);
}
