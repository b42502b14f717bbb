/**
 * Long steps: their transactions are stored as they come and wait; when the last is here they are applied together, in the
 * transaction that brought it. Nobody ever sees half a step.
 */
import { must } from '../../must.ts';
import { opId } from '../op-id.ts';
import type { RecordId, ReplicaId } from '../op.ts';
import { readOpBytes, restOf, type ReadOp } from '../read-op.ts';
import type { Desk } from './desk.ts';
import type { StoredOp } from './station-rows.ts';

/** Applies so many ops between two writings down: a step may touch a hundred thousand records. */
const OPS_AT_ONCE = 5000;

/** Tells from a step's ops, in any order, whether all of them are there. */
export function createStepCheck(): { add(op: Pick<ReadOp, 'st' | 'x'>): void; isWhole(): boolean } {
  const missing = new Map<number, number>();
  let last = -1;
  return {
    add(op) {
      if (op.st === undefined) return;
      const [, index, isLast] = op.st;
      if (isLast === true) last = index;
      missing.set(index, (missing.get(index) ?? op.x?.[2] ?? 1) - 1);
    },
    isWhole: () => missing.size === last + 1 && [...missing.values()].every((left) => left === 0),
  };
}

/**
 * Applies the step that the op with this number belongs to, if all of it is here and known. Some of it may be applied
 * already: where a whole state came that held it.
 */
export function settleStep(desk: Desk, replica: ReplicaId, seq: number): number {
  const check = createStepCheck();
  const waiting: number[] = [];
  for (const row of stepRows(desk, replica, seq)) {
    const op = must(readRow(desk, row), 'an op of a step');
    if (row.status === 'withheld' || (row.status === 'held' && op.known === null)) return 0;
    check.add(op);
    if (row.status === 'held') waiting.push(row.seq);
  }
  if (!check.isWhole()) return 0;
  for (const [i, at] of waiting.entries()) {
    const known = readRow(desk, desk.rows.op(replica, at))?.known;
    desk.apply(must(known, 'an op that was just known'));
    desk.rows.setStatus(replica, at, 'applied');
    if ((i + 1) % OPS_AT_ONCE === 0) desk.flush();
  }
  return waiting.length;
}

/** The number of the first op of the step that the op with this number belongs to. */
export function firstOfStep(desk: Desk, replica: ReplicaId, seq: number): number {
  let first = seq;
  for (const row of stepRows(desk, replica, seq)) first = Math.min(first, row.seq);
  return first;
}

/** A step's ops are one run of numbers: it was written in one go. */
function* stepRows(desk: Desk, replica: ReplicaId, seq: number): Generator<StoredOp> {
  const middle = desk.rows.op(replica, seq);
  const step = readRow(desk, middle)?.st?.[0];
  if (middle === null || step === undefined) return;
  yield middle;
  for (const direction of [-1, 1]) {
    for (let at = seq + direction; ; at += direction) {
      const row = desk.rows.op(replica, at);
      if (row === null || readRow(desk, row)?.st?.[0] !== step) break;
      yield row;
    }
  }
}

/** Takes a step that was applied here out of the states again, because the op with this number is withheld: all of it waits. */
export function unsettleStep(desk: Desk, replica: ReplicaId, seq: number): void {
  const all = Array.from(stepRows(desk, replica, seq));
  for (const row of all) {
    if (row.status !== 'applied') continue;
    desk.rows.setStatus(replica, row.seq, 'held');
    desk.renewState(row.rec, opId(replica, row.seq));
  }
}

/**
 * Whether an op goes on with a step of which an earlier part waits or is withheld here: then it waits too, though a state here
 * held all of it once.
 */
export function goesOnFromWaiting({ rows }: Desk, { replica, seq, st, x }: ReadOp): boolean {
  const isFirst = st === undefined || (st[1] === 0 && (x?.[1] ?? 0) === 0);
  return !isFirst && rows.opFacts(replica, seq - 1)?.status !== 'applied';
}

/** Takes out again what stands before this number of a step that goes on with it: that part of it is withheld. */
export function unsettleBefore(desk: Desk, replica: ReplicaId, seq: number): void {
  const op = readRow(desk, desk.rows.op(replica, seq - 1));
  if (op?.st === undefined || (op.st[2] === true && restOf(op) === 0)) return;
  unsettleStep(desk, replica, seq - 1);
}

/** Applies what waits here and need not any more: this program knows it now. Gives the number of ops. */
export function settleHeld(desk: Desk): number {
  let count = 0;
  for (const replica of desk.rows.replicasWithHeld()) {
    const steps = new Map<RecordId, number>();
    const loose: ReadOp[] = [];
    for (const row of desk.rows.held(replica)) {
      const op = readRow(desk, row);
      if (op === null) continue;
      if (op.st === undefined) loose.push(op);
      else steps.set(op.st[0], op.seq);
    }
    for (const seq of steps.values()) count += settleStep(desk, replica, seq);
    count += settleLoose(desk, loose);
  }
  return count;
}

/** A transaction with one op that nobody here knows waits as a whole. */
function settleLoose(desk: Desk, ops: readonly ReadOp[]): number {
  const unknown = new Set(ops.flatMap((op) => (op.known === null && op.x !== undefined ? [op.x[0]] : [])));
  let count = 0;
  for (const { known, replica, seq, x } of ops) {
    if (known === null || (x !== undefined && unknown.has(x[0]))) continue;
    desk.apply(known);
    desk.rows.setStatus(replica, seq, 'applied');
    count++;
  }
  return count;
}

function readRow(desk: Desk, row: StoredOp | null): ReadOp | null {
  return row === null ? null : readOpBytes(row.bytes, desk.decode);
}
