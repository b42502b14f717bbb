import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Json } from '../../../shared/json.ts';
import { deleteRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { make, openTestJournal, type TestJournal } from './fixture.ts';

let journal: TestJournal;
beforeEach(async () => {
  journal = await openTestJournal();
});
afterEach(() => journal.remove());

function add(type: string, parent: RecordId | null, num: number, more: Record<string, Json> = {}): RecordId {
  const { id, edit } = make(type, { parent, number: { num }, ...more });
  journal.write([edit]);
  return id;
}

const found = () =>
  journal.clashes(100).clashes.map(({ t, under, number, ids }) => [t, under, number.num, ids]);

test('the same number in the same count is told, in the order of making; in another count it is not', () => {
  const fonds = add('fonds', null, 1);
  const [one, two] = [add('inventory', fonds, 1), add('inventory', fonds, 2)];
  const first = add('unit', one, 5);
  add('unit', two, 5);
  add('unit', one, 6);
  expect(found()).toEqual([]);
  const second = add('unit', one, 5);
  expect(found()).toEqual([['unit', one, 5, [first, second]]]);
  expect(journal.clashes(100)).toMatchObject({ total: 1, n: journal.head().n });
  journal.write([setFields(journal.view(second), { number: { num: 7 } })]);
  expect(found()).toEqual([]);
});

test('a code passes over headings and sections', () => {
  const fonds = add('fonds', null, 1);
  const section = make('section', { parent: fonds });
  journal.write([section.edit]);
  const [one, two] = [add('inventory', fonds, 1), add('inventory', section.id, 1)];
  const heading = make('heading', { parent: one });
  journal.write([heading.edit]);
  const [first, second] = [add('unit', one, 3), add('unit', heading.id, 3)];
  expect(found()).toEqual([
    ['inventory', fonds, 1, [one, two]],
    ['unit', one, 3, [first, second]],
  ]);
});

test('fonds clash with each other; what lies in the bin or hangs nowhere does not', () => {
  const [one, two] = [add('fonds', null, 8), add('fonds', null, 8)];
  add('document', null, 1);
  add('document', null, 1);
  expect(found()).toEqual([['fonds', null, 8, [one, two]]]);
  journal.write([deleteRecord(journal.view(two))]);
  expect(found()).toEqual([]);
});

test('an order given by hand hides no number', () => {
  const unit = add('unit', add('inventory', add('fonds', null, 1), 1), 1);
  const [one, two] = [add('document', unit, 2, { order: 'a0' }), add('document', unit, 2, { order: 'a1' })];
  expect(found()).toEqual([['document', unit, 2, [one, two]]]);
});
