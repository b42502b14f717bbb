/**
 * Values that only a window's copy has: a journal that came back from a backup lacks what was written after it, and the copy
 * was never set back. They are written again, each naming the op that it was, so that this one gives way should it ever
 * come from another station.
 */
import type { Json } from '../../../shared/json.ts';
import type { OpId } from '../../../shared/sync/op.ts';
import { DELETED_FIELD, type Head, type RecordState, type Register } from '../../../shared/sync/state.ts';
import { headsOf } from '../../../shared/sync/view.ts';
import type { Anew } from './anew.ts';

export type SalvageDeps = {
  readonly read: (id: string) => RecordState | null;
  /** Whether an op is known here, or contained in the record's state. */
  readonly holds: (id: OpId, rec: string) => boolean;
  /** Whether an op was in the journal when that came back: whoever wrote after the backup had it in sight. */
  readonly wasBefore: (id: OpId) => boolean;
};

type Lost = { readonly field: string; readonly head: Head; readonly seen: OpId[] };

/** The edits that write again what of these states is lost here, records before what hangs under them. */
export function salvageEdits(states: readonly RecordState[], deps: SalvageDeps): Anew[] {
  return inOrder(states).flatMap((state) => editsOf(state, deps));
}

/**
 * The edits that write again those heads of a record that are in `isStranded`: their effect came here in a whole state, and
 * nobody who could be asked has the ops any more.
 */
export function strandedEdits(state: RecordState, isStranded: (id: OpId) => boolean): Anew[] {
  const registers = Object.entries(state.f).map(([field, register]): [string, Register] => [
    field,
    { ...register, heads: register.heads.filter(({ id }) => !isStranded(id)) },
  ]);
  return editsOf(state, {
    read: () => ({ ...state, f: Object.fromEntries(registers) }),
    holds: (id) => !isStranded(id),
    wasBefore: () => false,
  });
}

function editsOf(copy: RecordState, deps: SalvageDeps): Anew[] {
  const here = deps.read(copy.id);
  const lost = Object.keys(copy.f).flatMap((field) => lostOf(copy, here, field, deps));
  if (lost.length === 0) return [];
  const decisions = lost.filter(({ field }) => field === DELETED_FIELD);
  const base = { rec: copy.id, t: here?.t ?? copy.t };
  const edits: Anew[] = [];
  let rest = lost.filter(({ field }) => field !== DELETED_FIELD);
  // Several values of one field stood unresolved: each is written, and so they stand again.
  for (let isNew = here === null; rest.length > 0 || isNew; isNew = false) {
    const first = (rest[0] ?? decisions[0])?.head;
    if (first === undefined) break;
    const { u: by, h: at, id: op } = first;
    const now = rest.filter(
      ({ field, head }, i) => head.u === by && rest.findIndex((each) => each.field === field) === i,
    );
    rest = rest.filter((each) => !now.includes(each));
    const f = Object.fromEntries(now.map(({ field, head }): [string, Json] => [field, head.v]));
    const p = Object.fromEntries(now.map(({ field, head, seen }) => [field, [head.id, ...seen]]));
    const was = now.map(({ head }) => head.id);
    edits.push({ by, at, op, was, edit: { ...base, k: isNew ? 'new' : 'set', f, p } });
  }
  for (const { head, seen } of decisions) {
    const others = head.v === true ? sawOf(copy, head.id) : {};
    const p = { ...others, [DELETED_FIELD]: [head.id, ...seen] };
    const edit = { ...base, k: head.v === true ? ('del' as const) : ('undel' as const), f: {}, p };
    edits.push({ by: head.u, at: head.h, op: head.id, was: [head.id], edit });
  }
  return edits;
}

function lostOf(copy: RecordState, here: RecordState | null, field: string, deps: SalvageDeps): Lost[] {
  const present = here === null ? [] : headsOf(here, field).map(({ id }) => id);
  const shown = headsOf(copy, field);
  // Named by what is here, though it never came: written again before.
  const dead = here?.f[field]?.dead ?? [];
  // What was here at the time of the backup and no longer stands in the copy was written over there.
  const seen = present.filter((id) => deps.wasBefore(id) && shown.every((head) => head.id !== id));
  return shown
    .filter(({ id }) => !present.includes(id) && !dead.includes(id) && !deps.holds(id, copy.id))
    .map((head) => ({ field, head, seen }));
}

/** What the deletion's author had seen, field by field as far as the copy shows it. */
function sawOf(copy: RecordState, deletion: OpId): Record<string, OpId[]> {
  const saw = new Set(copy.saw?.[deletion]);
  return Object.fromEntries(
    Object.entries(copy.f)
      .filter(([field]) => field !== DELETED_FIELD)
      .map(([field, register]) => [field, register.heads.map(({ id }) => id).filter((id) => saw.has(id))]),
  );
}

/** Parents before their children, as far as both are among the states. */
function inOrder(states: readonly RecordState[]): RecordState[] {
  const byId = new Map(states.map((state) => [state.id, state]));
  const ordered = new Set<RecordState>();
  const open = new Set<RecordState>();
  const take = (state: RecordState): void => {
    if (ordered.has(state) || open.has(state)) return;
    open.add(state);
    const parent = headsOf(state, 'parent').at(-1)?.v;
    const above = typeof parent === 'string' ? byId.get(parent) : undefined;
    if (above !== undefined) take(above);
    ordered.add(state);
  };
  for (const state of states) take(state);
  return [...ordered];
}
