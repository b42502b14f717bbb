/** The text by which a record is sorted among its neighbours; IndexedDB compares it by code units. */
import { numberSortKey } from '../../shared/model/number-sort-key.ts';
import { labelOf, numberOf, orderOf, textOf, titleOf } from '../../shared/model/record-values.ts';
import type { RecordView } from '../../shared/sync/view.ts';

/** Levels whose order a person makes by hand; a number printed on them does not move them. */
const ORDERED: ReadonlySet<string> = new Set(['document', 'page']);

/** What the keys of records with an order of their own begin with, and those of numbered ones. */
export const ORDERED_KEY = '0';
export const NUMBERED_KEY = '1';

/** Enough to tell titles apart; an index key of 4,000 characters would only be slow. */
const KEY_LENGTH = 200;

/**
 * Documents and pages come by their own order, numbered records by their number, the rest by their title or name. The
 * leading digit keeps the three apart, so that an unnumbered unit stands behind the numbered ones.
 */
export function sortKeyOf(view: Pick<RecordView, 't' | 'values'>): string {
  const order = orderOf(view.values);
  const number = numberOf(view.values);
  if (order !== '' && (number === null || ORDERED.has(view.t))) return `${ORDERED_KEY}${order}`;
  if (number !== null) return `${NUMBERED_KEY}${numberSortKey(number)}`;
  return `2${nameOf(view).slice(0, KEY_LENGTH).toLowerCase()}`;
}

function nameOf({ values }: Pick<RecordView, 'values'>): string {
  return (
    titleOf(values, 'kk') ?? labelOf(values, 'kk') ?? textOf(values, 'name') ?? textOf(values, 'source') ?? ''
  );
}
