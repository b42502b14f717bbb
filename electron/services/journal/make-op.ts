/** From an edit to an op: what its author saw becomes the op's predecessors. */
import { DELETED_FIELD, type RecordState } from '../../../shared/sync/state.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import type { KnownOp } from '../../../shared/sync/op-bytes.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import { OP_VERSION, SCHEMA_VERSION, type Clock, type OpId, type RecordId } from '../../../shared/sync/op.ts';

export type OpFrame = {
  readonly id: OpId;
  readonly archive: RecordId;
  readonly person: RecordId;
  readonly clock: Clock;
  readonly x?: KnownOp['x'];
  readonly st?: KnownOp['st'];
  /** Heads of this replica from this sequence on were written by the same change, whose author could not name them. */
  readonly firstSeq: number;
};

/** The op of `edit`; `state` is the record as the op finds it. */
export function makeOp(edit: Edit, state: RecordState | null, frame: OpFrame): KnownOp {
  const isDecision = edit.k === 'del' || edit.k === 'undel';
  const fields = isDecision ? { [DELETED_FIELD]: edit.k === 'del' } : edit.f;
  const named = Object.keys(fields).flatMap((field): [string, OpId[]][] => {
    const ids = predecessors(edit, state, field, frame);
    return ids.length === 0 ? [] : [[field, ids]];
  });
  return {
    id: frame.id,
    v: OP_VERSION,
    schema: SCHEMA_VERSION,
    a: frame.archive,
    rec: edit.rec,
    t: edit.t,
    k: edit.k,
    f: fields,
    p: Object.fromEntries(named),
    h: frame.clock,
    u: frame.person,
    ...(edit.k === 'del' ? { saw: seen(edit, state, frame) } : {}),
    ...(frame.x === undefined ? {} : { x: frame.x }),
    ...(frame.st === undefined ? {} : { st: frame.st }),
  };
}

function seen(edit: Edit, state: RecordState | null, frame: OpFrame): OpId[] {
  const fields = new Set([...Object.keys(edit.p), ...Object.keys(state?.f ?? {})]);
  return [...fields].flatMap((field) => predecessors(edit, state, field, frame));
}

function predecessors(edit: Edit, state: RecordState | null, field: string, frame: OpFrame): OpId[] {
  const given = Object.hasOwn(edit.p, field) ? (edit.p[field] ?? []) : [];
  const register = state !== null && Object.hasOwn(state.f, field) ? state.f[field] : undefined;
  const own = (register?.heads ?? []).map((head) => head.id).filter((id) => isOfSameChange(id, frame));
  return [...new Set([...given, ...own])];
}

function isOfSameChange(id: OpId, frame: OpFrame): boolean {
  const { replica, seq } = readOpId(id);
  return replica === readOpId(frame.id).replica && seq >= frame.firstSeq;
}
