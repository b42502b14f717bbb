import * as fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../../../shared/json.ts';
import { must } from '../../../shared/must.ts';
import { deleteRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { codeOf, make, makeUnit, NOON, openTestJournal, type TestJournal } from './fixture.ts';
import { verifyJournal } from './verify.ts';

let journal: TestJournal;
const now = NOON;

beforeEach(async () => {
  journal = await openTestJournal();
});
afterEach(() => {
  expect(verifyJournal(journal.db).codes).toEqual([]);
  journal.remove();
});

function title(id: RecordId): Json | undefined {
  return journal.view(id).values['title/kk'];
}

describe('undo', () => {
  test('takes values back, and redo writes them again', () => {
    const { unit } = makeUnit(journal);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Жаңа', 'title/en': 'New' })]);
    const undone = journal.undo({ now });
    expect(undone.states.map(({ id }) => id)).toEqual([unit]);
    expect(undone.undoable).toEqual({ undo: 'record.edit', redo: 'record.edit' });
    expect(journal.view(unit).values).toMatchObject({ 'title/kk': 'Іс' });
    expect(journal.view(unit).values['title/en']).toBeUndefined();
    journal.redo({ now });
    expect(journal.view(unit).values).toMatchObject({ 'title/kk': 'Жаңа', 'title/en': 'New' });
    expect(journal.grew).toEqual([2, 3, 4, 5]);
  });

  test('of making is the bin, of the bin is out of it, of a tag is none', () => {
    const { unit } = makeUnit(journal);
    const tag = make('tag', { 'label/kk': 'Мөр' });
    journal.write([tag.edit]);
    journal.write([setFields(journal.view(unit), { [`tags/${tag.id}`]: true })]);
    journal.write([deleteRecord(journal.view(unit))]);
    journal.undo({ now });
    expect(journal.view(unit)).toMatchObject({ deleted: false, editedWhileDeleted: false });
    journal.undo({ now });
    expect(journal.view(unit).values[`tags/${tag.id}`]).toBe(false);
    journal.undo({ now });
    expect(journal.view(tag.id).deleted).toBe(true);
    journal.undo({ now });
    expect(journal.view(unit).deleted).toBe(true);
    expect(codeOf(() => journal.undo({ now }))).toBe('NOTHING_TO_UNDO');
    for (let i = 0; i < 4; i++) journal.redo({ now });
    expect(codeOf(() => journal.redo({ now }))).toBe('NOTHING_TO_REDO');
    expect(journal.view(unit)).toMatchObject({ deleted: true, values: { [`tags/${tag.id}`]: true } });
  });

  test('of making a place for what is moved into it puts that back first; redo moves it again', () => {
    const [fonds, first] = [make('fonds', { parent: null }), make('document', { parent: null })];
    const unit = make('unit', { parent: fonds.id });
    const page = make('page', { parent: first.id });
    journal.write([fonds.edit, unit.edit, first.edit, page.edit], { writer: 'cli' });
    const made = make('document', { parent: unit.id });
    journal.write([made.edit, setFields(journal.view(page.id), { parent: made.id })]);
    journal.undo({ now });
    expect(journal.view(page.id).values['parent']).toBe(first.id);
    expect(journal.view(made.id).deleted).toBe(true);
    journal.redo({ now });
    expect(journal.view(page.id).values['parent']).toBe(made.id);
    expect(journal.view(made.id).deleted).toBe(false);
  });

  test('lasts over a restart', async () => {
    const { unit } = makeUnit(journal);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Бір' })]);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Екі' })]);
    journal.undo({ now });
    journal.close();
    journal = await openTestJournal(journal.folder);
    expect(journal.head().undoable).toEqual({ undo: 'record.edit', redo: 'record.edit' });
    journal.redo({ now });
    expect(title(unit)).toBe('Екі');
    journal.undo({ now });
    journal.undo({ now });
    expect(title(unit)).toBe('Іс');
  });

  test('is of the window’s commands only, and a new command ends what could be done again', () => {
    const { unit } = makeUnit(journal);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Бір' })]);
    journal.write([setFields(journal.view(unit), { 'title/ru': 'Из задания' })], { writer: 'jobs' });
    journal.undo({ now });
    expect(journal.view(unit).values).toMatchObject({ 'title/kk': 'Іс', 'title/ru': 'Из задания' });
    journal.write([make('document', { parent: null }).edit], { writer: 'cli' });
    expect(journal.head().undoable.redo).toBe('record.edit');
    journal.write([make('document', { parent: null }).edit]);
    expect(codeOf(() => journal.redo({ now }))).toBe('NOTHING_TO_REDO');
  });

  test('leaves what belongs to a group to the group', () => {
    const { unit } = makeUnit(journal);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Бір' })]);
    journal.write([make('document', { parent: unit }).edit], { group: newId() });
    journal.undo({ now });
    expect(title(unit)).toBe('Іс');
  });

  test('gives a conflict back that was settled, the losing value with it', () => {
    const { unit } = makeUnit(journal);
    const seen = journal.view(unit);
    journal.write([setFields(seen, { 'title/kk': 'Бір' })], { writer: 'jobs' });
    journal.write([setFields(seen, { 'title/kk': 'Екі' })], { writer: 'cli' });
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Шешім' })]);
    journal.undo({ now });
    const heads = journal.state([unit])[0]?.f['title/kk']?.heads.map(({ v }) => v);
    expect(heads).toEqual(['Бір', 'Екі']);
    expect(journal.view(unit)).toMatchObject({ conflicts: ['title/kk'], values: { 'title/kk': 'Екі' } });
    journal.redo({ now });
    expect(journal.view(unit)).toMatchObject({ conflicts: [], values: { 'title/kk': 'Шешім' } });
  });
});

describe('an undo whose answer was lost', () => {
  test('is done once under its id, and the next id goes on', () => {
    const { unit } = makeUnit(journal);
    for (const name of ['Бір', 'Екі']) journal.write([setFields(journal.view(unit), { 'title/kk': name })]);
    const id = newId();
    const first = journal.undo({ id, now });
    expect(journal.undo({ id, now })).toEqual(first);
    expect(title(unit)).toBe('Бір');
    journal.undo({ id: newId(), now });
    expect(title(unit)).toBe('Іс');
    const again = newId();
    expect(journal.redo({ id: again, now })).toEqual(journal.redo({ id: again, now }));
    expect(title(unit)).toBe('Бір');
  });

  test('and was refused is refused again, and takes no older command back', () => {
    const { unit } = makeUnit(journal);
    journal.write([setFields(journal.view(unit), { 'title/en': 'Older' })]);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Терезеден' })]);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Импорттан' })], { writer: 'jobs' });
    const id = newId();
    for (let i = 0; i < 2; i++) expect(codeOf(() => journal.undo({ id, now }))).toBe('CHANGED_SINCE');
    expect(journal.view(unit).values['title/en']).toBe('Older');
  });

  test('of a command without fields is done once too', () => {
    const { unit } = makeUnit(journal);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Бір' })]);
    journal.write([setFields(journal.view(unit), {})]);
    const id = newId();
    for (let i = 0; i < 2; i++) journal.undo({ id, now });
    expect(title(unit)).toBe('Бір');
  });
});

test('long texts that many changes wrote come back when one change wrote over them all', () => {
  const long = 'ұ'.repeat(4000);
  const records = Array.from({ length: 240 }, () => make('document', { parent: null, 'title/kk': long, 'title/ru': long, 'title/en': long })); // prettier-ignore
  for (let i = 0; i < records.length; i += 60)
    journal.write(records.slice(i, i + 60).map(({ edit }) => edit));
  const short = { 'title/kk': 'Хат', 'title/ru': 'Письмо', 'title/en': 'Letter' };
  journal.write(records.map(({ id }) => setFields(journal.view(id), short)));
  journal.undo({ now });
  for (const { id } of records) expect(title(id)).toBe(long);
  journal.redo({ now });
  for (const { id } of records) expect(title(id)).toBe('Хат');
});

test('a command that wrote nothing can be taken back like any other', () => {
  const { unit } = makeUnit(journal);
  const { n } = journal.write([setFields(journal.view(unit), {})]);
  expect(journal.undo({ now }).n).toBe(n);
  expect(journal.redo({ now }).n).toBe(n);
});

describe('undo is refused', () => {
  test('when the same field was written since; the older command is up next', () => {
    const { unit } = makeUnit(journal);
    journal.write([setFields(journal.view(unit), { 'title/en': 'Older' })]);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Терезеден' })]);
    journal.write([setFields(journal.view(unit), { 'title/kk': 'Импорттан' })], { writer: 'jobs' });
    const { n } = journal.head();
    expect(codeOf(() => journal.undo({ now }))).toBe('CHANGED_SINCE');
    expect(title(unit)).toBe('Импорттан');
    expect(journal.head().n).toBe(n);
    journal.undo({ now });
    expect(journal.view(unit).values).toMatchObject({ 'title/kk': 'Импорттан' });
    expect(journal.view(unit).values['title/en']).toBeUndefined();
  });

  test('when a made record was written on since, or holds something now', () => {
    const { edit, id } = make('document', { parent: null });
    journal.write([edit]);
    journal.write([setFields(journal.view(id), { 'title/ru': 'x' })], { writer: 'cli' });
    expect(codeOf(() => journal.undo({ now }))).toBe('CHANGED_SINCE');
    const fonds = make('fonds', { parent: null });
    journal.write([fonds.edit]);
    journal.write([make('inventory', { parent: fonds.id }).edit], { writer: 'cli' });
    expect(codeOf(() => journal.undo({ now }))).toBe('CHANGED_SINCE');
    expect(journal.view(fonds.id).deleted).toBe(false);
  });

  test('also after a redo of the making', () => {
    const { edit, id } = make('document', { parent: null, 'title/kk': 'Хат' });
    journal.write([edit]);
    journal.undo({ now });
    journal.redo({ now });
    journal.write([setFields(journal.view(id), { 'title/ru': 'x' })], { writer: 'cli' });
    expect(codeOf(() => journal.undo({ now }))).toBe('CHANGED_SINCE');
  });
});

test('undoing everything and doing it again gives the same values, whatever was done', async () => {
  const act = fc.record({
    kind: fc.constantFrom('make', 'title', 'dates', 'tag', 'delete', 'restore', 'undo', 'redo'),
    record: fc.nat(3),
    value: fc.nat(3),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
      const own = await openTestJournal();
      const tag = newId();
      const ids: RecordId[] = [];
      const shown = (): unknown =>
        ids.map((id) => {
          const { values, deleted } = own.view(id);
          return {
            deleted,
            title: values['title/kk'],
            dates: values['dates'],
            tag: values[`tags/${tag}`] === true,
          };
        });
      for (const { kind, record, value } of acts) {
        const view = ids.length === 0 ? null : own.view(must(ids[record % ids.length], 'an id'));
        if (kind === 'undo' || kind === 'redo') {
          codeOf(() => own[kind]({ now }));
        } else if (kind === 'make' || view === null) {
          const made = make('document', { parent: null, 'title/kk': `${value}` });
          ids.push(made.id);
          own.write([made.edit]);
        } else if (view.deleted) own.write([restoreRecord(view)]);
        else if (kind === 'delete') own.write([deleteRecord(view)]);
        else if (kind === 'restore') own.write([restoreRecord(view)]);
        else if (kind === 'title') own.write([setFields(view, { 'title/kk': `${value}` })]);
        else if (kind === 'dates')
          own.write([setFields(view, { dates: { written: `${value}`, edtf: null } })]);
        else own.write([setFields(view, { [`tags/${tag}`]: value > 1 })]);
      }
      while (own.head().undoable.redo !== null) own.redo({ now });
      const steps = [shown()];
      while (own.head().undoable.undo !== null) {
        own.undo({ now });
        steps.push(shown());
      }
      for (const expected of steps.toReversed().slice(1)) {
        own.redo({ now });
        expect(shown()).toEqual(expected);
      }
      expect(verifyJournal(own.db).codes).toEqual([]);
      own.remove();
    }),
    { numRuns: 40 },
  );
});
