/**
 * A record's whole state from the server. Ours becomes that one, and then every op here that it does not hold is applied to
 * it again: what the server has not got yet, and what it holds back and we do not.
 */
import { shortHash } from '../chain.ts';
import { opId } from '../op-id.ts';
import type { OpId, RecordId } from '../op.ts';
import { readOpBytes } from '../read-op.ts';
import { applyOp } from '../reducer.ts';
import type { RecordState } from '../state.ts';
import { isSameCursor, type Cursor } from '../wire/cursor.ts';
import type { End, PutRow, SeqVector, SnapshotManifest } from '../wire/messages.ts';
import type { Desk } from './desk.ts';
import type { StoredOp } from './station-rows.ts';
import type { RecordsTaken } from './station-store.ts';
import { noteAcked } from './take-transaction.ts';

/** The server's log as a whole state saw it. */
export type AsOf = { readonly epoch: string; readonly asOf: number; readonly vector: SeqVector };

/** Puts a whole state in place. Only where `mayTakePut` says so. */
export function takePut(desk: Desk, put: PutRow, from: AsOf): void {
  const { rows } = desk;
  const without = new Set<OpId>(put.without);
  const isInPut = (replica: string, seq: number, id: OpId): boolean =>
    seq <= (from.vector[replica] ?? 0) && !without.has(id);
  const again = new Set<OpId>();
  let state: RecordState | null = put.state;
  const here: readonly StoredOp[] = Array.from(rows.opsOfRecord(put.rec));
  for (const row of here) {
    const id = opId(row.replica, row.seq);
    if (isInPut(row.replica, row.seq, id)) {
      // The server knows what this program does not, or has the rest of a step: the state holds it all the same. That what is
      // withheld here was let in, its entry in the log will say.
      if (row.status === 'held') rows.setStatus(row.replica, row.seq, 'applied');
      continue;
    }
    if (row.status !== 'applied') continue;
    const known = readOpBytes(row.bytes, desk.decode)?.known ?? null;
    if (known === null) continue;
    // Not whether it is applied, but whether it is in this state by now.
    state = applyOp(state, known, (name) => again.has(name) || isNamedIn(name));
    again.add(id);
  }
  function isNamedIn(name: OpId): boolean {
    const colon = name.indexOf(':');
    return isInPut(name.slice(0, colon), Number(name.slice(colon + 1)), name);
  }
  const before = desk.state(put.rec);
  const after = state ?? (before === null ? null : { id: put.rec, t: before.t, f: {} });
  if (after !== null) desk.saveState(after);
  rows.unwant(put.rec);
  layFloor(desk, put, from);
}

/**
 * Whole states that this station asked for. Gives how many were put in place; the others stay wanted. They are of a log that has
 * the cursor in it: all that was read up to there, they hold.
 */
export function takeRecords(desk: Desk, { ask, answer }: RecordsTaken): number {
  if (!isSameCursor(desk.rows.cursor(), ask.cursor) || !isOfOurChains(desk, answer.ends)) return 0;
  const vector = numbersOf(answer.ends);
  for (const { id, wrote } of desk.places()) {
    // Of a replica that we wrote, only its ops or their hashes can tell whether they are ours.
    if (wrote === 0) noteAcked(desk, id, vector[id] ?? 0);
  }
  desk.flush();
  if (!coversGaps(desk, vector)) return 0;
  let settled = 0;
  for (const put of answer.puts) {
    if (!coversFloor(desk, put.rec, vector)) continue;
    takePut(desk, put, { epoch: answer.epoch, asOf: answer.asOf, vector });
    settled++;
  }
  desk.flush();
  const cursor = desk.rows.cursor();
  if (cursor !== null) desk.rows.dropFloors(cursor.epoch, cursor.srv);
  return settled;
}

/** How far each replica is, without the hashes. */
function numbersOf(ends: readonly End[]): SeqVector {
  return Object.fromEntries(ends.map(([replica, seq]) => [replica, seq]));
}

function isPassed(cursor: Cursor | null, { epoch, asOf }: Pick<AsOf, 'epoch' | 'asOf'>): boolean {
  return cursor !== null && cursor.epoch === epoch && cursor.srv >= asOf;
}

/** Until the cursor has passed it, ops that the state holds will still come. */
function layFloor({ rows, forget }: Desk, { rec, without }: PutRow, { epoch, asOf, vector }: AsOf): void {
  if (isPassed(rows.cursor(), { epoch, asOf }) && !rows.hasFloors()) return;
  if (rows.floorVector(epoch, asOf) === null) rows.saveFloorVector(epoch, asOf, vector);
  rows.saveFloor({ rec, epoch, asOf, without });
  forget();
}

/**
 * A whole state tells what it holds by numbers, and under a number there may be another op than here: of a twin, or of another
 * life of the log. It may only be put in place where each replica ends there in the chain that is here. Beyond what is here, it
 * must be nobody's number but the author's: not of a replica that is written on here, or with work that the server has not got.
 */
function isOfOurChains(desk: Desk, ends: Iterable<End>): boolean {
  for (const [replica, seq, short] of ends) {
    const { seq: reached, acked, wrote, isLive } = desk.place(replica);
    if (seq > reached) {
      if (isLive || wrote > 0 || acked < reached) return false;
      continue;
    }
    const here = desk.hashAt(replica, seq);
    if (here !== null && shortHash(here) !== short) return false;
  }
  return true;
}

/**
 * A whole state may only take the place of ours when it holds whatever only ours holds, because no bytes of it are here:
 * what lies in a gap, or under a floor. Else the record stands as it is, until somebody who has the bytes has brought them
 * to the server.
 */
export function coversGaps(desk: Desk, vector: SeqVector): boolean {
  if (!desk.rows.hasGapsBefore()) return true;
  for (const { id } of desk.places()) {
    const last = desk.rows.gaps(id).findLast((gap) => gap.kind === 'before');
    if (last !== undefined && (vector[id] ?? 0) < last.to) return false;
  }
  return true;
}

/** Whether a snapshot's states may be put in place. */
export function mayTakeSnapshot(desk: Desk, { vector }: Pick<SnapshotManifest, 'vector'>): boolean {
  const ends = Object.entries(vector).map(([id, { seq, hash }]): End => [id, seq, shortHash(hash)]);
  return isOfOurChains(desk, ends) && coversGaps(desk, numbersOf(ends));
}

/** The same for one record's floor. */
export function coversFloor(desk: Desk, rec: RecordId, vector: SeqVector): boolean {
  const floor = desk.rows.hasFloors() ? desk.rows.floor(rec) : null;
  if (floor === null) return true;
  const covered = desk.rows.floorVector(floor.epoch, floor.asOf) ?? {};
  return Object.entries(covered).every(
    ([replica, seq]) => seq <= desk.place(replica).seq || seq <= (vector[replica] ?? 0),
  );
}
