import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { make, makeUnit, openTestJournal, type TestJournal } from './fixture.ts';
import { openJoined, takeSnapshot } from './fixture-station.ts';
import { verifyJournal, type VerifyCode } from './verify.ts';

let journal: TestJournal;

beforeEach(async () => {
  journal = await openTestJournal();
  const { unit } = makeUnit(journal);
  journal.write([setFields(journal.view(unit), { 'title/kk': 'Жаңа' })]);
  journal.write([make('document', { parent: unit }).edit], { writer: 'jobs' });
});
afterEach(() => journal.remove());

test('a sound journal is ok', () => {
  expect(verifyJournal(journal.db)).toEqual({ ops: 7, ok: true, codes: [] });
});

test('each op’s hash is SHA-256 over the hash before it and its bytes, from 32 zeros on', () => {
  type Row = { replica: number; bytes: Uint8Array; hash: Uint8Array };
  const ops = journal.db.prepare<Row>('SELECT replica, bytes, hash FROM ops ORDER BY pos').all();
  const last = new Map<number, Uint8Array>();
  for (const { replica, bytes, hash } of ops) {
    const whole = Buffer.concat([last.get(replica) ?? new Uint8Array(32), bytes]);
    expect(Buffer.from(hash).toString('hex')).toBe(createHash('sha256').update(whole).digest('hex'));
    last.set(replica, hash);
  }
  expect(last.size).toBe(2);
});

/** Each sabotage with all that it must be found by. */
const SABOTAGE: Readonly<Record<string, readonly [string, readonly VerifyCode[]]>> = {
  'a changed value in an op': [
    `UPDATE ops SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Жаңа', 'Басқа') AS BLOB) WHERE pos = 6`,
    ['CHAIN_BROKEN', 'STATE_DIFFERS'],
  ],
  'a changed value and its hash': [
    `UPDATE ops SET bytes = CAST('{}' AS BLOB), hash = zeroblob(32) WHERE pos = 6`,
    ['CHAIN_BROKEN', 'OP_UNREADABLE', 'STATE_DIFFERS'],
  ],
  'a changed hash in the middle of a chain': [
    'UPDATE ops SET hash = zeroblob(32) WHERE pos = 3',
    ['CHAIN_BROKEN'],
  ],
  'an op taken out of the middle': ['DELETE FROM ops WHERE pos = 3', ['SEQUENCE_GAP', 'STATE_WITHOUT_OPS']],
  'the last op cut off': [
    'DELETE FROM ops WHERE pos = 7',
    ['SEQUENCE_GAP', 'STATE_WITHOUT_OPS', 'NUMBER_DIFFERS'],
  ],
  'an op under another record': [
    'UPDATE ops SET rec = (SELECT rec FROM ops WHERE pos = 3) WHERE pos = 7',
    ['OP_MISFILED', 'STATE_DIFFERS', 'STATE_WITHOUT_OPS'],
  ],
  'a changed row': [
    `UPDATE records SET doc = replace(doc, 'Жаңа', 'Басқа') WHERE doc LIKE '%Жаңа%'`,
    ['STATE_DIFFERS'],
  ],
  'a wrong column': [`UPDATE records SET deleted = 1 WHERE t = 'unit'`, ['STATE_DIFFERS']],
  'a lost row': [`DELETE FROM records WHERE t = 'unit'`, ['STATE_MISSING']],
  'a forgotten head of the chain': [
    `UPDATE replicas SET hash = zeroblob(32) WHERE writer = 'jobs'`,
    ['CHAIN_BROKEN'],
  ],
};

describe('sabotage is found:', () => {
  test.each(Object.entries(SABOTAGE))('%s', (_name, [sql, codes]) => {
    journal.db.exec(sql);
    const { ok, codes: found } = verifyJournal(journal.db);
    expect(found).toEqual(codes);
    expect(ok).toBe(false);
  });
});

/** What came whole from a centre: a fault in it must be found although its history is not here. */
const SABOTAGE_OF_JOINED: Readonly<Record<string, readonly [string, readonly VerifyCode[]]>> = {
  'a lost gap': ['DELETE FROM gaps', ['SEQUENCE_GAP', 'STATE_WITHOUT_OPS']],
  'a shorter gap': ['UPDATE gaps SET last = last - 1', ['SEQUENCE_GAP']],
  'another hash at a gap’s end': ['UPDATE gaps SET hash = zeroblob(32)', ['CHAIN_BROKEN']],
  'a wrong column of a state that came whole': [
    `UPDATE records SET deleted = 1 WHERE t = 'unit'`,
    ['STATE_DIFFERS'],
  ],
  'a changed value in a state, beside its op': [
    `UPDATE records SET doc = replace(doc, 'Біз', 'Олар') WHERE doc LIKE '%Біз%'`,
    ['STATE_DIFFERS'],
  ],
};

describe('sabotage of a joined journal is found:', () => {
  test.each(Object.entries(SABOTAGE_OF_JOINED))('%s', async (_name, [sql, codes]) => {
    const joined = await openJoined(journal);
    await takeSnapshot(joined, journal);
    const unit = must(
      joined.states({ after: null, limit: 100 }).states.find(({ t }) => t === 'unit'),
      'the unit',
    ).id;
    joined.write([setFields(joined.view(unit), { 'title/en': 'Біз' })]);
    expect(verifyJournal(joined.db)).toEqual({ ops: 1, ok: true, codes: [] });
    joined.db.exec(sql);
    expect(verifyJournal(joined.db).codes.filter((code) => codes.some((each) => each === code))).toEqual(
      codes,
    );
    joined.remove();
  });
});

test('a check reads one unchanging picture while others write', () => {
  const reads = journal.db.snapshot(() => {
    const first = must(journal.db.prepare<{ n: number }>('SELECT max(n) AS n FROM ops').get(), 'a row').n;
    return [first, journal.head().n];
  });
  expect(reads[0]).toBe(reads[1]);
});
