/** Finds the unit or volume that a person named on the command line, by its id or its reference code. */
import { parseReferenceCode } from '../../../shared/model/reference-code.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { recordIdSchema, type RecordId } from '../../../shared/sync/op.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Journal } from '../../services/journal/journal.ts';
import { codeKey, codeKeyOf, readHierarchy, type Hierarchy } from './read-hierarchy.ts';

export type FindCode = 'NO_SUCH_RECORD' | 'BAD_CODE' | 'AMBIGUOUS';

/** `text` is a record's id, or a reference code down to the unit, such as `Ф. Р-5. Оп. 1. Д. 123` or `Р-5/1/123`. */
export async function findRecord(journal: Journal, text: string): Promise<Result<RecordId, FindCode>> {
  if (recordIdSchema.safeParse(text).success) {
    const [state] = await journal.state([text]);
    return state === undefined || viewOf(state).deleted ? fail('NO_SUCH_RECORD') : ok(text);
  }
  const code = parseReferenceCode(text);
  if (code?.unit === undefined) return fail('BAD_CODE');
  return only(withCode(await readHierarchy(journal), codeKey(code), ['unit', 'volume']));
}

/** The same among records that were read already; a code may end at the inventory or fonds. */
export function findAmong(views: Hierarchy, text: string): Result<RecordId, FindCode> {
  if (recordIdSchema.safeParse(text).success) return views.has(text) ? ok(text) : fail('NO_SUCH_RECORD');
  const code = parseReferenceCode(text);
  if (code === null) return fail('BAD_CODE');
  const level =
    code.unit !== undefined ? ['unit', 'volume'] : [code.inventory !== undefined ? 'inventory' : 'fonds'];
  return only(withCode(views, codeKey(code), level));
}

function only(found: readonly RecordId[]): Result<RecordId, FindCode> {
  const [first, ...others] = found;
  if (first === undefined) return fail('NO_SUCH_RECORD');
  return others.length > 0 ? fail('AMBIGUOUS', { count: found.length }) : ok(first);
}

function withCode(views: Hierarchy, key: string, levels: readonly string[]): RecordId[] {
  return [...views.values()]
    .filter((view) => levels.includes(view.t) && codeKeyOf(views, view) === key)
    .map(({ id }) => id);
}
