/**
 * Two machines have written under the same numbers: a data folder was copied, or an older state of it written on. The
 * server's log decides whose ops keep them. Of what loses its numbers nothing is lost: the old bytes are kept apart, and ops
 * that were written here are written again, under a fresh replica, with the same values, clock and author.
 *
 * An op that was written after one of those had been seen names it by a number that is somebody else's now, and would
 * supersede a value that its author never saw. So what was written here and names a lost number is written again too, with
 * all that follows it under its replica, as long as the server does not have it. What others wrote so is kept apart only: its
 * author will write it again.
 */
import { CHAIN_START } from '../chain.ts';
import { must } from '../../must.ts';
import { opId, readOpId } from '../op-id.ts';
import type { OpId, RecordId, ReplicaId } from '../op.ts';
import { readOpBytes, type ReadOp } from '../read-op.ts';
import type { Desk } from './desk.ts';
import { wantDoubtful } from './doubt-states.ts';
import { namedBy, reissue } from './reissue-op.ts';
import { firstOfStep, settleStep } from './steps.ts';
import type { ReplicaPlace, StoredOp } from './station-rows.ts';

/** From which number on a replica's ops lose their numbers. */
type Lost = Map<ReplicaId, number>;

/** A fork that this reading of the log cannot settle, because it did not begin at the log's beginning. */
export class EarlierError extends Error {}

/**
 * Takes what is here of `replica` from `seq` on out of the log, and writes again what is ours of it.
 *
 * @throws EarlierError when the pages did not begin at the log's beginning: what the log has of ours would not be known, and
 * what is taken out of the log here would not come again
 */
export function settleFork(desk: Desk, replica: ReplicaId, seq: number): void {
  if (!desk.reading.isWhole) throw new EarlierError();
  desk.flush();
  const lost: Lost = new Map([[replica, seq]]);
  const copied: StoredOp[] = [];
  while (addFollowers(desk, lost, copied));
  const moved: StoredOp[] = copied;
  const targets = new Map<ReplicaId, ReplicaId>();
  for (const [from, first] of lost) {
    const { wrote, isLive } = desk.place(from);
    for (const op of desk.rows.ops(from, first - 1)) {
      desk.report.forked++;
      desk.renewState(op.rec, opId(from, op.seq));
      if (op.seq <= wrote) moved.push(op);
    }
    if (isLive) targets.set(from, desk.renew(from).id);
  }
  for (const [from, first] of lost) cutBack(desk, from, first);
  // In the order in which they were written, whoever of this folder wrote them.
  moved.sort((a, b) => a.pos - b.pos);
  writeAgain(desk, moved, lost, targets);
}

/**
 * Replicas with an op, unknown to the server, that names a lost number; true when one was found. `copied` gets ops of ours
 * that the server has and that are written again all the same: the beginning of a step whose end is lost to it.
 */
function addFollowers(desk: Desk, lost: Lost, copied: StoredOp[]): boolean {
  let found = false;
  for (const place of desk.places()) {
    const { id, wrote, seq } = place;
    const acked = surelyAcked(place, desk.reading.met.get(id) ?? 0);
    if (seq <= acked) continue;
    const op = firstThatNames(desk, id, acked, lost);
    if (op === null) continue;
    // What belongs together stays together.
    const first = op.st === undefined ? op.seq - (op.x?.[1] ?? 0) : firstOfStep(desk, id, op.seq);
    lost.set(id, Math.max(first, acked + 1));
    for (let at = first; at <= acked; at++) takeBack(desk, id, at, at <= wrote ? copied : []);
    found = true;
  }
  return found;
}

/**
 * How far the server has what we wrote under a replica. Where it is beyond us, or has another chain, it may be nothing of
 * ours, but for what the log has brought back to us: `met`. That may name a number which the server never had, of a replica
 * that stood still there; cut off, what follows it in the log would have nothing to follow.
 */
function surelyAcked({ acked, seq, trouble }: ReplicaPlace, met: number): number {
  return trouble === null && acked <= seq ? Math.max(acked, met) : met;
}

/** The first of a replica's ops after a place that names a lost number. */
function firstThatNames(desk: Desk, id: ReplicaId, after: number, lost: Lost): ReadOp | null {
  const before = lost.get(id) ?? Infinity;
  for (const row of desk.rows.ops(id, after)) {
    if (row.seq >= before) return null;
    if (namedBy(row.bytes).some((name) => isLost(lost, name))) return readOpBytes(row.bytes, desk.decode);
  }
  return null;
}

/** The server has this op of a step that will never be whole there: here too it waits from now on. */
function takeBack(desk: Desk, replica: ReplicaId, seq: number, copied: StoredOp[]): void {
  const row = desk.rows.op(replica, seq);
  if (row === null) return;
  desk.rows.setStatus(replica, seq, 'held');
  desk.renewState(row.rec, opId(replica, seq));
  copied.push(row);
}

function cutBack(desk: Desk, replica: ReplicaId, from: number): void {
  const hash =
    from === 1 ? CHAIN_START : must(desk.hashAt(replica, from - 1), 'the hash before an op that is here');
  const place = desk.place(replica);
  const isInStates = desk.rows.gaps(replica).some((gap) => gap.kind === 'before' && gap.to >= from);
  desk.rows.moveToForked(replica, from);
  desk.forget();
  desk.savePlace({ ...place, seq: from - 1, hash, wrote: Math.min(place.wrote, from - 1), trouble: null });
  if (isInStates) wantDoubtful(desk, replica, from);
}

function writeAgain(
  desk: Desk,
  moved: readonly StoredOp[],
  lost: Lost,
  targets: ReadonlyMap<ReplicaId, ReplicaId>,
): void {
  if (moved.length === 0) return;
  const spare =
    targets.values().next().value ??
    must(
      desk.places().find((place) => place.isLive),
      'a writer',
    ).id;
  const ids = new Map<OpId, OpId>();
  const ends = new Map<ReplicaId, number>();
  const ops = moved.map((row) => {
    const target = targets.get(row.replica) ?? spare;
    const seq = (ends.get(target) ?? desk.place(target).seq) + 1;
    ends.set(target, seq);
    ids.set(opId(row.replica, row.seq), opId(target, seq));
    return { row, target, seq };
  });
  const rename = (id: OpId): OpId | null => ids.get(id) ?? (isLost(lost, id) ? null : id);
  const written = ops.map(({ row, target, seq }) => ({
    row,
    seq,
    target,
    op: must(readOpBytes(reissue(row.bytes, opId(target, seq), rename), desk.decode), 'an op that was here'),
  }));
  // What waited or was withheld under its old number is judged anew: a transaction waits with an op that is not known here.
  const unknown = new Set(
    written.flatMap(({ op }) => (op.known === null && op.x !== undefined ? [op.x[0]] : [])),
  );
  const steps = new Map<RecordId, { target: ReplicaId; seq: number }>();
  for (const { row, target, seq, op } of written) {
    const waits = op.known === null || op.st !== undefined || (op.x !== undefined && unknown.has(op.x[0]));
    if (!waits && op.known !== null) desk.apply(op.known);
    const status = waits ? 'held' : 'applied';
    desk.follow({ replica: target, seq, rec: row.rec, bytes: op.bytes, status });
    if (op.st !== undefined) steps.set(op.st[0], { target, seq });
  }
  for (const { target, seq } of steps.values()) settleStep(desk, target, seq);
}

function isLost(lost: Lost, id: OpId): boolean {
  const { replica, seq } = readOpId(id);
  return seq >= (lost.get(replica) ?? Infinity);
}
