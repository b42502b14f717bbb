/**
 * What takes a transaction back, as data: for each record it touched, the values that stood before, and the heads that it
 * left. Taking back is a further write; it is refused when someone has written the same fields since.
 */
import { isSetMember } from '../../../shared/model/record-types.ts';
import type { Json } from '../../../shared/json.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { DELETED_FIELD, type RecordState } from '../../../shared/sync/state.ts';
import { deleteRecord, restoreRecord } from '../../../shared/sync/edits.ts';
import { headsOf, isSameJson, viewOf } from '../../../shared/sync/view.ts';
import type { Touched } from './record-store.ts';

/** The ids of a field's heads in their order, with spaces between; empty when it has none. */
export type HeadsKey = string;

export type RecordReverse = {
  readonly rec: RecordId;
  readonly t: string;
  /** The heads that must still stand, by field. */
  readonly expect: Readonly<Record<string, HeadsKey>>;
  /** The heads that stood before, and that those written now will stand for. */
  readonly restores: Readonly<Record<string, HeadsKey>>;
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
      expect: Object.fromEntries(expected.map((field) => [field, headsKey(after, field)])),
      // Nothing stands for "not there yet": that is the bin.
      restores:
        before === null ? {} : Object.fromEntries(fields.map((field) => [field, headsKey(before, field)])),
      decide,
      values: Object.fromEntries(written.map((field) => [field, valuesBefore(before, field)])),
      made: isMade,
    };
  });
}

/**
 * The edits that take it back, or null when a later write touched the same fields. `resolve` tells which heads stand for
 * earlier ones.
 */
export function reversingEdits(
  reverse: RecordReverse,
  state: RecordState,
  resolve: (heads: HeadsKey) => HeadsKey,
): Edit[] | null {
  const isStrict = reverse.made && reverse.decide === 'del';
  const fields = [...Object.keys(reverse.expect), ...(isStrict ? Object.keys(state.f) : [])];
  const isAsLeft = fields.every((field) => {
    const expected = Object.hasOwn(reverse.expect, field) ? (reverse.expect[field] ?? '') : '';
    return resolve(headsKey(state, field)) === resolve(expected);
  });
  if (!isAsLeft) return null;

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
      p: Object.fromEntries(entries.map(([field]) => [field, headsOf(state, field).map(({ id }) => id)])),
    });
  }
  if (reverse.decide === 'del') edits.push(deleteRecord(view));
  if (reverse.decide === 'undel') edits.push(restoreRecord(view));
  return edits;
}

export function headsKey(state: RecordState, field: string): HeadsKey {
  return headsOf(state, field)
    .map(({ id }) => id)
    .join(' ');
}

function changedFields(before: RecordState | null, after: RecordState): string[] {
  return Object.keys(after.f).filter(
    (field) => before === null || headsKey(before, field) !== headsKey(after, field),
  );
}

function decisionBack(before: RecordState | null, fields: readonly string[]): 'del' | 'undel' | null {
  if (before === null) return 'del';
  if (!fields.includes(DELETED_FIELD)) return null;
  const decisions = headsOf(before, DELETED_FIELD);
  return decisions.length > 0 && decisions.every((head) => head.v === true) ? 'del' : 'undel';
}

/** Null empties a field that had no value; a member that was not in its set is taken out. */
function valuesBefore(before: RecordState | null, field: string): Json[] {
  const values = before === null ? [] : headsOf(before, field).map((head) => head.v);
  const different = values.filter(
    (value, i) => !values.slice(i + 1).some((later) => isSameJson(later, value)),
  );
  if (different.length > 0) return different;
  return [isSetMember(field) ? false : null];
}
