/** Finds the unit or volume that a person named on the command line, by its id or its reference code. */
import { numberSortKey } from '../../../shared/model/number-sort-key.ts';
import { parseReferenceCode, type ReferenceCode } from '../../../shared/model/reference-code.ts';
import type { NumberPart } from '../../../shared/model/record-types.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { recordIdSchema, type RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../../services/journal/journal.ts';

const SLICE = 5000;
const LEVELS_ABOVE_DOCUMENTS = new Set(['fonds', 'section', 'inventory', 'heading', 'unit', 'volume']);

export type FindCode = 'NO_SUCH_RECORD' | 'BAD_CODE' | 'AMBIGUOUS';

/** `text` is a record's id, or a reference code down to the unit, such as `Ф. Р-5. Оп. 1. Д. 123` or `Р-5/1/123`. */
export async function findRecord(journal: Journal, text: string): Promise<Result<RecordId, FindCode>> {
  if (recordIdSchema.safeParse(text).success) {
    const [state] = await journal.state([text]);
    return state === undefined || viewOf(state).deleted ? fail('NO_SUCH_RECORD') : ok(text);
  }
  const code = parseReferenceCode(text);
  if (code?.unit === undefined) return fail('BAD_CODE');
  const found = unitsWithCode(await readHierarchy(journal), code);
  const [first, ...others] = found;
  if (first === undefined) return fail('NO_SUCH_RECORD');
  return others.length > 0 ? fail('AMBIGUOUS', { count: found.length }) : ok(first.id);
}

async function readHierarchy(journal: Journal): Promise<Map<RecordId, RecordView>> {
  const views = new Map<RecordId, RecordView>();
  let after: RecordId | null = null;
  do {
    const slice = await journal.states({ after, limit: SLICE });
    for (const state of slice.states) {
      if (!LEVELS_ABOVE_DOCUMENTS.has(state.t)) continue;
      const view = viewOf(state);
      if (!view.deleted) views.set(view.id, view);
    }
    after = slice.next;
  } while (after !== null);
  return views;
}

function unitsWithCode(views: ReadonlyMap<RecordId, RecordView>, code: ReferenceCode): RecordView[] {
  const above = (view: RecordView, level: string): RecordView | undefined => {
    let parent = parentOf(views, view);
    while (parent !== undefined && parent.t !== level) parent = parentOf(views, parent);
    return parent;
  };
  const matches = (view: RecordView | undefined, number: NumberPart | undefined) =>
    number === undefined ? view === undefined : view !== undefined && keyOf(view) === numberSortKey(number);
  return [...views.values()].filter(
    (view) =>
      view.t === 'unit' &&
      matches(view, code.unit) &&
      matches(above(view, 'inventory'), code.inventory) &&
      matches(above(view, 'fonds'), code.fonds),
  );
}

function parentOf(views: ReadonlyMap<RecordId, RecordView>, view: RecordView): RecordView | undefined {
  const parent = view.values['parent'];
  return typeof parent === 'string' ? views.get(parent) : undefined;
}

function keyOf(view: RecordView): string {
  const number = view.values['number'];
  return numberSortKey(number === undefined ? null : (number as NumberPart));
}
