/** From a record's state, as the journal tells it, to its row in the catalogue copy. */
import { tagsOf } from '../../shared/model/record-values.ts';
import { DELETED_FIELD, isBlankState, type RecordState } from '../../shared/sync/state.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import { sortKeyOf } from './sort-key.ts';
import { placeOf } from './places.ts';
import type { Row } from './rows.ts';

/** A record as a screen shows it: the view of its state, and the number that the state is at least as new as. */
export type CatalogueRecord = RecordView & { readonly n: number };

/** The row of `state`, which is at least as new as the journal's number `n`. */
export function rowOf(state: RecordState, n: number): Row {
  const view = viewOf(state);
  const tags = tagsOf(view.values);
  const review = reviewedAt(state, view);
  return {
    id: state.id,
    t: state.t,
    n,
    sort: sortKeyOf(view),
    ...(view.deleted ? { binned: binnedAt(state) } : isBlankState(state) ? {} : { place: placeOf(view) }),
    ...(tags.length > 0 ? { tags } : {}),
    ...(review === null ? {} : { review }),
    state: JSON.stringify(state),
  };
}

/** The record that a row holds. */
export function recordOf(row: Row): CatalogueRecord {
  return { ...viewOf(JSON.parse(row.state) as RecordState), n: row.n };
}

/** The clock of the newest op on the register of deletion: the bin is shown newest first. */
function binnedAt(state: RecordState): string {
  return newestOf(state, [DELETED_FIELD]);
}

/** The same over all that waits for a decision; null when nothing does. What lies in the bin waits for nobody. */
function reviewedAt(state: RecordState, view: RecordView): string | null {
  if (view.deleted) return null;
  const fields = view.editedWhileDeleted ? [...view.conflicts, DELETED_FIELD] : view.conflicts;
  return fields.length === 0 ? null : newestOf(state, fields);
}

function newestOf(state: RecordState, fields: readonly string[]): string {
  const heads = fields.flatMap((field) => state.f[field]?.heads ?? []);
  return heads.reduce((newest, head) => (head.h > newest ? head.h : newest), '');
}
