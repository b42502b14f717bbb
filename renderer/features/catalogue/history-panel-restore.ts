/** What of a record's history a person may put back, one field or the whole description as it stood. Pure. */
import type { Json } from '../../../shared/json.ts';
import { elementOfField } from '../../../shared/model/elements.ts';
import { isSetMember } from '../../../shared/model/record-types.ts';
import type { Values } from '../../../shared/model/record-values.ts';
import { isSameJson } from '../../../shared/sync/view.ts';

type FieldChange = { readonly field: string; readonly before: Json; readonly after: Json };

/** What a page of a unit's leaves shows, and how: another picture may have taken the place of an earlier one. */
const OF_LEAVES: ReadonlySet<string> = new Set(['image', 'leaf', 'turned']);

/** What a person writes by hand; a place is changed by moving, the file of a document never. */
export function isRestorable(field: string): boolean {
  return elementOfField(field) !== null || field === 'template' || isSetMember(field) || OF_LEAVES.has(field);
}

/**
 * The fields to write so that the description stands as it did right after the entry `index` of a history (newest first);
 * empty when it stands so now.
 */
export function fieldsToRestore(
  entries: readonly { readonly fields: readonly FieldChange[] }[],
  index: number,
  now: Values,
): Record<string, Json> {
  const then = new Map<string, Json>();
  // A page's picture comes back with the file that it is from; a document has no picture of its own.
  const hasPicture = now['image'] !== undefined;
  for (const { fields } of entries.slice(0, index)) {
    for (const { field, before } of fields) {
      if (isRestorable(field) || (hasPicture && field === 'file')) then.set(field, before);
    }
  }
  return Object.fromEntries(
    [...then]
      .map(([field, value]) => [field, value ?? emptyOf(field)] as const)
      .filter(([field, value]) => !isSameJson(value, now[field] ?? emptyOf(field))),
  );
}

/** One earlier value to be written again; a picture with its file, and as it was turned. */
export function fieldToRestore(
  entries: readonly { readonly fields: readonly FieldChange[] }[],
  index: number,
  now: Values,
  { field, after }: FieldChange,
): Record<string, Json> {
  if (field !== 'image') return { [field]: after };
  const then = Object.entries(fieldsToRestore(entries, index, now));
  return {
    image: after,
    ...Object.fromEntries(then.filter(([each]) => each === 'file' || each === 'turned')),
  };
}

/** What is not in a set is out of it; every other field is emptied. */
function emptyOf(field: string): Json {
  return isSetMember(field) ? false : null;
}
