/** A record's row: its state as JSON, and the columns that queries need, read out of the state. */
import { TroubleError } from '../../../shared/result.ts';
import { fileOf, numberOf, orderOf, type Values } from '../../../shared/model/record-values.ts';
import { numberSortKey } from '../../../shared/model/number-sort-key.ts';
import { isWordlessPage } from '../../../shared/model/wordless-page.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { viewOf } from '../../../shared/sync/view.ts';

export type RecordColumns = {
  readonly id: string;
  readonly t: string;
  readonly parent: string | null;
  /** Sorts among the children of one parent: the order given by hand, else the number. */
  readonly place: string;
  /** The sha256 of the file that a document holds. */
  readonly file: string | null;
  readonly deleted: 0 | 1;
  /** Whether windows keep it in their copy: all but pages that no person ever wrote a word on. */
  readonly followed: 0 | 1;
  readonly doc: string;
};

/** The row of a state. Equal states give equal rows. */
export function toColumns(state: RecordState): RecordColumns {
  const { values, deleted } = viewOf(state);
  const parent = values['parent'];
  return {
    id: state.id,
    t: state.t,
    parent: typeof parent === 'string' ? parent : null,
    place: placeOf(values),
    file: values['file'] === undefined ? null : (fileOf(values)?.sha256 ?? null),
    deleted: deleted ? 1 : 0,
    followed: isWordlessPage(state) ? 0 : 1,
    doc: JSON.stringify(state),
  };
}

/** Reads a row's state. @throws TroubleError JOURNAL_BROKEN when the text is damaged */
export function readDoc(doc: string): RecordState {
  try {
    return JSON.parse(doc) as RecordState;
  } catch {
    throw new TroubleError('JOURNAL_BROKEN', { part: 'records' });
  }
}

function placeOf(values: Values): string {
  const order = orderOf(values);
  if (order !== '' || values['number'] === undefined) return order;
  const number = numberOf(values);
  return number === null ? '' : numberSortKey(number);
}
