/** An op on its way in: its bytes, and what they say of where it belongs. */
import type { DecodedOp, KnownOp } from './op-bytes.ts';
import { textBytes } from './chain.ts';
import { readOpId } from './op-id.ts';
import type { Op, OpId, RecordId, ReplicaId } from './op.ts';
import type { Decode } from './station/station-deps.ts';

export type ReadOp = {
  readonly id: OpId;
  readonly replica: ReplicaId;
  readonly seq: number;
  readonly archive: RecordId;
  readonly rec: RecordId;
  readonly bytes: Uint8Array;
  /** Null when this program does not know it. */
  readonly known: KnownOp | null;
  readonly x: Op['x'];
  readonly st: Op['st'];
};

/** Reads an op's text; null when not even whose it is can be read, or when no bytes have this text (half a letter). */
export function readOp(text: string, decode: Decode): ReadOp | null {
  if (!text.isWellFormed()) return null;
  const decoded = decode(text);
  return decoded.ok ? toReadOp(textBytes(text), decoded.value) : null;
}

/** Reads an op's bytes. */
export function readOpBytes(bytes: Uint8Array, decode: Decode): ReadOp | null {
  const decoded = decode(bytes);
  return decoded.ok ? toReadOp(bytes, decoded.value) : null;
}

function toReadOp(bytes: Uint8Array, decoded: DecodedOp): ReadOp {
  const { id, a, rec, x, st } = decoded.known ? decoded.op : decoded.envelope;
  return { id, ...readOpId(id), archive: a, rec, bytes, known: decoded.known ? decoded.op : null, x, st };
}

/** How many more ops of its transaction follow an op. */
export function restOf(op: Pick<ReadOp, 'x'>): number {
  return op.x === undefined ? 0 : Math.max(0, op.x[2] - 1 - op.x[1]);
}

/** Whether `next` goes on with the transaction of `op`. */
export function isSameTransaction(op: ReadOp, next: ReadOp): boolean {
  return (
    op.x !== undefined &&
    next.x !== undefined &&
    next.replica === op.replica &&
    next.seq === op.seq + 1 &&
    next.x[0] === op.x[0] &&
    next.x[1] === op.x[1] + 1
  );
}

/** Cuts ops into transactions, in their order; one that is cut short comes as it is. */
export function* transactionsOf(ops: Iterable<ReadOp>): Generator<ReadOp[]> {
  let group: ReadOp[] = [];
  for (const op of ops) {
    const last = group.at(-1);
    if (last !== undefined && !isSameTransaction(last, op)) {
      yield group;
      group = [];
    }
    group.push(op);
  }
  if (group.length > 0) yield group;
}

/** Whether all ops of a transaction are there. */
export function isWhole(group: readonly ReadOp[]): boolean {
  const [first] = group;
  const last = group.at(-1);
  return first !== undefined && last !== undefined && (first.x?.[1] ?? 0) === 0 && restOf(last) === 0;
}
