/** The edits that change a vocabulary. Pure. */
import { TAG_PREFIX } from '../../../shared/model/record-types.ts';
import { tagsOf } from '../../../shared/model/record-values.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { deleteRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordView } from '../../../shared/sync/view.ts';

/**
 * Puts the tag `into` in the place of `tag`: every carrier gets it and loses the old one, which goes to the bin with the
 * last edit. Carriers in the bin stay as they are: an edit would bring them back.
 */
export function mergeEdits(tag: RecordView, into: RecordView, carriers: readonly RecordView[]): Edit[] {
  const [old, next] = [`${TAG_PREFIX}${tag.id}`, `${TAG_PREFIX}${into.id}`];
  const edits = carriers
    .filter((carrier) => !carrier.deleted && tagsOf(carrier.values).includes(tag.id))
    .map((carrier) =>
      setFields(
        carrier,
        tagsOf(carrier.values).includes(into.id) ? { [old]: false } : { [old]: false, [next]: true },
      ),
    );
  edits.push(deleteRecord(tag));
  return edits;
}

/** The tag's fields as typed; null when nothing is different. Emptied fields are emptied in the record too. */
export function renameEdit(tag: RecordView, typed: Readonly<Record<string, string>>): Edit | null {
  const changed = Object.entries(typed)
    .map(([field, text]) => [field, text.trim()] as const)
    .filter(([field, text]) => text !== (tag.values[field] ?? ''));
  if (changed.length === 0) return null;
  return setFields(
    tag,
    Object.fromEntries(changed.map(([field, text]) => [field, text === '' ? null : text])),
  );
}
