/** From a record's state, as the journal tells it, to its row in the catalogue copy. */
import { tagsOf } from '../../shared/model/record-values.ts';
import { DELETED_FIELD, type RecordState } from '../../shared/sync/state.ts';
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
  return {
    id: state.id,
    t: state.t,
    n,
    sort: sortKeyOf(view),
    ...(view.deleted ? { binned: binnedAt(state) } : { place: placeOf(view) }),
    ...(tags.length > 0 ? { tags } : {}),
    state: JSON.stringify(state),
  };
}

/** The record that a row holds. */
export function recordOf(row: Row): CatalogueRecord {
  return { ...viewOf(JSON.parse(row.state) as RecordState), n: row.n };
}

/** The clock of the newest op on the register of deletion: the bin is shown newest first. */
function binnedAt(state: RecordState): string {
  const heads = state.f[DELETED_FIELD]?.heads ?? [];
  return heads.reduce((newest, head) => (head.h > newest ? head.h : newest), '');
}
