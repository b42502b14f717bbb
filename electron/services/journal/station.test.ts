/** The journal as one station's of many: what comes from a centre is followed, checked and told like every other write. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bringOps } from '../../../test/fixtures/bring-ops.ts';
import { BEFORE_WHOLE } from '../../../shared/rpc/written.ts';
import { must } from '../../../shared/must.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { make, makeUnit, openTestJournal, type TestJournal } from './fixture.ts';
import { helloOf } from '../../../test/fixtures/centre-words.ts';
import { bringHistory, logOf, openJoined, pageOf, takeSnapshot } from './fixture-station.ts';
import { verifyJournal } from './verify.ts';

let first: TestJournal;
let joined: TestJournal;
let unit: RecordId;

beforeEach(async () => {
  first = await openTestJournal();
  ({ unit } = makeUnit(first));
  first.write([setFields(first.view(unit), { 'title/kk': 'Жаңа' })]);
  first.write([make('document', { parent: unit, 'title/kk': 'Хат' }).edit], { writer: 'jobs' });
  joined = await openJoined(first);
});
afterEach(() => {
  for (const journal of [first, joined]) {
    expect(verifyJournal(journal.db).codes).toEqual([]);
    journal.remove();
  }
});

const rowsOf = (journal: TestJournal) =>
  journal.db
    .prepare('SELECT id, t, parent, place, number, file, deleted, followed, doc FROM records ORDER BY id')
    .all();

describe('a joined journal', () => {
  test('holds nothing, and writes under replicas of its own', () => {
    expect(joined.head()).toMatchObject({ archive: first.identity.archive, n: 0, records: 0 });
    const { edit, id } = make('fonds', { parent: null, number: { num: 7 } });
    expect(joined.write([edit]).n).toBe(1);
    expect(joined.view(id).heads['number']?.[0]).toBe(opId(joined.identity.replica, 1));
  });

  test('takes a page in with its cursor, and everybody hears of it', async () => {
    const rows = logOf(first);
    const taken = await joined.station.takePage(pageOf(rows));
    expect(taken).toMatchObject({ ops: rows.length, problem: null });
    expect(joined.grew).toEqual([1]);
    expect(rowsOf(joined)).toEqual(rowsOf(first));
    expect((await joined.station.facts()).cursor?.srv).toBe(rows.length);
    const { states, n } = joined.changes({ after: 0, limit: 100 });
    expect(n).toBe(1);
    expect(states.map(({ id }) => id).sort()).toEqual(
      first.states({ after: null, limit: 100 }).states.map(({ id }) => id),
    );
    await joined.station.takePage(pageOf(rows));
    expect(joined.grew).toEqual([1]);
  });

  test('tells its unsent work, and after the centre has it none', async () => {
    await joined.station.takePage(pageOf(logOf(first)));
    await joined.station.hear(helloOf(logOf(first)));
    expect(await joined.unsent(null)).toEqual({ ops: 0, records: 0, pages: 0 });
    const document = must(joined.below([unit])[0], 'the document').id;
    const page = make('page', { parent: document, order: 'a' });
    joined.write([setFields(joined.view(unit), { 'title/ru': 'Раз' })]);
    joined.write([setFields(joined.view(unit), { 'title/ru': 'Два' }), page.edit]);
    expect(await joined.unsent(null)).toEqual({ ops: 3, records: 1, pages: 1 });
    await joined.station.hear(helloOf(logOf(joined)));
    expect(await joined.unsent(null)).toEqual({ ops: 0, records: 0, pages: 0 });
  });
});

describe('a snapshot', () => {
  test('puts all states in place at once; who followed before begins anew', async () => {
    const before = joined.head();
    await takeSnapshot(joined, first, 2);
    expect(rowsOf(joined)).toEqual(rowsOf(first));
    const { n, mark } = joined.head();
    expect(n).toBe(1);
    expect(joined.changes({ after: before.n, limit: 10 }).since).toMatch(new RegExp(`^${BEFORE_WHOLE}`, 'u'));
    expect(before.mark).toBe('');
    expect(joined.changes({ after: n, limit: 10 })).toMatchObject({ since: mark, mark, states: [], n });
    expect(joined.states({ after: null, limit: 100 }).states).toHaveLength(first.head().records);
    expect(joined.grew).toEqual([1]);
  });

  test('is followed on, and written on: a value that came with it is a known predecessor', async () => {
    await takeSnapshot(joined, first);
    const { mark, n } = joined.head();
    joined.write([setFields(joined.view(unit), { 'title/kk': 'Біз' })]);
    expect(joined.view(unit)).toMatchObject({ values: { 'title/kk': 'Біз' }, conflicts: [] });
    expect(joined.state([unit])[0]?.f['title/kk']?.dead).toBeUndefined();
    expect(joined.changes({ after: n, limit: 10 })).toMatchObject({ since: mark, n: n + 1 });
    expect(joined.recordHistory({ id: unit, before: null, limit: 10 }).away).toBe(true);
  });

  test('leaves its history at the centre until that is brought; then nothing is missing', async () => {
    await takeSnapshot(joined, first);
    await joined.station.hear(helloOf(logOf(first)));
    expect((await joined.station.facts()).missing).toBe(logOf(first).length);
    const { n } = joined.head();
    expect(await bringHistory(joined, first)).toBe(logOf(first).length);
    expect(joined.head().n).toBe(n);
    expect(joined.recordHistory({ id: unit, before: null, limit: 10 })).toMatchObject({ away: false });
    expect(joined.recordHistory({ id: unit, before: null, limit: 10 }).entries.map(({ op }) => op)).toEqual(
      first.recordHistory({ id: unit, before: null, limit: 10 }).entries.map(({ op }) => op),
    );
    expect(rowsOf(joined)).toEqual(rowsOf(first));
  });
});

describe('an op that the centre withholds', () => {
  const title = () => must(first.view(unit).heads['title/kk']?.[0], 'a head');

  test('is passed over where its bytes are not, and its record is asked for', async () => {
    const { problem } = await joined.station.takePage(pageOf(logOf(first), 1, new Set([title()])));
    expect(problem).toBeNull();
    expect(joined.view(unit).values['title/kk']).toBe('Іс');
    expect(joined.recordHistory({ id: unit, before: null, limit: 10 }).entries).toHaveLength(1);
  });

  test('goes out of the states where it was, and is kept', async () => {
    const rows = logOf(first);
    const { n } = first.head();
    await first.station.takePage(pageOf(rows, 1, new Set([title()])));
    expect((await first.station.facts()).withheld).toBe(1);
    expect(first.view(unit).values['title/kk']).toBe('Іс');
    expect(first.changes({ after: n, limit: 10 }).states.map(({ id }) => id)).toEqual([unit]);
    // What was written over it is no longer there to be taken back.
    expect(() => first.undo({ now: 0, id: unit })).toThrow('CHANGED_SINCE');
  });
});

test('a twin’s work under our numbers is taken as the centre has it; ours is written again', async () => {
  const shared = logOf(first);
  await joined.station.takePage(pageOf(shared));
  // Both write under one replica, as two machines made from one disk image do.
  const { replica } = first.identity;
  first.write([setFields(first.view(unit), { 'title/en': 'Ours' })]);
  const ours = must(logOf(first).at(-1), 'our op');
  const text = new TextDecoder().decode(ours.bytes).replace('Ours', 'Twin');
  const other = { ...ours, bytes: new TextEncoder().encode(text) };
  const taken = await first.station.takePage(pageOf([...shared, other]));
  expect(taken).toMatchObject({ problem: null, forked: 1 });
  expect(taken.renewed[0]?.from).toBe(replica);
  expect(first.identity.replica).not.toBe(replica);
  const values = first.state([unit])[0]?.f['title/en']?.heads.map(({ v }) => v);
  expect(new Set(values)).toEqual(new Set(['Ours', 'Twin']));
  expect((await first.station.facts()).forked).toBe(1);
  expect(first.view(unit).conflicts).toEqual(['title/en']);
});

test('ops from a disk are followed too', async () => {
  await bringOps(
    joined,
    logOf(first).map(({ bytes }) => bytes),
  );
  expect(rowsOf(joined)).toEqual(rowsOf(first));
  expect(joined.grew).toEqual([1]);
});
