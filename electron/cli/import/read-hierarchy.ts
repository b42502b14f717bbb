/** The catalogue above its pages, read once for a command. */
import { numberOf, parentOf } from '../../../shared/model/record-values.ts';
import { numberSortKey } from '../../../shared/model/number-sort-key.ts';
import type { NumberPart } from '../../../shared/model/record-types.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../../services/journal/journal.ts';

const SLICE = 5000;
const LEVELS_ABOVE_DOCUMENTS = new Set(['fonds', 'section', 'inventory', 'heading', 'unit', 'volume']);

export type Hierarchy = ReadonlyMap<RecordId, RecordView>;

/** All records above documents that are not in the bin; with `more`, those of one further level too. */
export async function readHierarchy(
  journal: Pick<Journal, 'states'>,
  more?: 'document',
): Promise<Map<RecordId, RecordView>> {
  const views = new Map<RecordId, RecordView>();
  let after: RecordId | null = null;
  do {
    const slice = await journal.states({ after, limit: SLICE });
    for (const state of slice.states) {
      if (!LEVELS_ABOVE_DOCUMENTS.has(state.t) && state.t !== more) continue;
      const view = viewOf(state);
      if (!view.deleted) views.set(view.id, view);
    }
    after = slice.next;
  } while (after !== null);
  return views;
}

/** The record of a level that stands above another one. */
export function levelAbove(views: Hierarchy, view: RecordView, level: string): RecordView | undefined {
  let parent = above(views, view);
  while (parent !== undefined && parent.t !== level) parent = above(views, parent);
  return parent;
}

/** The numbers of a record and those above it, as the key of its code; null without a fonds. */
export function codeKeyOf(views: Hierarchy, view: RecordView): string | null {
  const fonds = view.t === 'fonds' ? view : levelAbove(views, view, 'fonds');
  const inventory = view.t === 'inventory' ? view : levelAbove(views, view, 'inventory');
  if (fonds === undefined) return null;
  const unit = view.t === 'unit' ? numberOf(view.values) : volumeNumber(views, view);
  return codeKey({
    fonds: numberOf(fonds.values),
    inventory: inventory === undefined ? null : numberOf(inventory.values),
    unit,
  });
}

/** Of a code's parts; `null` stands for a level that is not there. */
export function codeKey(code: {
  readonly fonds: NumberPart | null;
  readonly inventory?: NumberPart | null | undefined;
  readonly unit?: NumberPart | null | undefined;
}): string {
  return [code.fonds, code.inventory ?? null, code.unit ?? null]
    .map((number) => (number === null ? '' : numberSortKey(number)))
    .join(' ');
}

/** `123 т. 2` is the volume 2 of the unit 123. */
function volumeNumber(views: Hierarchy, view: RecordView): NumberPart | null {
  if (view.t !== 'volume') return null;
  const unit = levelAbove(views, view, 'unit');
  const [number, volume] = [unit === undefined ? null : numberOf(unit.values), numberOf(view.values)];
  return number === null || volume === null ? null : { ...number, volume: volume.num };
}

function above(views: Hierarchy, view: RecordView): RecordView | undefined {
  const parent = parentOf(view.values);
  return parent === null ? undefined : views.get(parent);
}
