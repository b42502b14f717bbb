import { describe, expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { deleteRecord, newRecord, restoreRecord, setFields } from './edits.ts';
import { opId } from './op-id.ts';
import { DELETED_FIELD, type Head, type RecordState } from './state.ts';
import { headsOf, isSameJson, viewOf } from './view.ts';

const RECORD = '01a201a3-f44b-72c6-a625-898ea47c3800';

function head(name: string, time: number, v: Json): Head {
  return { id: opId(name.repeat(26), time), h: `${time.toString(16).padStart(12, '0')}-0000`, u: RECORD, v };
}

function record(fields: Record<string, Head[]>, saw?: RecordState['saw']): RecordState {
  const f = Object.fromEntries(Object.entries(fields).map(([field, heads]) => [field, { heads }]));
  return { id: RECORD, t: 'unit', f, ...(saw === undefined ? {} : { saw }) };
}

describe('a view', () => {
  test('shows the last head and names the conflict', () => {
    const state = record({ 'title/kk': [head('a', 1, 'Іс'), head('b', 2, 'Папка')] });
    const view = viewOf(state);
    expect(view.values).toEqual({ 'title/kk': 'Папка' });
    expect(view.conflicts).toEqual(['title/kk']);
    expect(headsOf(state, 'title/kk').map(({ v }) => v)).toEqual(['Іс', 'Папка']);
  });

  test('has no conflict where two wrote the same', () => {
    const dates = { written: '1934', edtf: '1934' };
    const turned = { edtf: '1934', written: '1934' };
    expect(viewOf(record({ dates: [head('a', 1, dates), head('b', 2, turned)] })).conflicts).toEqual([]);
  });

  test('leaves an emptied field out', () => {
    expect(viewOf(record({ 'title/kk': [head('a', 1, null)] })).values).toEqual({});
  });

  test('has a tag when anyone put it on, and no conflict about it', () => {
    const view = viewOf(record({ 'tags/x': [head('a', 1, true), head('b', 2, false)] }));
    expect(view.values).toEqual({ 'tags/x': true });
    expect(view.conflicts).toEqual([]);
  });

  test('has the place of the later clock where two put it elsewhere, and no conflict about it', () => {
    const view = viewOf(
      record({ order: [head('b', 1, 'a1'), head('a', 2, 'a0')], parent: [head('a', 3, null)] }),
    );
    expect(view.values).toEqual({ order: 'a0' });
    expect(view.heads['order']).toHaveLength(2);
    expect(view.conflicts).toEqual([]);
    expect(viewOf(record({ parent: [head('b', 1, RECORD), head('a', 2, null)] })).conflicts).toEqual([
      'parent',
    ]);
  });

  test('is deleted when the deletion saw everything', () => {
    const [title, deleted] = [head('a', 1, 'Іс'), head('b', 2, true)];
    const view = viewOf(
      record({ 'title/kk': [title], [DELETED_FIELD]: [deleted] }, { [deleted.id]: [title.id] }),
    );
    expect(view).toMatchObject({ deleted: true, editedWhileDeleted: false });
  });

  test('is shown for review when a value stands that the deletion had not seen', () => {
    const [title, deleted] = [head('a', 9, 'Жаңа'), head('b', 2, true)];
    const view = viewOf(record({ 'title/kk': [title], [DELETED_FIELD]: [deleted] }, { [deleted.id]: [] }));
    expect(view).toMatchObject({ deleted: false, editedWhileDeleted: true });
    expect(view.values).toEqual({ 'title/kk': 'Жаңа' });
  });

  test('stays in sight when one deleted it and another one restored it', () => {
    const view = viewOf(record({ [DELETED_FIELD]: [head('a', 1, false), head('b', 2, true)] }, {}));
    expect(view).toMatchObject({ deleted: false, editedWhileDeleted: false });
  });
});

describe('edits from a view', () => {
  const title = [head('a', 1, 'Іс'), head('b', 2, 'Папка')];
  const deleted = head('c', 3, true);
  const view = viewOf(record({ 'title/kk': title, [DELETED_FIELD]: [deleted] }));

  test('name all heads in sight', () => {
    expect(setFields(view, { 'title/kk': 'Қаулы', 'title/ru': 'Постановление' }).p).toEqual({
      'title/kk': title.map(({ id }) => id),
      'title/ru': [],
    });
    expect(restoreRecord(view).p).toEqual({ [DELETED_FIELD]: [deleted.id] });
    expect(deleteRecord(view).p).toEqual({
      'title/kk': title.map(({ id }) => id),
      [DELETED_FIELD]: [deleted.id],
    });
    expect(newRecord(RECORD, 'unit', { order: 'a0' }).p).toEqual({});
  });
});

test('equal JSON is equal whatever the order of keys, and nothing else is', () => {
  expect(isSameJson({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toBe(true);
  expect(isSameJson([], {})).toBe(false);
  expect(isSameJson({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(isSameJson(null, undefined)).toBe(false);
  expect(isSameJson({ b: 1 }, { a: 1 })).toBe(false);
});
