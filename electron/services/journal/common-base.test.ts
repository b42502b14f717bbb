import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bringOps } from '../../../test/fixtures/bring-ops.ts';
import { tickClock } from '../../../shared/sync/clock.ts';
import { deleteRecord, setFields } from '../../../shared/sync/edits.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import type { Op, OpId, RecordId } from '../../../shared/sync/op.ts';
import { makeUnit, NOON, openTestJournal, type TestJournal } from './fixture.ts';
import { openJoined, takeSnapshot } from './fixture-station.ts';

const THEM = 'b'.repeat(26);
let journal: TestJournal;
let unit: RecordId;

beforeEach(async () => {
  journal = await openTestJournal();
  ({ unit } = makeUnit(journal));
});
afterEach(() => journal.remove());

function theirs(seq: number, f: Op['f'], p: Op['p']): Op {
  const { archive: a, person: u } = journal.identity;
  return {
    id: opId(THEM, seq),
    v: 1,
    schema: 1,
    a,
    rec: unit,
    t: 'unit',
    k: 'set',
    f,
    p,
    h: tickClock(null, NOON + seq),
    u,
  };
}
const head = (field = 'title/kk'): OpId[] => [...(journal.view(unit).heads[field] ?? [])];
const conflict = (field = 'title/kk') => journal.conflict({ id: unit, field });
const write = (title: string) => journal.write([setFields(journal.view(unit), { 'title/kk': title })]);

test('the base is the newest value that all authors had seen', async () => {
  write('Бірінші');
  const base = head();
  await bringOps(journal, [theirs(1, { 'title/kk': 'Олар 1' }, { 'title/kk': base })]);
  write('Біз');
  expect(conflict().heads.map(({ value }) => value)).toEqual(['Біз']);
  // Ours had been written over both; theirs had not seen it.
  await bringOps(journal, [theirs(2, { 'title/kk': 'Олар 2' }, { 'title/kk': [opId(THEM, 1)] })]);
  const { heads, base: found } = conflict();
  expect(new Set(heads.map(({ value }) => value))).toEqual(new Set(['Біз', 'Олар 2']));
  expect(found).toMatchObject({ state: 'known', id: opId(THEM, 1), value: 'Олар 1' });
});

test('values that were written blind have none; a deletion is a field like others', async () => {
  await bringOps(journal, [theirs(1, { 'title/en': 'Blind' }, {})]);
  journal.write([{ rec: unit, t: 'unit', k: 'set', f: { 'title/en': 'Too' }, p: {} }]);
  expect(conflict('title/en').base).toEqual({ state: 'none' });
  journal.write([deleteRecord(journal.view(unit))]);
  expect(conflict('_del').heads.map(({ value }) => value)).toEqual([true]);
  expect(conflict('scope/kk')).toMatchObject({ heads: [], base: { state: 'none' } });
  expect(() => journal.conflict({ id: newId(), field: 'name' })).toThrow('NO_SUCH_RECORD');
});

test('a base that is at the centre only is said to be there', async () => {
  const joined = await openJoined(journal);
  await takeSnapshot(joined, journal);
  const base = head();
  await bringOps(joined, [theirs(1, { 'title/kk': 'Олар' }, { 'title/kk': base })]);
  joined.write([{ rec: unit, t: 'unit', k: 'set', f: { 'title/kk': 'Біз' }, p: { 'title/kk': base } }]);
  expect(joined.conflict({ id: unit, field: 'title/kk' })).toMatchObject({
    base: { state: 'away' },
    heads: [{}, {}],
  });
  joined.remove();
});
