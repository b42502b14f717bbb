/**
 * What takes a transaction back, as data: for each record it touched, the values that stood before, and the heads that it
 * left. Taking back is a further write; it is refused when someone has written the same fields since.
 */
import { TAG_PREFIX } from '../../../shared/model/record-types.ts';
import type { Json } from '../../../shared/json.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import type { OpId, RecordId } from '../../../shared/sync/op.ts';
import { DELETED_FIELD, type RecordState } from '../../../shared/sync/state.ts';
import { deleteRecord, restoreRecord } from '../../../shared/sync/edits.ts';
import { headsOf, isSameJson, viewOf } from '../../../shared/sync/view.ts';
import type { Touched } from './record-store.ts';

export type RecordReverse = {
  readonly rec: RecordId;
  readonly t: string;
  /** The heads that must still stand, by field. */
  readonly expect: Readonly<Record<string, readonly OpId[]>>;
  readonly decide: 'del' | 'undel' | null;
  /** The values to write, field by field: several where several stood unresolved, the shown one last. */
  readonly values: Readonly<Record<string, readonly Json[]>>;
  /** The command made this record: taking it back also needs that nobody wrote any other field of it. */
  readonly made: boolean;
};

/** How to take back what `touched` tells; `made` are records that the command made when it was first done. */
export function reverseOf(touched: readonly Touched[], made: ReadonlySet<RecordId>): RecordReverse[] {
  return touched.map(({ before, after }) => {
    const isMade = before === null || made.has(after.id);
    const fields = changedFields(before, after);
    const decide = decisionBack(before, fields);
    // A record that goes into the bin keeps its values there.
    const written = decide === 'del' ? [] : fields.filter((field) => field !== DELETED_FIELD);
    const expected = isMade && decide === 'del' ? Object.keys(after.f) : fields;
    return {
      rec: after.id,
      t: after.t,
      expect: Object.fromEntries(expected.map((field) => [field, headIds(after, field)])),
      decide,
      values: Object.fromEntries(written.map((field) => [field, valuesBefore(before, field)])),
      made: isMade,
    };
  });
}

/** The edits that take it back, or null when a later write touched the same fields. */
export function reversingEdits(reverse: RecordReverse, state: RecordState): Edit[] | null {
  if (!isAsExpected(reverse, state)) return null;
  const view = viewOf(state);
  const edits: Edit[] = [];
  const passes = Math.max(0, ...Object.values(reverse.values).map((values) => values.length));
  for (let pass = 0; pass < passes; pass++) {
    const entries = Object.entries(reverse.values).filter(([, values]) => pass < values.length);
    edits.push({
      rec: reverse.rec,
      t: reverse.t,
      k: 'set',
      f: Object.fromEntries(entries.map(([field, values]) => [field, values[pass] ?? null])),
      p: Object.fromEntries(entries.map(([field]) => [field, headIds(state, field)])),
    });
  }
  if (reverse.decide === 'del') edits.push(deleteRecord(view));
  if (reverse.decide === 'undel') edits.push(restoreRecord(view));
  return edits;
}

function isAsExpected(reverse: RecordReverse, state: RecordState): boolean {
  if (reverse.made && reverse.decide === 'del') {
    const isWrittenSince = Object.keys(state.f).some((field) => !Object.hasOwn(reverse.expect, field));
    if (isWrittenSince) return false;
  }
  return Object.entries(reverse.expect).every(([field, ids]) => headIds(state, field).join() === ids.join());
}

function changedFields(before: RecordState | null, after: RecordState): string[] {
  return Object.keys(after.f).filter(
    (field) => before === null || headIds(before, field).join() !== headIds(after, field).join(),
  );
}

function decisionBack(before: RecordState | null, fields: readonly string[]): 'del' | 'undel' | null {
  if (before === null) return 'del';
  if (!fields.includes(DELETED_FIELD)) return null;
  const decisions = headsOf(before, DELETED_FIELD);
  return decisions.length > 0 && decisions.every((head) => head.v === true) ? 'del' : 'undel';
}

/** Null empties a field that had no value; a tag that was not there is taken off. */
function valuesBefore(before: RecordState | null, field: string): Json[] {
  const values = before === null ? [] : headsOf(before, field).map((head) => head.v);
  const different = values.filter(
    (value, i) => !values.slice(i + 1).some((later) => isSameJson(later, value)),
  );
  if (different.length > 0) return different;
  return [field.startsWith(TAG_PREFIX) ? false : null];
}

function headIds(state: RecordState, field: string): OpId[] {
  return headsOf(state, field).map((head) => head.id);
}
