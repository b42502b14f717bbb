/** Transactions of one replica as they come into a station, one by one, whole. */
import { must } from '../../must.ts';
import { isSameBytes } from '../chain.ts';
import type { ReplicaId } from '../op.ts';
import type { ReadOp } from '../read-op.ts';
import type { Desk } from './desk.ts';
import { settleFork } from './settle-fork.ts';
import { goesOnFromWaiting, settleStep } from './steps.ts';
import type { Gap } from './station-rows.ts';

const ACCEPTED = 'ACCEPTED:';

/** An op that does not follow what is here of its replica, and is not here either. */
export class GapError extends Error {}

/**
 * Takes a transaction from the server's log: what is here under these numbers with other bytes has lost them. `srv` is
 * the log's number of its last op.
 *
 * @throws GapError
 */
export function takeSequenced(desk: Desk, group: readonly ReadOp[], srv: number): void {
  const [first] = group;
  if (first === undefined) return;
  const { replica } = first;
  const accepted: ReadOp[] = [];
  let at = 0;
  for (const op of group) {
    if (op.seq > desk.place(replica).seq) break;
    if (meetAgain(desk, op, accepted)) {
      desk.reading.met.set(replica, op.seq);
      at++;
    } else settleFork(desk, replica, op.seq);
  }
  if (accepted.length > 0) letIn(desk, accepted, srv);
  takeFollowing(desk, group.slice(at));
  const { seq } = must(group.at(-1), 'a transaction has an op');
  desk.reading.met.set(replica, seq);
  noteAcked(desk, replica, seq);
}

/** What came from the server, the server has. */
export function noteAcked(desk: Desk, replica: ReplicaId, seq: number): void {
  const place = desk.place(replica);
  if (place.acked < seq) desk.savePlace({ ...place, acked: seq });
}

/** Stores a transaction that follows what is here of its replica, and applies it if nothing of it has to wait. */
export function takeFollowing(desk: Desk, group: readonly ReadOp[]): void {
  const [first] = group;
  if (first === undefined) return;
  const { replica, seq } = first;
  if (seq !== desk.place(replica).seq + 1) throw new GapError();
  // Somebody writes on under our number: this is an older copy of that station, or a twin.
  if (desk.place(replica).isLive) desk.renew(replica);
  for (const { op, status } of judged(desk, group)) {
    if (status === 'applied' && op.known !== null) desk.apply(op.known);
    else if (op.known !== null) desk.heardClock(op.known.h);
    desk.follow({ replica, seq: op.seq, rec: op.rec, bytes: op.bytes, status });
    desk.report.ops++;
  }
  const last = group.find((op) => op.st?.[2] === true);
  if (last !== undefined) settleStep(desk, replica, last.seq);
}

/**
 * What becomes of a transaction's ops. Unknown to this program, or part of a step: all of them wait, but for those that a
 * whole state has brought with it.
 */
function judged(desk: Desk, group: readonly ReadOp[]): { op: ReadOp; status: 'applied' | 'held' }[] {
  const ops = group.map((op) => ({ op, isThere: desk.cameWhole(op.id, op.rec) }));
  const waits = ops.some(({ op, isThere }) => !isThere && (op.known === null || op.st !== undefined));
  return ops.map(({ op, isThere }) => ({ op, status: waits && !isThere ? 'held' : 'applied' }));
}

/**
 * An op under a number that is known here. False: other bytes have it. Put into `accepted` when it was withheld and is now
 * in the log.
 */
function meetAgain(desk: Desk, op: ReadOp, accepted: ReadOp[]): boolean {
  const { replica, seq } = op;
  const row = desk.rows.op(replica, seq);
  if (row !== null) {
    if (!isSameBytes(row.bytes, op.bytes)) return false;
    if (row.status === 'withheld') accepted.push(op);
    return true;
  }
  const gap = desk.gapAt(replica, seq);
  if (gap === null) throw new GapError();
  if (gap.kind === 'before') {
    if (!fillBefore(desk, gap, op)) return false;
    // Only a server that was set back sends what our snapshot held. Whether it is the same op, this one's bytes cannot tell:
    // the record is asked for, so that it is as it is there.
    desk.rows.want(op.rec);
    return true;
  }
  if (!fillWithheld(desk, gap, op)) return false;
  accepted.push(op);
  return true;
}

/** The bytes of a withheld op have come; they count when they continue the chain as its hash says. */
export function fillWithheld(
  desk: Desk,
  gap: Gap,
  op: Pick<ReadOp, 'replica' | 'seq' | 'rec' | 'bytes'>,
): boolean {
  const before = desk.hashAt(op.replica, op.seq - 1);
  // Behind a gap whose bytes are not here the chain cannot be followed; the server has followed it.
  if (before !== null && !isSameBytes(desk.hash(before, op.bytes), gap.hash)) return false;
  desk.dropGap(gap);
  const { replica, seq, rec, bytes } = op;
  desk.rows.append({ replica, seq, rec, status: 'withheld', bytes, hash: gap.hash, isOld: true });
  desk.rows.setStatus(replica, seq, 'withheld', gap.code);
  return true;
}

/**
 * The bytes of an op that a state here has held all the time: stored at the gap's beginning, where the chain is known. False
 * when the gap's end shows that the server has another chain than our snapshot had.
 */
function fillBefore(desk: Desk, gap: Gap, op: ReadOp): boolean {
  const before = op.seq === gap.from ? desk.hashAt(op.replica, op.seq - 1) : null;
  if (before === null) return true;
  const { replica, seq, rec, bytes } = op;
  const hash = desk.hash(before, bytes);
  if (seq === gap.to && !isSameBytes(hash, gap.hash)) return false;
  desk.dropGap(gap);
  if (seq < gap.to) desk.addGap({ ...gap, from: seq + 1 });
  const status = goesOnFromWaiting(desk, op) ? 'held' : 'applied';
  desk.rows.append({ replica, seq, rec, status, bytes, hash, isOld: true });
  if (status === 'held') desk.renewState(rec, op.id);
  desk.report.ops++;
  return true;
}

/** Notes with an op where the log says that it was let in: a server that was set back before that knows nothing of it. */
function acceptedAt(srv: number): string {
  return `${ACCEPTED}${srv}`;
}

/** The log's number in `acceptedAt`'s note; null when the text is none. */
export function readAcceptedAt(code: string): number | null {
  return code.startsWith(ACCEPTED) ? Number(code.slice(ACCEPTED.length)) : null;
}

/** What was withheld has been accepted: it becomes part of its records now. */
function letIn(desk: Desk, group: readonly ReadOp[], srv: number): void {
  for (const { op, status } of judged(desk, group)) {
    if (status === 'applied' && op.known !== null) desk.apply(op.known);
    desk.rows.setStatus(op.replica, op.seq, status, acceptedAt(srv));
  }
  const step = group.find((op) => op.st !== undefined);
  if (step !== undefined) settleStep(desk, step.replica, step.seq);
}
