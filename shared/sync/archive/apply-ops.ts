/**
 * The shared states follow the log, in its transaction: ops are put through the one reducer in sets, so that a push costs a
 * few calls of the store however many records it touches.
 */
import { must } from '../../must.ts';
import type { KnownOp } from '../op-bytes.ts';
import { readOpId } from '../op-id.ts';
import type { OpId, RecordId } from '../op.ts';
import { applyOp } from '../reducer.ts';
import type { RecordState } from '../state.ts';
import type { ArchiveWrite } from './archive-store.ts';

/** Puts ops into their records' states; none of them has been applied before, whatever its status says by now. */
export async function applyOps(tx: ArchiveWrite, ops: readonly KnownOp[]): Promise<void> {
  if (ops.length === 0) return;
  const states = new Map<RecordId, RecordState>();
  for (const state of await tx.states([...new Set(ops.map((op) => op.rec))])) states.set(state.id, state);
  const isApplied = await createLookup(tx, ops, states);
  for (const op of ops) {
    states.set(
      op.rec,
      applyOp(states.get(op.rec) ?? null, op, (id) => isApplied.has(id, op.rec)),
    );
    isApplied.add(op.id, op.rec);
  }
  await tx.saveStates(ops.flatMap((op) => takeOut(states, op.rec)));
}

type Lookup = { has(id: OpId, rec: RecordId): boolean; add(id: OpId, rec: RecordId): void };

/** Which named ops are in the states: the present heads surely are, the others are looked up all at once. */
async function createLookup(
  tx: ArchiveWrite,
  ops: readonly KnownOp[],
  states: ReadonlyMap<RecordId, RecordState>,
): Promise<Lookup> {
  const applied = new Map<OpId, RecordId>();
  for (const state of states.values()) {
    for (const { heads } of Object.values(state.f)) for (const head of heads) applied.set(head.id, state.id);
  }
  const pending = new Set(ops.map((op) => op.id));
  const asked = new Set<OpId>();
  for (const op of ops) {
    for (const named of Object.values(op.p)) {
      for (const id of named) if (!applied.has(id) && !pending.has(id)) asked.add(id);
    }
  }
  if (asked.size > 0) {
    for (const { replica, seq, rec, status } of await tx.opFacts([...asked].map(readOpId))) {
      if (status === 'applied') applied.set(`${replica}:${seq}`, rec);
    }
  }
  return {
    has: (id, rec) => applied.get(id) === rec,
    add: (id, rec) => void applied.set(id, rec),
  };
}

function takeOut(states: Map<RecordId, RecordState>, rec: RecordId): RecordState[] {
  if (!states.has(rec)) return [];
  const state = must(states.get(rec), 'a state that was asked about');
  states.delete(rec);
  return [state];
}
