/** Where a record is listed: under its parent, or in one of the lists of records that have none. */
import { parentOf } from '../../shared/model/record-values.ts';
import type { RecordView } from '../../shared/sync/view.ts';

/**
 * A record's id; for records without a parent one of `top` (the tree), `loose` (not placed yet), `tags`, `imports`,
 * `templates`, `synonyms`, `searches`, `people`, `archive`, `other`; or `bin`, which lists by another index.
 */
export type Place = string;

const PLACE_BY_TYPE: Readonly<Record<string, Place>> = {
  fonds: 'top',
  section: 'loose',
  inventory: 'loose',
  heading: 'loose',
  unit: 'loose',
  volume: 'loose',
  document: 'loose',
  page: 'loose',
  tag: 'tags',
  import: 'imports',
  template: 'templates',
  synonyms: 'synonyms',
  search: 'searches',
  person: 'people',
  archive: 'archive',
};

/** The place of a record that is not in the bin. */
export function placeOf(view: Pick<RecordView, 't' | 'values'>): Place {
  // A fonds stands at the top even when it names the archive as its parent.
  const parent = view.t === 'fonds' ? null : parentOf(view.values);
  if (parent !== null) return parent;
  // A newer program may know more types than this one; they are kept and listed nowhere.
  return Object.hasOwn(PLACE_BY_TYPE, view.t) ? (PLACE_BY_TYPE[view.t] ?? 'other') : 'other';
}
