/** Whether an edit may be written: what it names exists, what it makes does not, and the hierarchy stays a tree. */
import type { Edit } from '../../../shared/sync/change.ts';
import { checkEdit as checkModel } from '../../../shared/model/hierarchy.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';

export type EditCode =
  'BAD_FIELD' | 'NO_SUCH_RECORD' | 'RECORD_EXISTS' | 'WRONG_TYPE' | 'BAD_PARENT' | 'PARENT_CYCLE';

/** What the check asks of the catalogue as it stands, earlier edits of the same change included. */
export type Catalogue = {
  state(id: RecordId): RecordState | null;
  typeOf(id: RecordId): string | null;
  parentOf(id: RecordId): RecordId | null;
};

/** Deeper than any chain of levels; a longer one is a ring that two stations made. */
const MAX_DEPTH = 50;

/**
 * Checks an edit that someone hands in; `isReversal` for one that the journal makes itself from values it held before,
 * which may be of a newer program and are not looked into again.
 */
export function checkEdit(edit: Edit, catalogue: Catalogue, isReversal: boolean): Result<null, EditCode> {
  const state = catalogue.state(edit.rec);
  const details = { rec: edit.rec, type: edit.t };
  if (edit.k === 'new' && state !== null) return fail('RECORD_EXISTS', details);
  if (edit.k !== 'new' && state === null) return fail('NO_SUCH_RECORD', details);
  if (state !== null && state.t !== edit.t) return fail('WRONG_TYPE', { ...details, is: state.t });
  if (edit.k === 'del' || edit.k === 'undel') {
    return Object.keys(edit.f).length === 0 ? ok(null) : fail('BAD_FIELD', details);
  }
  return checkValues(edit, catalogue, isReversal);
}

function checkValues(edit: Edit, catalogue: Catalogue, isReversal: boolean): Result<null, EditCode> {
  const parent = typeof edit.f['parent'] === 'string' ? edit.f['parent'] : null;
  const parentType = parent === null ? null : catalogue.typeOf(parent);
  if (parent !== null && parentType === null) return fail('NO_SUCH_RECORD', { rec: parent });
  if (!isReversal) {
    const fits = checkModel(edit, parentType);
    if (!fits.ok) return fail(fits.code, { rec: edit.rec, ...fits.details });
  }
  return parent !== null && isUnder(parent, edit.rec, catalogue)
    ? fail('PARENT_CYCLE', { rec: edit.rec, type: edit.t, parent })
    : ok(null);
}

/** Whether `record` is `above` or hangs somewhere under it. A parent in the bin counts: it may come back. */
function isUnder(record: RecordId, above: RecordId, catalogue: Catalogue): boolean {
  let ancestor: RecordId | null = record;
  for (let depth = 0; ancestor !== null && depth < MAX_DEPTH; depth++) {
    if (ancestor === above) return true;
    ancestor = catalogue.parentOf(ancestor);
  }
  return false;
}
