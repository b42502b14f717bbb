import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import { deleteRecord, newRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import { opSchema, type Op } from '../../../shared/sync/op.ts';
import { codeOf, make, makeUnit, NOON, openTestJournal, type TestJournal } from './fixture.ts';
import { verifyJournal } from './verify.ts';

let journal: TestJournal;

beforeEach(async () => {
  journal = await openTestJournal();
});
afterEach(() => {
  // Whatever a test did, the journal must agree with itself.
  expect(verifyJournal(journal.db).codes).toEqual([]);
  journal.remove();
});

function opsOf(n: number): Op[] {
  const rows = journal.db
    .prepare<{ bytes: Uint8Array }>('SELECT bytes FROM ops WHERE n = ? ORDER BY pos')
    .all(n);
  return rows.map(({ bytes }) => opSchema.parse(JSON.parse(new TextDecoder().decode(bytes))));
}

describe('a new journal', () => {
  test('has an archive and a person, written like everything else', () => {
    const { archive, person } = journal.identity;
    expect(journal.view(archive)).toMatchObject({ t: 'archive', values: { name: 'Облыстық архив' } });
    expect(journal.view(person)).toMatchObject({ t: 'person', values: { name: 'aigul' } });
    expect(journal.head()).toMatchObject({ archive, n: 1, records: 2, undoable: { undo: null, redo: null } });
  });

  test('has a replica for each writer', () => {
    const replicas = journal.db
      .prepare<{ id: string; writer: string }>('SELECT id, writer FROM replicas')
      .all();
    expect(replicas.map(({ writer }) => writer).sort()).toEqual(['cli', 'jobs', 'window']);
    for (const { id } of replicas) expect(id).toMatch(/^[a-z2-7]{26}$/);
    expect(new Set(replicas.map(({ id }) => id)).size).toBe(3);
  });
});

describe('a change', () => {
  test('is answered with the states it left and announced once', () => {
    const unit = make('document', { parent: null, 'title/kk': 'Хат' });
    const written = journal.write([unit.edit]);
    expect(written).toMatchObject({ n: 2, undoable: { undo: 'record.edit', redo: null } });
    expect(written.states).toEqual(journal.state([unit.id]));
    expect(journal.grew).toEqual([2]);
  });

  test('sent twice is written once and answered alike', () => {
    const { id, edit } = make('document', { parent: null });
    const change = newId();
    const first = journal.write([edit], { id: change });
    const second = journal.write([edit], { id: change });
    expect(second).toEqual(first);
    expect(journal.head().n).toBe(2);
    expect(journal.state([id])).toHaveLength(1);
  });

  test('of several edits carries one transaction in all its ops, each writer its own sequence', () => {
    const [a, b] = [make('document', { parent: null }), make('document', { parent: null })];
    const id = newId();
    const { n } = journal.write([a.edit, b.edit], { id, writer: 'jobs' });
    const ops = opsOf(n);
    expect(ops.map(({ x }) => x)).toEqual([
      [id, 0, 2],
      [id, 1, 2],
    ]);
    expect(ops.map((op) => op.id.split(':')[1])).toEqual(['1', '2']);
    expect(must(ops[0], 'an op').h < must(ops[1], 'an op').h).toBe(true);
    const single = opsOf(journal.write([make('document', { parent: null }).edit], { writer: 'jobs' }).n);
    expect(single[0]?.x).toBeUndefined();
    expect(single[0]?.id.endsWith(':3')).toBe(true);
  });

  test('names the heads that its author saw; a later author supersedes, a stale one makes a conflict', () => {
    const { unit } = makeUnit(journal);
    const seen = journal.view(unit);
    journal.write([setFields(seen, { 'title/kk': 'Бірінші' })]);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Екінші' })]);
    expect(journal.view(unit)).toMatchObject({ values: { 'title/kk': 'Екінші' }, conflicts: [] });
    journal.write([setFields(seen, { 'title/kk': 'Ескі көріністен' })], { writer: 'cli' });
    expect(journal.view(unit).conflicts).toEqual(['title/kk']);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Шешім' })]);
    expect(journal.view(unit)).toMatchObject({ values: { 'title/kk': 'Шешім' }, conflicts: [] });
    expect(journal.state([unit])[0]?.f['title/kk']?.dead).toBeUndefined();
  });

  test('may write the same field twice without a conflict with itself', () => {
    const { id, edit } = make('document', { parent: null, 'title/kk': 'Бір' });
    const again = { ...edit, k: 'set' as const, f: { 'title/kk': 'Екі' } };
    journal.write([edit, again, { ...again, k: 'del', f: {} }]);
    expect(journal.view(id)).toMatchObject({ values: { 'title/kk': 'Екі' }, conflicts: [], deleted: true });
  });

  test('deletes with what its author saw, and an edit beside it brings the record back for review', () => {
    const { unit } = makeUnit(journal);
    const seen = journal.view(unit);
    journal.write([deleteRecord(seen)]);
    expect(journal.view(unit).deleted).toBe(true);
    journal.write([setFields(seen, { 'title/ru': 'Написано рядом' })], { writer: 'cli' });
    expect(journal.view(unit)).toMatchObject({ deleted: false, editedWhileDeleted: true });
    journal.write([restoreRecord(journal.view(unit))]);
    expect(journal.view(unit)).toMatchObject({ deleted: false, editedWhileDeleted: false });
    expect(journal.state([unit])[0]?.saw).toBeUndefined();
  });

  test('rises in time whatever the machine’s clock does, across writers', () => {
    const clock = (now: number, writer: 'window' | 'cli'): string => {
      const { edit } = make('document', { parent: null });
      const { n } = journal.commit({ change: { id: newId(), command: 'a.b', edits: [edit] }, writer, now });
      return must(opsOf(n)[0], 'an op').h;
    };
    const hours = [
      clock(NOON + 10, 'window'),
      clock(NOON - 86_400_000, 'cli'),
      clock(0, 'window'),
      clock(NaN, 'cli'),
    ];
    expect([...hours].sort()).toEqual(hours);
  });
});

describe('a change that may not be', () => {
  test('is refused whole, with a code, and leaves nothing', () => {
    const { unit, fonds } = makeUnit(journal);
    const before = journal.head();
    const good = make('document', { parent: unit });
    const absent = newId();
    const blind = { rec: unit, t: 'unit', k: 'set' as const, p: {} };
    const refusals: [string, Parameters<TestJournal['write']>[0][number]][] = [
      ['BAD_FIELD', { ...blind, f: { colour: '#ffffff' } }],
      ['BAD_FIELD', { ...blind, f: { order: 5 } }],
      ['BAD_FIELD', { ...blind, f: { _del: true } }],
      ['BAD_FIELD', { ...blind, k: 'del', f: { 'title/kk': 'x' } }],
      ['BAD_FIELD', newRecord(absent, 'spaceship', {})],
      ['NO_SUCH_RECORD', { ...blind, rec: absent, f: { 'title/kk': 'x' } }],
      ['NO_SUCH_RECORD', { ...blind, rec: absent, k: 'undel', f: {} }],
      ['NO_SUCH_RECORD', { ...blind, f: { parent: absent } }],
      ['RECORD_EXISTS', newRecord(unit, 'unit', { parent: fonds })],
      ['RECORD_EXISTS', good.edit],
      ['WRONG_TYPE', { ...blind, t: 'document', f: { 'title/kk': 'x' } }],
      ['BAD_PARENT', make('page', { parent: unit }).edit],
      ['BAD_PARENT', { ...blind, f: { parent: null } }],
      ['UNKNOWN_HEAD', { ...blind, f: { 'title/kk': 'x' }, p: { 'title/kk': [`${'z'.repeat(26)}:1`] } }],
      [
        'UNKNOWN_HEAD',
        { ...blind, f: { 'title/kk': 'x' }, p: { 'title/kk': [`${journal.identity.replica}:999`] } },
      ],
    ];
    for (const [code, edit] of refusals) {
      expect(
        codeOf(() => journal.write([good.edit, edit])),
        JSON.stringify(edit),
      ).toBe(code);
    }
    expect(journal.head()).toEqual(before);
    expect(journal.state([good.id])).toEqual([]);
    expect(journal.write([good.edit]).n).toBe(before.n + 1);
  });

  test('may hang a record under one of the same change, but only after it', () => {
    const fonds = make('fonds', { parent: null });
    const inventory = make('inventory', { parent: fonds.id });
    expect(codeOf(() => journal.write([inventory.edit, fonds.edit]))).toBe('NO_SUCH_RECORD');
    expect(codeOf(() => journal.write([fonds.edit, inventory.edit]))).toBe('none');
  });

  test('is refused when it weighs more than one act may', () => {
    const text = 'ә'.repeat(4000);
    const edits = Array.from(
      { length: 600 },
      () => make('document', { parent: null, 'title/kk': text }).edit,
    );
    expect(codeOf(() => journal.write(edits))).toBe('CHANGE_TOO_LARGE');
    expect(journal.head().n).toBe(1);
  });
});
