/** What a batch edit would do to each record, before anything is written. Pure. */
import type { Json } from '../../../shared/json.ts';
import { readDates } from '../../../shared/model/dates.ts';
import { datesOf, textOf } from '../../../shared/model/record-values.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import { plainJson } from '../../ui/plain-json.ts';

export const BATCH_FIELDS = ['title/kk', 'title/ru', 'title/en', 'dates'] as const;
export type BatchField = (typeof BATCH_FIELDS)[number];

/** `fill`: only where the field is empty; `replace`: one text by another inside it. */
export const BATCH_MODES = ['set', 'fill', 'replace', 'clear'] as const;
type BatchMode = (typeof BATCH_MODES)[number];

export type BatchPlan = {
  readonly field: BatchField;
  readonly mode: BatchMode;
  /** What to write, or to put in the place of `find`. */
  readonly text: string;
  readonly find: string;
};

type BatchChange<R extends RecordView> = {
  readonly record: R;
  readonly before: string;
  readonly after: string;
};

/** The records that would change, in their order; the others stay as they are. */
export function changesOf<R extends RecordView>(records: readonly R[], plan: BatchPlan): BatchChange<R>[] {
  return records.flatMap((record) => {
    const before = shownText(record, plan.field);
    const after = AFTER[plan.mode](before, plan);
    return after === before ? [] : [{ record, before, after }];
  });
}

/** The edits of these changes. */
export function batchEdits(changes: readonly BatchChange<RecordView>[], field: BatchField): Edit[] {
  return changes.map(({ record, after }) => setFields(record, { [field]: valueOf(field, after) }));
}

function shownText(record: RecordView, field: BatchField): string {
  if (field === 'dates') return datesOf(record.values)?.written ?? '';
  return textOf(record.values, field) ?? '';
}

const AFTER: Readonly<Record<BatchMode, (before: string, plan: BatchPlan) => string>> = {
  set: (before, { text }) => text.trim() || before,
  fill: (before, { text }) => before || text.trim(),
  // A function, so that `$&` in the text stands for itself.
  replace: (before, { find, text }) => (find === '' ? before : before.replaceAll(find, () => text).trim()),
  clear: () => '',
};

function valueOf(field: BatchField, text: string): Json {
  if (text === '') return null;
  return field === 'dates' ? plainJson(readDates(text)) : text;
}
