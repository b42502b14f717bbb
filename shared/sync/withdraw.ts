/** Takes ops out of a state that holds them, as far as a state alone can tell. */
import type { KnownOp } from './op-bytes.ts';
import type { OpId } from './op.ts';
import { DELETED_FIELD, type RecordState, type Register } from './state.ts';

/**
 * The state without the values of these ops. Ops that stay and name one of them wait for it again, so that it may come back
 * later, or another op under its number, and be what it would have been. What the ops themselves had superseded does not
 * come back: nothing here remembers it; a whole state from the server does.
 *
 * @param staying the ops of the record that are here and applied further on
 */
export function withdrawOps(
  state: RecordState,
  ids: ReadonlySet<OpId>,
  staying: Iterable<KnownOp>,
): RecordState {
  const awaited = new Map<string, Set<OpId>>();
  for (const op of staying) {
    for (const [field, named] of Object.entries(op.p)) {
      for (const id of named) if (ids.has(id)) addTo(awaited, field, id);
    }
  }
  const f = new Map<string, Register>();
  for (const [field, { heads, dead }] of Object.entries(state.f)) {
    const left = heads.filter((head) => !ids.has(head.id));
    const dying = new Set([...(dead ?? []), ...(awaited.get(field) ?? [])]);
    if (dying.size > 0) f.set(field, { heads: left, dead: [...dying].sort() });
    else if (left.length > 0) f.set(field, { heads: left });
  }
  const deletions = new Set(f.get(DELETED_FIELD)?.heads.map((head) => head.id));
  const saw = Object.entries(state.saw ?? {}).filter(([id]) => deletions.has(id));
  return {
    id: state.id,
    t: state.t,
    f: Object.fromEntries(f),
    ...(saw.length === 0 ? {} : { saw: Object.fromEntries(saw) }),
  };
}

function addTo(map: Map<string, Set<OpId>>, field: string, id: OpId): void {
  const set = map.get(field) ?? new Set();
  set.add(id);
  map.set(field, set);
}
