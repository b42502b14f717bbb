import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tickClock } from '../../../shared/sync/clock.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { bringOps } from '../../../test/fixtures/bring-ops.ts';
import { TroubleError } from '../../../shared/result.ts';
import { encodeOp } from '../../../shared/sync/op-bytes.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import type { Op, RecordId } from '../../../shared/sync/op.ts';
import { makeUnit, NOON, openTestJournal, type TestJournal } from './fixture.ts';
import { verifyJournal } from './verify.ts';

const THEM = 'b'.repeat(26);

let journal: TestJournal;
let unit: RecordId;

beforeEach(async () => {
  journal = await openTestJournal();
  unit = makeUnit(journal).unit;
});
afterEach(() => {
  expect(verifyJournal(journal.db).codes).toEqual([]);
  journal.remove();
});

function foreign(seq: number, parts: Partial<Op>): Op {
  const { archive: a, person: u } = journal.identity;
  const h = tickClock(null, NOON + seq);
  return {
    id: opId(THEM, seq),
    v: 1,
    schema: 1,
    a,
    rec: unit,
    t: 'unit',
    k: 'set',
    f: {},
    p: {},
    h,
    u,
    ...parts,
  };
}

async function receive(...ops: (Op | Uint8Array)[]): Promise<number> {
  await bringOps(journal, ops);
  return journal.head().n;
}

async function codeOf(bringing: Promise<unknown>): Promise<string> {
  return bringing.then(
    () => 'none',
    (error: unknown) => (error instanceof TroubleError ? error.code : String(error)),
  );
}

describe('ops of another replica', () => {
  test('join the same records under their own ids, and are announced', async () => {
    const n = await receive(
      foreign(1, { f: { 'title/kk': 'Олардан' } }),
      foreign(2, { f: { 'title/ru': 'От них' } }),
    );
    expect(journal.grew.at(-1)).toBe(n);
    expect(journal.view(unit)).toMatchObject({ conflicts: ['title/kk'], values: { 'title/ru': 'От них' } });
    expect(journal.changes({ after: n - 1, limit: 10 }).states).toEqual(journal.state([unit]));
  });

  test('are taken once, and refused where bytes differ, one is missing, or the archive is another', async () => {
    const first = foreign(1, { f: { 'title/en': 'a' } });
    const n = await receive(first);
    expect(await receive(first)).toBe(n);
    expect(await codeOf(receive({ ...first, f: { 'title/en': 'b' } }))).toBe('REPLICA_FORKED');
    expect(await codeOf(receive(foreign(3, {})))).toBe('GAP');
    expect(await codeOf(receive(foreign(2, { a: unit })))).toBe('OP_MALFORMED');
    expect(journal.head().n).toBe(n);
  });

  test('that come before what they follow wait for it without bringing it back', async () => {
    const other = 'c'.repeat(26);
    const first = foreign(1, { f: { dates: { written: '1934', edtf: '1934' } } });
    const second = {
      ...foreign(1, { f: { dates: { written: '1935', edtf: '1935' } }, p: { dates: [first.id] } }),
      id: opId(other, 1),
    };
    await receive(second);
    expect(journal.state([unit])[0]?.f['dates']?.dead).toEqual([first.id]);
    await receive(first);
    expect(journal.state([unit])[0]?.f['dates']?.dead).toBeUndefined();
    expect(journal.view(unit).values['dates']).toEqual({ written: '1935', edtf: '1935' });
  });

  test('from years ahead pull our clock five minutes at most', async () => {
    await receive(foreign(1, { f: { 'title/kk': 'Болашақтан' }, h: tickClock(null, Date.UTC(2099, 0)) }));
    const { n } = journal.write([setFields(journal.view(unit), { 'title/kk': 'Біздікі' })]);
    expect(journal.view(unit)).toMatchObject({ conflicts: [], values: { 'title/kk': 'Біздікі' } });
    const clock = journal.state([unit])[0]?.f['title/kk']?.heads[0]?.h ?? '';
    expect(Number.parseInt(clock.slice(0, 12), 16)).toBeLessThanOrEqual(NOON + 5 * 60_000 + 1);
    expect(n).toBe(journal.head().n);
  });
});

describe('an op of a newer program', () => {
  test('is kept byte for byte, counts in its replica’s chain and changes nothing shown', async () => {
    const newer = encodeOp(foreign(1, { k: 'merge', f: { 'title/kk': 'Жаңа түр' } }));
    const before = journal.state([unit]);
    await receive(newer);
    await receive(foreign(2, { f: { 'title/en': 'Known' } }));
    const kept = journal.db.prepare<{ bytes: Uint8Array }>('SELECT bytes FROM ops WHERE applied = 0').all();
    expect(kept.map(({ bytes }) => [...bytes])).toEqual([[...newer]]);
    expect(journal.state([unit])[0]?.f['title/kk']).toEqual(before[0]?.f['title/kk']);
    expect(verifyJournal(journal.db).ok).toBe(true);
  });

  test('is applied by the first program that knows it, and a value that already followed it stays', async () => {
    const waiting = foreign(1, { f: { 'title/en': 'Waited', 'title/ru': 'Ждал' } });
    const later = foreign(2, { f: { 'title/en': 'Later' }, p: { 'title/en': [waiting.id] } });
    await receive(waiting, later);
    // As an older program would have left it: the first op stored but not applied.
    const reduced = { ...journal.state([unit])[0], f: { ...journal.state([unit])[0]?.f } };
    delete reduced.f['title/ru'];
    reduced.f['title/en'] = { heads: reduced.f['title/en']?.heads ?? [], dead: [waiting.id] };
    journal.db.prepare('UPDATE ops SET applied = 0 WHERE n = ? AND seq = 1').run(journal.head().n);
    journal.db.prepare('UPDATE records SET doc = ? WHERE id = ?').run(JSON.stringify(reduced), unit);
    expect(verifyJournal(journal.db).ok).toBe(true);
    const { n } = journal.head();
    journal.close();
    journal = await openTestJournal(journal.folder);
    expect(journal.head().n).toBe(n + 1);
    expect(journal.view(unit).values).toMatchObject({ 'title/en': 'Later', 'title/ru': 'Ждал' });
    expect(journal.changes({ after: n, limit: 10 }).states.map(({ id }) => id)).toEqual([unit]);
  });
});
