/**
 * The one reducer: a record's state and one more op give the next state. Every place that keeps states uses it, so
 * equal sets of ops give equal states, in whatever order they came.
 *
 * A field is a multi-value register: its heads are the values that no known op has named as a predecessor. For any set
 * of ops, `heads` = written − named and `dead` = named − written; both sides are sets, so order cannot matter.
 *
 * Two things the state alone cannot know, and the log tells it:
 * - An op comes once. The log's unique (replica, sequence) keeps a second copy out before it gets here.
 * - A named predecessor that is not among the heads has either been superseded long ago or has not arrived yet. Only the
 *   second kind belongs in `dead`, else a superseded value would be waited for for ever, or a late one would come back
 *   as if it were new. `isApplied` answers that; without it the state would have to remember every id it ever saw.
 */
import type { KnownOp } from './op-bytes.ts';
import { compareOps } from './op-id.ts';
import type { OpId } from './op.ts';
import { DELETED_FIELD, type Head, type RecordState, type Register } from './state.ts';

/**
 * Applies an op that has not been applied before to its record's state (null: the record's first op here).
 *
 * @param isApplied tells whether this op id has already been applied to this same record; the op at hand does not count
 */
export function applyOp(
  state: RecordState | null,
  op: KnownOp,
  isApplied: (id: OpId) => boolean,
): RecordState {
  const registers = new Map<string, Register>(state === null ? [] : Object.entries(state.f));
  for (const [field, register] of registers) {
    if (register.dead?.includes(op.id) === true && !Object.hasOwn(op.f, field)) {
      registers.set(field, withoutDead(register, op.id));
    }
  }
  for (const [field, value] of Object.entries(op.f)) {
    const head = { id: op.id, h: op.h, u: op.u, v: value };
    const named = Object.hasOwn(op.p, field) ? (op.p[field] ?? []) : [];
    registers.set(field, write(registers.get(field), head, named, isApplied));
  }
  const saw = sawOfDeletions(state, op, registers.get(DELETED_FIELD));
  return {
    id: op.rec,
    // All ops of a record carry its type; should two ever differ, the choice must not depend on their order.
    t: state === null || op.t < state.t ? op.t : state.t,
    f: Object.fromEntries([...registers].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(saw === null ? {} : { saw }),
  };
}

/** The state of one record from all its ops, in any order and with any repeats; null when there are none. */
export function replayOps(ops: Iterable<KnownOp>): RecordState | null {
  const applied = new Set<OpId>();
  let state: RecordState | null = null;
  for (const op of ops) {
    if (applied.has(op.id)) continue;
    state = applyOp(state, op, (id) => applied.has(id));
    applied.add(op.id);
  }
  return state;
}

function write(
  register: Register | undefined,
  head: Head,
  named: readonly OpId[],
  isApplied: (id: OpId) => boolean,
): Register {
  const before = register?.heads ?? [];
  const dead = new Set(register?.dead);
  const isSuperseded = dead.delete(head.id);
  for (const id of named) {
    const isHere = id === head.id || before.some((other) => other.id === id);
    if (!isHere && !isApplied(id)) dead.add(id);
  }
  const heads = before.filter((other) => !named.includes(other.id));
  if (!isSuperseded) heads.push(head);
  return toRegister(heads.sort(compareOps), dead);
}

function withoutDead(register: Register, id: OpId): Register {
  const dead = new Set(register.dead);
  dead.delete(id);
  return toRegister(register.heads, dead);
}

function toRegister(heads: Head[], dead: ReadonlySet<OpId>): Register {
  return dead.size === 0 ? { heads } : { heads, dead: [...dead].sort() };
}

/** What the authors of the present deletions saw; a deletion that something has superseded no longer matters. */
function sawOfDeletions(
  state: RecordState | null,
  op: KnownOp,
  deleted: Register | undefined,
): Record<OpId, OpId[]> | null {
  const before = Object.entries(state?.saw ?? {});
  const all = op.saw === undefined ? before : [...before, [op.id, [...op.saw].sort()] as const];
  const present = all.filter(([id]) => deleted?.heads.some((head) => head.id === id) === true);
  if (present.length === 0) return null;
  return Object.fromEntries(present.sort(([a], [b]) => (a < b ? -1 : 1)));
}
