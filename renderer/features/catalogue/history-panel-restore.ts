/** What of a record's history a person may put back, one field or the whole description as it stood. Pure. */
import type { Json } from '../../../shared/json.ts';
import { elementOfField } from '../../../shared/model/elements.ts';
import { isSetMember } from '../../../shared/model/record-types.ts';
import type { Values } from '../../../shared/model/record-values.ts';
import { isSameJson } from '../../../shared/sync/view.ts';

type FieldChange = { readonly field: string; readonly before: Json; readonly after: Json };

/** What a person writes by hand; a place is changed by moving, a file never. */
export function isRestorable(field: string): boolean {
  return elementOfField(field) !== null || field === 'template' || isSetMember(field);
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
  for (const { fields } of entries.slice(0, index)) {
    for (const { field, before } of fields) if (isRestorable(field)) then.set(field, before);
  }
  return Object.fromEntries(
    [...then]
      .map(([field, value]) => [field, value ?? emptyOf(field)] as const)
      .filter(([field, value]) => !isSameJson(value, now[field] ?? emptyOf(field))),
  );
}

/** What is not in a set is out of it; every other field is emptied. */
function emptyOf(field: string): Json {
  return isSetMember(field) ? false : null;
}
