/** A record as a person sees it: one value per field, and what still waits for a decision. */
import type { Json } from '../json.ts';
import { isSetMember } from '../model/record-types.ts';
import { must } from '../must.ts';
import type { OpId, RecordId } from './op.ts';
import { DELETED_FIELD, type Head, type RecordState, type Register } from './state.ts';

/**
 * Two who put the same pages in order would leave a conflict on each page, and nobody can choose between texts that only mean
 * something beside their neighbours'. All see the same order, and the history keeps the other.
 */
const SETTLED_BY_CLOCK: ReadonlySet<string> = new Set(['order']);

export type RecordView = {
  readonly id: RecordId;
  readonly t: string;
  /**
   * The shown value of each field: of several heads the one with the highest clock, then replica. A field that was
   * emptied (null) is absent. A set's member (`tags/…`) is true when any head is.
   */
  readonly values: Readonly<Record<string, Json>>;
  /** The ids of each field's heads, `_del` among them: what an edit made from this view names as its predecessors. */
  readonly heads: Readonly<Record<string, readonly OpId[]>>;
  /** Fields with two or more different values that nobody has chosen between. */
  readonly conflicts: readonly string[];
  /** In the bin. False while `editedWhileDeleted`: such a record is shown until a person decides. */
  readonly deleted: boolean;
  /** Deleted by someone who had not seen a value that now stands. */
  readonly editedWhileDeleted: boolean;
};

/** Reads a record's state. */
export function viewOf(state: RecordState): RecordView {
  const values: [string, Json][] = [];
  const heads: [string, readonly OpId[]][] = [];
  const conflicts: string[] = [];
  for (const [field, register] of Object.entries(state.f)) {
    if (register.heads.length === 0) continue;
    heads.push([field, register.heads.map((head) => head.id)]);
    if (field === DELETED_FIELD) continue;
    const value = shownValue(field, register);
    if (value !== null) values.push([field, value]);
    if (isConflict(field, register)) conflicts.push(field);
  }
  const isDeleted = isMarkedDeleted(state);
  const editedWhileDeleted = isDeleted && hasUnseenHead(state);
  return {
    id: state.id,
    t: state.t,
    values: Object.fromEntries(values),
    heads: Object.fromEntries(heads),
    conflicts,
    deleted: isDeleted && !editedWhileDeleted,
    editedWhileDeleted,
  };
}

/** All values of a conflict, the shown one last, with who wrote them and when; for the person who decides. */
export function headsOf(state: RecordState, field: string): readonly Head[] {
  return Object.hasOwn(state.f, field) ? must(state.f[field], 'own key').heads : [];
}

/** Whether two values are the same JSON, whatever the order of their keys. */
export function isSameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Readonly<Record<string, Json>>;
  const right = b as Readonly<Record<string, Json>>;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSameJson(left[key], right[key]))
  );
}

function shownValue(field: string, register: Register): Json {
  if (isSetMember(field)) return register.heads.some((head) => head.v === true);
  return must(register.heads.at(-1), 'a register with heads').v;
}

/**
 * A set's own rule decides between true and false, so its members never wait for a person; nor do the fields that the clock
 * settles.
 */
function isConflict(field: string, register: Register): boolean {
  const [first, ...others] = register.heads;
  if (isSetMember(field) || SETTLED_BY_CLOCK.has(field)) return false;
  return others.some((head) => !isSameJson(head.v, first?.v));
}

/** Whether all who decided last agree on deleting; a restoration beside a deletion keeps the record in sight. */
function isMarkedDeleted(state: RecordState): boolean {
  const decisions = headsOf(state, DELETED_FIELD);
  return decisions.length > 0 && decisions.every((head) => head.v === true);
}

function hasUnseenHead(state: RecordState): boolean {
  const seen = new Set(Object.values(state.saw ?? {}).flat());
  return Object.entries(state.f).some(
    ([field, register]) => field !== DELETED_FIELD && register.heads.some((head) => !seen.has(head.id)),
  );
}
