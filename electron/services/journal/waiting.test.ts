/** Work that cannot come to count by itself: told, written again as one command, or left. */
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bringOps } from '../../../test/fixtures/bring-ops.ts';
import { helloOf } from '../../../test/fixtures/centre-words.ts';
import { must } from '../../../shared/must.ts';
import { tickClock } from '../../../shared/sync/clock.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { encodeOp } from '../../../shared/sync/op-bytes.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import type { Op, RecordId } from '../../../shared/sync/op.ts';
import { makeUnit, NOON, openTestJournal, type TestJournal } from './fixture.ts';
import { bringHistory, logOf, openJoined, pageOf, takeSnapshot } from './fixture-station.ts';
import { verifyJournal } from './verify.ts';

const FAR = 'f'.repeat(26);
const YERLAN = '0190a000-0000-7000-8000-0000000000b2';
const STEP = newId();

let here: TestJournal;
let there: TestJournal;
let unit: RecordId;
let inventory: RecordId;

beforeEach(async () => {
  here = await openTestJournal();
  ({ unit, inventory } = makeUnit(here));
  there = await openJoined(here);
  await there.station.takePage(pageOf(logOf(here)));
});
afterEach(() => {
  for (const journal of [here, there]) {
    expect(verifyJournal(journal.db).codes).toEqual([]);
    journal.remove();
  }
});

/** Op number `seq` of a station in the field. */
function far(seq: number, op: Partial<Op>): Op {
  const frame = {
    id: opId(FAR, seq),
    v: 1 as const,
    schema: 1,
    a: here.identity.archive,
    t: 'unit',
    k: 'set',
  };
  return { ...frame, rec: unit, f: {}, p: {}, h: tickClock(null, NOON + seq), u: YERLAN, ...op };
}
const headOf = (journal: TestJournal, rec: RecordId, field: string) =>
  must(journal.view(rec).heads[field]?.[0], `a value of ${field}`);
const letCount = (journal: TestJournal, key: string) => journal.letCount({ key, now: NOON });
const works = async (journal: TestJournal) => (await journal.waiting(null)).works;

describe('a step that its author never ended', () => {
  const made = newId();
  const title = () =>
    far(1, { f: { 'title/kk': 'Бір' }, p: { 'title/kk': [headOf(here, unit, 'title/kk')] } });
  const step = (): Op[] => [
    { ...title(), st: [STEP, 0] },
    far(2, { rec: made, k: 'new', f: { parent: inventory, 'title/kk': 'Жаңа іс' }, st: [STEP, 1] }),
    far(3, { rec: made, f: { 'title/kk': 'Жаңа атау' }, p: { 'title/kk': [opId(FAR, 2)] }, st: [STEP, 2] }),
  ];
  const last = (): Op => far(4, { f: { 'title/ru': 'Раз' }, st: [STEP, 3, true] });
  const key = `step:${STEP}`;

  test('is told with what it would write, and counts as one command when a person says so', async () => {
    expect(await works(here)).toEqual([]);
    await bringOps(here, step());
    const [work] = await works(here);
    expect(work).toMatchObject({ key, kind: 'step', replica: FAR, total: 3, isLeft: false });
    expect(work?.pieces[0]).toMatchObject({
      rec: unit,
      kind: 'set',
      values: { 'title/kk': 'Бір' },
      by: YERLAN,
    });
    expect(here.view(unit).values['title/kk']).toBe('Іс');
    const grew = here.grew.length;
    expect(await letCount(here, key)).toMatchObject({ records: 2 });
    expect(here.grew.length).toBe(grew + 1);
    expect(here.view(unit)).toMatchObject({ values: { 'title/kk': 'Бір' }, conflicts: [] });
    expect(here.view(made)).toMatchObject({
      values: { 'title/kk': 'Жаңа атау', parent: inventory },
      conflicts: [],
    });
    expect(here.state([unit])[0]?.f['title/kk']?.heads[0]?.u).toBe(YERLAN);
    expect(await works(here)).toEqual([]);
    expect(await letCount(here, key)).toMatchObject({ records: 0 });
    here.undo({ now: NOON });
    expect(here.view(unit).values['title/kk']).toBe('Іс');
    expect(here.view(made).deleted).toBe(true);
    here.redo({ now: NOON });
    expect(here.view(made)).toMatchObject({ deleted: false, values: { 'title/kk': 'Жаңа атау' } });
  });

  test('stands beside what was written meanwhile', async () => {
    await bringOps(here, step());
    here.write([setFields(here.view(unit), { 'title/kk': 'Екі' })]);
    await letCount(here, key);
    expect(here.view(unit).conflicts).toEqual(['title/kk']);
  });

  test('is settled for all by one, and the rest that comes after all adds nothing twice', async () => {
    for (const journal of [here, there]) await bringOps(journal, step());
    const before = logOf(here).length;
    await letCount(here, key);
    expect(await works(there)).toHaveLength(1);
    await bringOps(
      there,
      logOf(here)
        .slice(before)
        .map(({ bytes }) => bytes),
    );
    expect(await works(there)).toEqual([]);
    for (const journal of [here, there]) {
      await bringOps(journal, [last()]);
      expect(journal.view(unit)).toMatchObject({
        values: { 'title/kk': 'Бір', 'title/ru': 'Раз' },
        conflicts: [],
      });
      expect(journal.view(made).conflicts).toEqual([]);
      expect(await works(journal)).toEqual([]);
    }
    expect(here.state([unit, made])).toEqual(there.state([unit, made]));
  });

  test('ends by itself when its last act comes', async () => {
    await bringOps(here, step());
    expect(await works(here)).toHaveLength(1);
    await bringOps(here, [last()]);
    expect(await works(here)).toEqual([]);
  });

  test('stays left, after a restart too, until that word is taken back', async () => {
    await bringOps(here, step());
    here.leaveWaiting({ key, isLeft: true });
    here.close();
    here = await openTestJournal(here.folder);
    expect(await works(here)).toMatchObject([{ key, isLeft: true }]);
    here.leaveWaiting({ key, isLeft: false });
    expect(await works(here)).toMatchObject([{ key, isLeft: false }]);
  });

  test('that binned a record, does so to what its author had seen', async () => {
    const seen = Object.values(here.view(unit).heads).flat();
    await bringOps(here, [
      { ...title(), st: [STEP, 0] },
      far(2, { k: 'del', f: { _del: true }, saw: [...seen, opId(FAR, 1)], st: [STEP, 1] }),
    ]);
    here.write([setFields(here.view(unit), { 'title/en': 'Seen by nobody' })]);
    await letCount(here, key);
    expect(here.view(unit)).toMatchObject({ deleted: false, editedWhileDeleted: true });
    here.undo({ now: NOON });
    expect(here.view(unit)).toMatchObject({ deleted: false, editedWhileDeleted: false });
  });
});

test('of what only a newer program can read, the number is told', async () => {
  await bringOps(here, [far(1, { k: 'merge', f: { into: inventory } })]);
  expect(await works(here)).toMatchObject([{ kind: 'newer', replica: FAR, total: 1, pieces: [] }]);
});

describe('values whose ops nobody has any more', () => {
  test('are told by record, and written again by their authors', async () => {
    const joined = await openJoined(here);
    try {
      here.write([setFields(here.view(unit), { 'title/kk': 'Жаңа' })]);
      await takeSnapshot(joined, here);
      const rows = logOf(here);
      await joined.station.hear(helloOf(rows.slice(0, -1)));
      const [work] = await works(joined);
      expect(work).toMatchObject({ kind: 'stranded', replica: here.identity.replica, total: 1 });
      expect(work?.pieces).toMatchObject([
        { rec: unit, values: { 'title/kk': 'Жаңа' }, by: here.identity.person },
      ]);
      expect(await letCount(joined, must(work, 'one').key)).toMatchObject({ records: 1 });
      expect(joined.view(unit)).toMatchObject({ values: { 'title/kk': 'Жаңа' }, conflicts: [] });
      expect(headOf(joined, unit, 'title/kk')).toMatch(joined.identity.replica);
      expect(await works(joined)).toEqual([]);
      // One that comes after all finds its value written again.
      await joined.station.hear(helloOf(rows));
      await bringHistory(joined, here);
      expect(joined.view(unit).conflicts).toEqual([]);
      expect(verifyJournal(joined.db).codes).toEqual([]);
    } finally {
      joined.remove();
    }
  });
});

describe('values whose numbers are somebody else’s now', () => {
  const other = (op: Op): Uint8Array => encodeOp({ ...op, f: { 'title/en': 'Other' }, p: {} });

  test('are told when nobody wrote them again, and written over what their author had seen', async () => {
    const base = headOf(here, unit, 'title/kk');
    const ours = far(1, { f: { 'title/kk': 'Дискіден' }, p: { 'title/kk': [base] } });
    const after = far(2, { f: { 'title/kk': 'Дискіден, түзетілген' }, p: { 'title/kk': [opId(FAR, 1)] } });
    const before = logOf(there);
    await bringOps(there, [ours, after]);
    expect(there.view(unit).values['title/kk']).toBe('Дискіден, түзетілген');
    const bytes = other(ours);
    await bringOps(here, [bytes]);
    const row = must(logOf(here).at(-1), 'the other op');
    await there.station.takePage(pageOf([...before, row]));
    expect((await there.station.facts()).forked).toBe(2);
    expect(there.view(unit).values['title/kk']).toBe('Іс');
    const [work] = await works(there);
    expect(work).toMatchObject({ kind: 'lost', replica: FAR });
    expect(work?.pieces).toMatchObject([{ values: { 'title/kk': 'Дискіден, түзетілген' }, by: YERLAN }]);
    await letCount(there, must(work, 'one').key);
    expect(there.view(unit)).toMatchObject({ conflicts: [], values: { 'title/en': 'Other' } });
    expect(await works(there)).toEqual([]);
    there.undo({ now: NOON });
    expect(there.view(unit).values['title/kk']).toBe('Іс');
  });

  test('need nobody when they were written again', async () => {
    here.write([setFields(here.view(unit), { 'title/en': 'Ours' })]);
    const shared = logOf(here);
    const ours = must(shared.at(-1), 'our op');
    const text = new TextDecoder().decode(ours.bytes).replace('Ours', 'Twin');
    await here.station.takePage(
      pageOf([...shared.slice(0, -1), { ...ours, bytes: new TextEncoder().encode(text) }]),
    );
    expect((await here.station.facts()).forked).toBe(1);
    expect(await works(here)).toEqual([]);
  });
});
