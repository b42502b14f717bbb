import { afterEach, beforeEach, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { deleteRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import { bringOps } from '../../../test/fixtures/bring-ops.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import { tickClock } from '../../../shared/sync/clock.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { makeUnit, NOON, openTestJournal, type TestJournal } from './fixture.ts';

let journal: TestJournal;
let unit: RecordId;

beforeEach(async () => {
  journal = await openTestJournal();
  unit = makeUnit(journal).unit;
});
afterEach(() => journal.remove());

const history = (limit = 100, before: number | null = null) =>
  journal.recordHistory({ id: unit, before, limit });

test('tells each write with what stood before, newest first', () => {
  journal.write([setFields(journal.view(unit), { 'title/kk': 'Хаттама' })]);
  journal.write([setFields(journal.view(unit), { 'title/kk': null, 'title/ru': 'Протокол' })]);
  journal.write([deleteRecord(journal.view(unit))]);
  journal.write([restoreRecord(journal.view(unit))]);
  const { entries, next } = history();
  expect(next).toBeNull();
  expect(entries.map(({ kind }) => kind)).toEqual(['undel', 'del', 'set', 'set', 'new']);
  expect(entries.map(({ fields }) => fields.length)).toEqual([0, 0, 2, 1, 3]);
  expect(entries[2]?.fields).toEqual([
    { field: 'title/kk', before: 'Хаттама', after: null },
    { field: 'title/ru', before: null, after: 'Протокол' },
  ]);
  expect(entries[3]?.fields).toEqual([{ field: 'title/kk', before: 'Іс', after: 'Хаттама' }]);
  expect(entries.every(({ by }) => by === journal.identity.person)).toBe(true);
});

test('comes in pages that leave nothing out', () => {
  for (let i = 0; i < 7; i += 1) {
    journal.write([setFields(journal.view(unit), { 'title/kk': `Атауы ${i}` })]);
  }
  const whole = history().entries;
  const paged = [];
  for (let before: number | null = null; ;) {
    const { entries, next } = history(3, before);
    paged.push(...entries);
    if (next === null) break;
    before = next;
  }
  expect(whole).toHaveLength(8);
  expect(paged).toEqual(whole);
});

test('keeps the values of another station that were not chosen', async () => {
  const them = newId();
  const op = {
    id: opId('b'.repeat(26), 1),
    v: 1 as const,
    schema: 1,
    a: journal.identity.archive,
    rec: unit,
    t: 'unit',
    k: 'set',
    f: { 'title/kk': 'Олардан' },
    p: {},
    h: tickClock(null, NOON - 1000),
    u: them,
  };
  await bringOps(journal, [op]);
  expect(journal.view(unit).values['title/kk']).toBe('Іс');
  expect(history().entries[0]).toMatchObject({
    by: them,
    fields: [{ field: 'title/kk', before: 'Іс', after: 'Олардан' }],
  });
});

test('is empty for a record that is not there', () => {
  expect(journal.recordHistory({ id: newId(), before: null, limit: 5 })).toEqual({
    entries: [],
    next: null,
    away: false,
  });
});
