/** Changes that are written a second time, from the ops that they were: pure. */
import type { Edit } from '../../../shared/sync/change.ts';
import type { KnownOp } from '../../../shared/sync/op-bytes.ts';
import type { Clock, OpId, RecordId } from '../../../shared/sync/op.ts';
import { DELETED_FIELD, type RecordState } from '../../../shared/sync/state.ts';
import { headsOf } from '../../../shared/sync/view.ts';
import { ALL_SEEN } from './renaming.ts';

export type Anew = {
  readonly edit: Edit;
  /** Whose words they are. */
  readonly by: RecordId;
  /** When they were written, and as which op. */
  readonly at: Clock;
  readonly op: OpId;
  /** The ops that give way to it should they ever come: they are among its predecessors. */
  readonly was: readonly OpId[];
};

/** An op that waits here in vain. It names itself, and what its author had seen. */
export function anewOfWaiting(op: KnownOp): Anew {
  const names = Object.keys(op.f).map((field): [string, OpId[]] => [
    field,
    [op.id, ...(Object.hasOwn(op.p, field) ? (op.p[field] ?? []) : [])],
  ]);
  const saw = op.saw === undefined ? [] : [[ALL_SEEN, [...op.saw]] as [string, OpId[]]];
  const edit = { ...editOf(op), p: Object.fromEntries([...names, ...saw]) };
  return { edit, by: op.u, at: op.h, op: op.id, was: [op.id] };
}

/**
 * Ops of one record whose numbers are somebody else's now. Their own names and each other's mean other ops by now, so they are
 * left out: what was written over by one of them is not written at all. `here` is the record as it stands.
 */
export function anewOfLost(
  ops: readonly KnownOp[],
  here: RecordState | null,
  isForked: (id: OpId) => boolean,
): Anew[] {
  return ops.flatMap((op): Anew[] => {
    const fields = Object.keys(op.f).filter((field) => !ops.some((other) => names(other, field, op.id)));
    if (fields.length === 0 && Object.keys(op.f).length > 0) return [];
    const seenOf = (field: string): OpId[] => {
      const standing = here === null ? [] : headsOf(here, field).map(({ id }) => id);
      const seen = seenThrough(ops, op, field);
      return standing.filter((id) => seen.has(id) && !isForked(id));
    };
    const p = Object.fromEntries(fields.map((field) => [field, seenOf(field)]));
    const saw = (op.saw ?? []).filter((id) => !isForked(id));
    const { f, ...edit } = editOf(op);
    const values = Object.fromEntries(Object.entries(f).filter(([field]) => fields.includes(field)));
    const all = saw.length === 0 ? p : { ...p, [ALL_SEEN]: saw };
    return [{ edit: { ...edit, f: values, p: all }, by: op.u, at: op.h, op: op.id, was: [] }];
  });
}

/** What an op's author had seen of a field, through those of `ops` that it was written over. */
function seenThrough(ops: readonly KnownOp[], op: KnownOp, field: string): Set<OpId> {
  const seen = new Set<OpId>();
  const open = [op];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const id of Object.hasOwn(next.p, field) ? (next.p[field] ?? []) : []) {
      if (seen.has(id)) continue;
      seen.add(id);
      open.push(...ops.filter((each) => each.id === id));
    }
  }
  return seen;
}

function names(op: KnownOp, field: string, id: OpId): boolean {
  return op.id !== id && Object.hasOwn(op.p, field) && op.p[field]?.includes(id) === true;
}

function editOf({ rec, t, k, f }: KnownOp): Omit<Edit, 'p'> {
  const values = Object.entries(f).filter(([field]) => field !== DELETED_FIELD);
  return { rec, t, k, f: Object.fromEntries(values) };
}
