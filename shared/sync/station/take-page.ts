/** A page of the server's log: the truth about what the archive holds, and in which order numbers were given. */
import { fromHex, isSameBytes, shortHash } from '../chain.ts';
import { opId, readOpId } from '../op-id.ts';
import type { ReplicaId } from '../op.ts';
import { isSameTransaction, readOp, readOpBytes, type ReadOp } from '../read-op.ts';
import { addMark } from '../wire/cursor.ts';
import type { Entry, PullPage } from '../wire/messages.ts';
import type { Desk } from './desk.ts';
import { settleFork } from './settle-fork.ts';
import type { Gap, StoredOp } from './station-rows.ts';
import { keepSeals } from './seals.ts';
import { unsettleBefore, unsettleStep } from './steps.ts';
import { coversFloor, coversGaps, takePut } from './take-put.ts';
import { GapError, noteAcked, takeSequenced } from './take-transaction.ts';

/** Something in a page that no server of ours sends. */
export class PageError extends Error {}

/**
 * Takes a page in and moves the cursor behind it.
 *
 * @throws GapError (the page does not follow what is here), PageError
 */
export function takePage(desk: Desk, page: PullPage): void {
  const read = page.entries.map((entry) => ({
    entry,
    op: entry.t === 'op' ? readEntry(desk, entry.op) : null,
  }));
  noteSent(desk, read);
  noteMet(desk, page);
  let group: ReadOp[] = [];
  let srv = 0;
  const takeGroup = (): void => {
    takeSequenced(desk, group, srv);
    group = [];
  };
  for (const { entry, op } of read) {
    if (op !== null) {
      const last = group.at(-1);
      if (last !== undefined && !isSameTransaction(last, op)) takeGroup();
      group.push(op);
      srv = entry.t === 'op' ? entry.srv : srv;
    } else if (entry.t !== 'op') {
      takeGroup();
      takeOther(desk, entry, page);
    }
  }
  takeGroup();
  if (isDamaged(desk, page)) throw new PageError();
  keepSeals(desk, page.seals);
  desk.flush();
  moveCursor(desk, page);
}

/** Whether what was taken is not what the server has: its bytes were changed on their way. */
function isDamaged(desk: Desk, { ends }: PullPage): boolean {
  return (ends ?? []).some(([replica, seq, short]) => {
    const hash = seq <= desk.place(replica).seq ? desk.hashAt(replica, seq) : null;
    return hash !== null && shortHash(hash) !== short;
  });
}

function readEntry(desk: Desk, text: string): ReadOp {
  const op = readOp(text, desk.decode);
  if (op === null || op.archive !== desk.rows.archive()) throw new PageError();
  return op;
}

/** Said before the ops are stored, so that nobody counts them as unsent in between; of ours, each op has to be met first. */
function noteSent(desk: Desk, read: readonly { readonly op: ReadOp | null }[]): void {
  const reached = new Map<ReplicaId, number>();
  for (const { op } of read) {
    if (op !== null) reached.set(op.replica, Math.max(op.seq, reached.get(op.replica) ?? 0));
  }
  for (const [replica, seq] of reached) if (desk.place(replica).wrote === 0) noteAcked(desk, replica, seq);
  desk.flush();
}

/** Where the chains agree, all before is the same, with what the page leaves out because it is ours. */
function noteMet(desk: Desk, { ends }: PullPage): void {
  for (const [replica, seq, short] of ends ?? []) {
    const hash = seq <= desk.place(replica).seq ? desk.hashAt(replica, seq) : null;
    if (hash !== null && shortHash(hash) === short) desk.reading.met.set(replica, seq);
  }
}

function takeOther(desk: Desk, entry: Exclude<Entry, { t: 'op' }>, page: PullPage): void {
  if (entry.t === 'withheld') {
    takeWithheld(desk, entry);
    const { replica, seq } = readOpId(entry.id);
    desk.reading.met.set(replica, seq);
    noteAcked(desk, replica, seq);
  } else if (entry.t === 'put' && page.cursor !== null) {
    desk.flush();
    const { put, asOf, vector } = entry;
    const covers = coversGaps(desk, vector) && coversFloor(desk, put.rec, vector);
    if (covers) takePut(desk, put, { epoch: page.cursor.epoch, asOf, vector });
    else desk.rows.want(put.rec);
  } else {
    // No grant of today is ever narrowed. To pass it over would leave on this machine what must not stay here.
    throw new PageError();
  }
}

/** The server keeps an op out of the shared state: so do we, and keep its bytes if they are here. */
function takeWithheld(desk: Desk, entry: Extract<Entry, { t: 'withheld' }>): void {
  const { id, rec, code } = entry;
  const { replica, seq } = readOpId(id);
  const hash = fromHex(entry.hash);
  if (seq > desk.place(replica).seq + 1) throw new GapError();
  const row = desk.rows.op(replica, seq);
  if (row !== null && isSameBytes(row.hash, hash)) {
    withhold(desk, row, code);
    return;
  }
  if (row !== null) settleFork(desk, replica, seq);
  const place = desk.place(replica);
  if (seq <= place.seq) {
    const gap = desk.gapAt(replica, seq);
    const isSame = gap !== null && isSameBytes(gap.hash, hash);
    // At the gap's end it shows whether it is the op that our snapshot held.
    if (gap?.kind === 'before' && (isSame || gap.from < gap.to)) {
      withholdUnseen(desk, gap, entry);
      return;
    }
    if (gap !== null && isSame) {
      desk.dropGap(gap);
      desk.addGap({ ...gap, rec, code });
      return;
    }
    settleFork(desk, replica, seq);
  } else if (place.isLive) desk.renew(replica);
  desk.savePlace({ ...desk.place(replica), seq, hash });
  desk.addGap({ replica, from: seq, to: seq, hash, kind: 'withheld', rec, code });
}

/**
 * An op that was let in before our snapshot, and that a server which was set back since withholds again: its value is in our
 * state, its bytes are not here.
 */
function withholdUnseen(desk: Desk, gap: Gap, entry: Extract<Entry, { t: 'withheld' }>): void {
  const { id, rec, code } = entry;
  const { replica, seq } = readOpId(id);
  desk.rows.want(rec);
  // The chain is known at a gap's ends only; within, the record that comes whole has to do.
  if (seq !== gap.from) return;
  desk.dropGap(gap);
  if (seq < gap.to) desk.addGap({ ...gap, from: seq + 1 });
  desk.addGap({ replica, from: seq, to: seq, hash: fromHex(entry.hash), kind: 'withheld', rec, code });
  desk.renewState(rec, id);
  unsettleBefore(desk, replica, seq);
}

/** Takes an op that is here out of the shared state, and the step with it that it belongs to. */
export function withhold(desk: Desk, row: StoredOp, code: string): void {
  const { replica, seq, rec, status } = row;
  if (status === 'withheld') return;
  desk.rows.setStatus(replica, seq, 'withheld', code);
  if (status === 'held') return;
  desk.renewState(rec, opId(replica, seq));
  const op = readOpBytes(row.bytes, desk.decode);
  if (op?.st !== undefined) unsettleStep(desk, replica, seq);
}

function moveCursor(desk: Desk, page: PullPage): void {
  const { rows } = desk;
  const before = rows.cursor();
  const after = page.cursor;
  if (after === null || (before?.srv === after.srv && before.epoch === after.epoch)) return;
  rows.saveCursor(after, before === null ? rows.marks() : addMark(rows.marks(), before));
  if (rows.hasFloors()) rows.dropFloors(after.epoch, after.srv);
}
