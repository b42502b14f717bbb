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
  /** The number alone, as a key: two under one parent with the same one have the same code. */
  readonly number: string | null;
  /** The sha256 of the file that a document holds. */
  readonly file: string | null;
  readonly deleted: 0 | 1;
  /**
   * Whether windows keep it in their copy: all but pages that no person ever wrote a word on, and that wait for no decision.
   * In the row it stays 1, so that windows hear of the decision too.
   */
  readonly followed: 0 | 1;
  readonly doc: string;
};

/** The row of a state. Equal states give equal rows. */
export function toColumns(state: RecordState): RecordColumns {
  const { values, deleted, conflicts, editedWhileDeleted } = viewOf(state);
  const isWaiting = conflicts.length > 0 || editedWhileDeleted;
  const parent = values['parent'];
  return {
    id: state.id,
    t: state.t,
    parent: typeof parent === 'string' ? parent : null,
    place: placeOf(values),
    number: keyOfNumber(values),
    file: values['file'] === undefined ? null : (fileOf(values)?.sha256 ?? null),
    deleted: deleted ? 1 : 0,
    followed: isWordlessPage(state) && !isWaiting ? 0 : 1,
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
  return order === '' ? (keyOfNumber(values) ?? '') : order;
}

function keyOfNumber(values: Values): string | null {
  const number = values['number'] === undefined ? null : numberOf(values);
  return number === null ? null : numberSortKey(number);
}
