/** Op ids taken apart, and the order among ops that decides which value is shown. */
import type { Clock, OpId, ReplicaId } from './op.ts';

/** The id of a replica's op number `seq` (1, 2, 3 …). */
export function opId(replica: ReplicaId, seq: number): OpId {
  return `${replica}:${seq}`;
}

/** The replica and the sequence number in an op id. */
export function readOpId(id: OpId): { replica: ReplicaId; seq: number } {
  const colon = id.indexOf(':');
  return { replica: id.slice(0, colon), seq: Number(id.slice(colon + 1)) };
}

/** Orders ops by clock, then replica, then sequence: the same everywhere, and no two ops are equal. For sorting. */
export function compareOps(
  a: { readonly id: OpId; readonly h: Clock },
  b: { readonly id: OpId; readonly h: Clock },
): number {
  if (a.h !== b.h) return a.h < b.h ? -1 : 1;
  const left = readOpId(a.id);
  const right = readOpId(b.id);
  if (left.replica !== right.replica) return left.replica < right.replica ? -1 : 1;
  return left.seq - right.seq;
}
