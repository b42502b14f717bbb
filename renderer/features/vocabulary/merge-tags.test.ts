import { expect, it } from 'vitest';
import type { Json } from '../../../shared/json.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import { mergeEdits, renameEdit } from './merge-tags.ts';

const [A, B] = ['01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-774b-bcce-b302099a8058'];
const OP = 'aaaaaaaaaaaaaaaaaaaaaaaaaa:1';

function record(id: string, t: string, values: Record<string, Json>, deleted = false): RecordView {
  const heads = Object.fromEntries(Object.keys(values).map((field) => [field, [OP]]));
  return { id, t, values, heads, conflicts: [], deleted, editedWhileDeleted: false };
}
const tag = record(A, 'tag', { 'label/kk': 'Хат', 'label/ru': 'Письмо' });
const into = record(B, 'tag', { 'label/kk': 'Хат алысу' });

it('gives every carrier the new tag for the old one, and bins the old one', () => {
  const edits = mergeEdits(tag, into, [
    record('u', 'unit', { [`tags/${A}`]: true }),
    record('v', 'unit', { [`tags/${A}`]: true, [`tags/${B}`]: true }),
    record('w', 'unit', { [`tags/${A}`]: false }),
    record('x', 'unit', { [`tags/${A}`]: true }, true),
  ]);
  expect(edits.map(({ rec, k, f }) => [rec, k, f])).toEqual([
    ['u', 'set', { [`tags/${A}`]: false, [`tags/${B}`]: true }],
    ['v', 'set', { [`tags/${A}`]: false }],
    [A, 'del', {}],
  ]);
  expect(edits[0]?.p).toEqual({ [`tags/${A}`]: [OP], [`tags/${B}`]: [] });
});

it('renames only what is different, and empties what was emptied', () => {
  expect(renameEdit(tag, { 'label/kk': 'Хат ', 'label/ru': 'Письмо' })).toBeNull();
  expect(renameEdit(tag, { 'label/kk': 'Хат', 'label/ru': '', colour: '#2a7a6f' })?.f).toEqual({
    'label/ru': null,
    colour: '#2a7a6f',
  });
});
