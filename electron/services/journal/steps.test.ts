import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import { MAX_EDITS } from '../../../shared/sync/change.ts';
import { deleteRecord, setFields } from '../../../shared/sync/edits.ts';
import { opSchema, type Op, type RecordId } from '../../../shared/sync/op.ts';
import { codeOf, make, NOON, openTestJournal, type TestJournal } from './fixture.ts';
import { documents, partsOf, retitle, rowsLeft, takeParts, titles } from './step-fixture.ts';
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

const writeStep = (step: RecordId, partial = false) => journal.writeStep({ step, partial, now });

function opsOf(n: number): Op[] {
  return journal.db
    .prepare<{ bytes: Uint8Array }>('SELECT bytes FROM ops WHERE n = ? ORDER BY pos')
    .all(n)
    .map(({ bytes }) => opSchema.parse(JSON.parse(new TextDecoder().decode(bytes))));
}

describe('a step', () => {
  test('shows nothing before it is written, then all of it under one number, and one undo takes it back', () => {
    const ids = documents(journal, 12);
    const before = journal.head();
    const parts = partsOf(retitle(journal, ids, 'Жаңа'), 5);
    const step = must(parts[0], 'three parts').step;
    expect(parts.map((part) => journal.takePart({ part, now }))).toEqual([5, 10, 12]);
    expect(journal.head()).toEqual(before);
    expect(new Set(titles(journal, ids)).has('Жаңа')).toBe(false);
    const written = writeStep(step);
    expect(written).toMatchObject({ n: before.n + 1, undoable: { undo: 'record.batch', redo: null } });
    expect(new Set(titles(journal, ids))).toEqual(new Set(['Жаңа']));
    expect(rowsLeft(journal)).toBe(0);
    journal.undo({ now });
    expect(titles(journal, ids)).toEqual(ids.map((_, i) => `Хат ${i}`));
    journal.redo({ now });
    expect(new Set(titles(journal, ids))).toEqual(new Set(['Жаңа']));
  });

  test('of more than one act is many transactions of one step in the log, and comes to followers by slices', () => {
    const ids = documents(journal, MAX_EDITS + 700);
    const parts = partsOf(retitle(journal, ids, 'Жаңа'), 900);
    takeParts(journal, parts.toReversed());
    const { n, states } = writeStep(must(parts[0], 'parts').step);
    expect(states).toEqual([]);
    const ops = opsOf(n);
    const step = must(parts[0], 'parts').step;
    expect(ops[0]?.st).toEqual([step, 0]);
    expect(ops[MAX_EDITS]?.st).toEqual([step, 1, true]);
    expect(new Set(ops.map(({ x }) => x?.[0])).size).toBe(2);
    expect(ops[0]?.x?.[2]).toBe(MAX_EDITS);
    const undone = journal.undo({ now });
    expect(titles(journal, ids.slice(-2))).toEqual([`Хат ${ids.length - 2}`, `Хат ${ids.length - 1}`]);
    expect(opsOf(undone.n).filter(({ st }) => st?.[2] === true)).toHaveLength(MAX_EDITS);
    journal.redo({ now });
    expect(titles(journal, [must(ids[0], 'one'), must(ids.at(-1), 'one')])).toEqual(['Жаңа', 'Жаңа']);
  });

  test('of one act is no step in the log', () => {
    const [part] = partsOf(retitle(journal, documents(journal, 3), 'Жаңа'), 5);
    takeParts(journal, [must(part, 'one')]);
    const ops = opsOf(writeStep(must(part, 'one').step).n);
    expect(ops.map(({ st, x }) => [st, x?.[2]])).toEqual([
      [undefined, 3],
      [undefined, 3],
      [undefined, 3],
    ]);
  });

  test('asked for twice is written once, and a part that comes twice is kept once', () => {
    const parts = partsOf(retitle(journal, documents(journal, 4), 'Жаңа'), 2);
    takeParts(journal, [...parts, ...parts]);
    const step = must(parts[0], 'two').step;
    const first = writeStep(step);
    expect(writeStep(step)).toEqual(first);
    expect(journal.grew.at(-1)).toBe(first.n);
    expect(journal.grew.filter((n) => n === first.n)).toHaveLength(1);
    expect(codeOf(() => takeParts(journal, parts))).toBe('STEP_CLOSED');
  });

  test('is refused while parts are missing, and then still open', () => {
    const parts = partsOf(retitle(journal, documents(journal, 4), 'Жаңа'), 2);
    const step = must(parts[0], 'two').step;
    expect(codeOf(() => writeStep(step))).toBe('NO_SUCH_STEP');
    takeParts(journal, parts.slice(1));
    expect(codeOf(() => writeStep(step))).toBe('STEP_INCOMPLETE');
    takeParts(journal, parts.slice(0, 1));
    expect(writeStep(step).states).toHaveLength(4);
  });

  test('whose parts do not belong together is refused', () => {
    const [first, second] = partsOf(retitle(journal, documents(journal, 4), 'Жаңа'), 2);
    const [a, b] = [must(first, 'two'), must(second, 'two')];
    takeParts(journal, [a]);
    expect(codeOf(() => takeParts(journal, [{ ...a, edits: b.edits }]))).toBe('STEP_DIFFERS');
    expect(codeOf(() => takeParts(journal, [{ ...b, total: 3 }]))).toBe('STEP_DIFFERS');
    expect(codeOf(() => takeParts(journal, [b, { ...b, no: 2 }]))).toBe('STEP_DIFFERS');
    expect(codeOf(() => takeParts(journal, [{ ...b, command: 'tag.merge' }]))).toBe('STEP_DIFFERS');
  });

  test('that may not be written is refused whole, and stays for a person', () => {
    const ids = documents(journal, 3);
    const edits = [...retitle(journal, ids, 'Жаңа'), ...retitle(journal, ids.slice(0, 1), 'Тағы')];
    const parts = partsOf(
      [...edits, setFields({ ...journal.view(must(ids[0], 'one')), id: newId() }, { 'title/kk': 'Жоқ' })],
      2,
    );
    takeParts(journal, parts);
    const step = must(parts[0], 'parts').step;
    const before = journal.head();
    expect(codeOf(() => writeStep(step))).toBe('NO_SUCH_RECORD');
    expect(journal.head()).toEqual(before);
    expect(titles(journal, ids)).toEqual(['Хат 0', 'Хат 1', 'Хат 2']);
    expect(journal.openSteps(null)).toMatchObject([{ id: step, held: 5, total: 5 }]);
    expect(journal.discardStep(step)).toBe(true);
    expect(rowsLeft(journal)).toBe(0);
  });

  test('meets what others wrote meanwhile as any change does', () => {
    const ids = documents(journal, 3);
    const parts = partsOf(retitle(journal, ids, 'Жаңа'), 2);
    takeParts(journal, parts);
    const [first = '', second = ''] = ids;
    journal.write([setFields(journal.view(first), { 'title/kk': 'Басқа' })]);
    journal.write([deleteRecord(journal.view(second))]);
    writeStep(must(parts[0], 'two').step);
    expect(journal.view(first).conflicts).toEqual(['title/kk']);
    expect(journal.view(second)).toMatchObject({ deleted: false, editedWhileDeleted: true });
  });

  test('may write a record several times over its acts, and is still taken back', () => {
    const { id, edit } = make('document', { parent: null, 'title/kk': 'Бір' });
    const others = documents(journal, MAX_EDITS);
    const edits = [
      edit,
      ...retitle(journal, others, 'Жаңа'),
      { ...edit, k: 'set' as const, f: { 'title/kk': 'Екі' } },
    ];
    const parts = partsOf(edits, MAX_EDITS);
    takeParts(journal, parts);
    writeStep(must(parts[0], 'two').step);
    expect(journal.view(id)).toMatchObject({ values: { 'title/kk': 'Екі' }, conflicts: [] });
    journal.undo({ now });
    expect(journal.view(id).deleted).toBe(true);
    journal.redo({ now });
    expect(journal.view(id)).toMatchObject({ deleted: false, values: { 'title/kk': 'Екі' } });
  });

  test('is not taken back when one of its records was written since', () => {
    const ids = documents(journal, 4);
    const parts = partsOf(retitle(journal, ids, 'Жаңа'), 2);
    takeParts(journal, parts);
    writeStep(must(parts[0], 'two').step);
    journal.write([setFields(journal.view(must(ids[0], 'one')), { 'title/kk': 'Кейін' })], {
      writer: 'jobs',
    });
    expect(codeOf(() => journal.undo({ now }))).toBe('CHANGED_SINCE');
    expect(titles(journal, ids)).toEqual(['Кейін', 'Жаңа', 'Жаңа', 'Жаңа']);
    expect(journal.head().undoable.undo).toBeNull();
  });
});
