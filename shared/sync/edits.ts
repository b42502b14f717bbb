/**
 * Edits made from what their author sees. Each names the heads in sight as its predecessors: that, and no clock, is how
 * an edit supersedes another one.
 */
import type { Json } from '../json.ts';
import type { Edit } from './change.ts';
import type { OpId, RecordId } from './op.ts';
import { DELETED_FIELD } from './state.ts';
import type { RecordView } from './view.ts';

/** A new record; `id` is a fresh UUIDv7 of the author's. */
export function newRecord(id: RecordId, t: string, fields: Readonly<Record<string, Json>>): Edit {
  return { rec: id, t, k: 'new', f: { ...fields }, p: {} };
}

/** Writes fields of a record; null empties one. Accepting one side of a conflict is this with the chosen value. */
export function setFields(view: RecordView, fields: Readonly<Record<string, Json>>): Edit {
  const seen = Object.keys(fields).map((field): [string, OpId[]] => [field, seenHeads(view, field)]);
  return { rec: view.id, t: view.t, k: 'set', f: { ...fields }, p: Object.fromEntries(seen) };
}

/** Puts a record into the bin, as its author sees it: what others wrote meanwhile brings it back for review. */
export function deleteRecord(view: RecordView): Edit {
  const seen = Object.keys(view.heads).map((field): [string, OpId[]] => [field, seenHeads(view, field)]);
  return { rec: view.id, t: view.t, k: 'del', f: {}, p: Object.fromEntries(seen) };
}

/** Takes a record out of the bin. */
export function restoreRecord(view: RecordView): Edit {
  return {
    rec: view.id,
    t: view.t,
    k: 'undel',
    f: {},
    p: { [DELETED_FIELD]: seenHeads(view, DELETED_FIELD) },
  };
}

function seenHeads(view: RecordView, field: string): OpId[] {
  return Object.hasOwn(view.heads, field) ? [...(view.heads[field] ?? [])] : [];
}
