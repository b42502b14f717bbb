/**
 * Whole states hold ops whose bytes are not here. Where the log proves that it has another chain than the one they were of, they
 * hold what is not in it: the records are asked for whole, and what is here and not at the server is put on top.
 */
import { isSameJson } from '../view.ts';
import { readOpId } from '../op-id.ts';
import type { RecordId, ReplicaId } from '../op.ts';
import { readOpBytes } from '../read-op.ts';
import type { Head, RecordState } from '../state.ts';
import type { Desk } from './desk.ts';

/** Wants every record whose state holds a value of `replica` from number `from` on, or an earlier one that is not the op that is here. */
export function wantDoubtful(desk: Desk, replica: ReplicaId, from: number): void {
  desk.flush();
  for (const rec of desk.rows.recordsNaming(replica)) {
    const state = desk.rows.state(rec);
    if (state !== null && holdsDoubtful(desk, state, replica, from)) desk.rows.want(rec);
  }
}

function holdsDoubtful(desk: Desk, state: RecordState, replica: ReplicaId, from: number): boolean {
  return Object.entries(state.f).some(([field, { heads }]) =>
    heads.some((head) => {
      const { replica: whose, seq } = readOpId(head.id);
      return whose === replica && (seq >= from || !isOpHere(desk, { rec: state.id, field, head, seq }));
    }),
  );
}

type Place = { readonly rec: RecordId; readonly field: string; readonly head: Head; readonly seq: number };

/** Whether the op that is here under the number wrote this value; true when none is here. */
function isOpHere(desk: Desk, { rec, field, head, seq }: Place): boolean {
  const row = desk.rows.op(readOpId(head.id).replica, seq);
  const op = row === null ? null : readOpBytes(row.bytes, desk.decode);
  if (op === null) return true;
  return op.rec === rec && (op.known === null || isSameJson(op.known.f[field], head.v));
}
