import * as fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import type { StepPart } from '../../../shared/rpc/contract-step.ts';
import { MAX_EDITS, type Edit } from '../../../shared/sync/change.ts';
import { deleteRecord, setFields } from '../../../shared/sync/edits.ts';
import { opSchema, type Op, type RecordId } from '../../../shared/sync/op.ts';
import { createActWriter } from './acts.ts';
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

/** The parts of one step, `size` edits each. */
function partsOf(edits: readonly Edit[], size: number, step: RecordId = newId()): StepPart[] {
  const parts = Math.ceil(edits.length / size);
  return Array.from({ length: parts }, (_, no) => ({
    step,
    command: 'record.batch',
    no,
    total: edits.length,
    edits: edits.slice(no * size, (no + 1) * size),
  }));
}

function take(parts: readonly StepPart[]): void {
  for (const part of parts) journal.takePart({ part, now });
}

const writeStep = (step: RecordId, partial = false) => journal.writeStep({ step, partial, now });

function documents(count: number, into: TestJournal = journal): RecordId[] {
  const made = Array.from({ length: count }, (_, i) =>
    make('document', { parent: null, 'title/kk': `Хат ${i}` }),
  );
  for (let from = 0; from < count; from += MAX_EDITS) {
    into.write(
      made.slice(from, from + MAX_EDITS).map(({ edit }) => edit),
      { writer: 'cli' },
    );
  }
  return made.map(({ id }) => id);
}

const retitle = (ids: readonly RecordId[], title: string): Edit[] =>
  ids.map((id) => setFields(journal.view(id), { 'title/kk': title }));
const titles = (ids: readonly RecordId[]): unknown[] => ids.map((id) => journal.view(id).values['title/kk']);

function opsOf(n: number): Op[] {
  return journal.db
    .prepare<{ bytes: Uint8Array }>('SELECT bytes FROM ops WHERE n = ? ORDER BY pos')
    .all(n)
    .map(({ bytes }) => opSchema.parse(JSON.parse(new TextDecoder().decode(bytes))));
}

function rowsLeft(): number {
  const count = 'SELECT (SELECT count(*) FROM steps) + (SELECT count(*) FROM step_parts) AS count';
  return journal.db.prepare<{ count: number }>(count).get()?.count ?? -1;
}

describe('a step', () => {
  test('shows nothing before it is written, then all of it under one number, and one undo takes it back', () => {
    const ids = documents(12);
    const before = journal.head();
    const parts = partsOf(retitle(ids, 'Жаңа'), 5);
    const step = must(parts[0], 'three parts').step;
    expect(parts.map((part) => journal.takePart({ part, now }))).toEqual([5, 10, 12]);
    expect(journal.head()).toEqual(before);
    expect(new Set(titles(ids)).has('Жаңа')).toBe(false);
    const written = writeStep(step);
    expect(written).toMatchObject({ n: before.n + 1, undoable: { undo: 'record.batch', redo: null } });
    expect(new Set(titles(ids))).toEqual(new Set(['Жаңа']));
    expect(rowsLeft()).toBe(0);
    journal.undo({ now });
    expect(titles(ids)).toEqual(ids.map((_, i) => `Хат ${i}`));
    journal.redo({ now });
    expect(new Set(titles(ids))).toEqual(new Set(['Жаңа']));
  });

  test('of more than one act is many transactions of one step in the log, and comes to followers by slices', () => {
    const ids = documents(MAX_EDITS + 700);
    const parts = partsOf(retitle(ids, 'Жаңа'), 900);
    take(parts.toReversed());
    const { n, states } = writeStep(must(parts[0], 'parts').step);
    expect(states).toEqual([]);
    const ops = opsOf(n);
    const step = must(parts[0], 'parts').step;
    expect(ops[0]?.st).toEqual([step, 0]);
    expect(ops[MAX_EDITS]?.st).toEqual([step, 1, true]);
    expect(new Set(ops.map(({ x }) => x?.[0])).size).toBe(2);
    expect(ops[0]?.x?.[2]).toBe(MAX_EDITS);
    const undone = journal.undo({ now });
    expect(titles(ids.slice(-2))).toEqual([`Хат ${ids.length - 2}`, `Хат ${ids.length - 1}`]);
    expect(opsOf(undone.n).filter(({ st }) => st?.[2] === true)).toHaveLength(MAX_EDITS);
    journal.redo({ now });
    expect(titles([must(ids[0], 'one'), must(ids.at(-1), 'one')])).toEqual(['Жаңа', 'Жаңа']);
  });

  test('of one act is no step in the log', () => {
    const [part] = partsOf(retitle(documents(3), 'Жаңа'), 5);
    take([must(part, 'one')]);
    const ops = opsOf(writeStep(must(part, 'one').step).n);
    expect(ops.map(({ st, x }) => [st, x?.[2]])).toEqual([
      [undefined, 3],
      [undefined, 3],
      [undefined, 3],
    ]);
  });

  test('asked for twice is written once, and a part that comes twice is kept once', () => {
    const parts = partsOf(retitle(documents(4), 'Жаңа'), 2);
    take([...parts, ...parts]);
    const step = must(parts[0], 'two').step;
    const first = writeStep(step);
    expect(writeStep(step)).toEqual(first);
    expect(journal.grew.at(-1)).toBe(first.n);
    expect(journal.grew.filter((n) => n === first.n)).toHaveLength(1);
    expect(codeOf(() => take(parts))).toBe('STEP_CLOSED');
  });

  test('is refused while parts are missing, and then still open', () => {
    const parts = partsOf(retitle(documents(4), 'Жаңа'), 2);
    const step = must(parts[0], 'two').step;
    expect(codeOf(() => writeStep(step))).toBe('NO_SUCH_STEP');
    take(parts.slice(1));
    expect(codeOf(() => writeStep(step))).toBe('STEP_INCOMPLETE');
    take(parts.slice(0, 1));
    expect(writeStep(step).states).toHaveLength(4);
  });

  test('whose parts do not belong together is refused', () => {
    const [first, second] = partsOf(retitle(documents(4), 'Жаңа'), 2);
    const [a, b] = [must(first, 'two'), must(second, 'two')];
    take([a]);
    expect(codeOf(() => take([{ ...a, edits: b.edits }]))).toBe('STEP_DIFFERS');
    expect(codeOf(() => take([{ ...b, total: 3 }]))).toBe('STEP_DIFFERS');
    expect(codeOf(() => take([b, { ...b, no: 2 }]))).toBe('STEP_DIFFERS');
    expect(codeOf(() => take([{ ...b, command: 'tag.merge' }]))).toBe('STEP_DIFFERS');
  });

  test('that may not be written is refused whole, and stays for a person', () => {
    const ids = documents(3);
    const edits = [...retitle(ids, 'Жаңа'), ...retitle(ids.slice(0, 1), 'Тағы')];
    const parts = partsOf(
      [...edits, setFields({ ...journal.view(must(ids[0], 'one')), id: newId() }, { 'title/kk': 'Жоқ' })],
      2,
    );
    take(parts);
    const step = must(parts[0], 'parts').step;
    const before = journal.head();
    expect(codeOf(() => writeStep(step))).toBe('NO_SUCH_RECORD');
    expect(journal.head()).toEqual(before);
    expect(titles(ids)).toEqual(['Хат 0', 'Хат 1', 'Хат 2']);
    expect(journal.openSteps(null)).toMatchObject([{ id: step, held: 5, total: 5 }]);
    expect(journal.discardStep(step)).toBe(true);
    expect(rowsLeft()).toBe(0);
  });

  test('meets what others wrote meanwhile as any change does', () => {
    const ids = documents(3);
    const parts = partsOf(retitle(ids, 'Жаңа'), 2);
    take(parts);
    const [first = '', second = ''] = ids;
    journal.write([setFields(journal.view(first), { 'title/kk': 'Басқа' })]);
    journal.write([deleteRecord(journal.view(second))]);
    writeStep(must(parts[0], 'two').step);
    expect(journal.view(first).conflicts).toEqual(['title/kk']);
    expect(journal.view(second)).toMatchObject({ deleted: false, editedWhileDeleted: true });
  });

  test('may write a record several times over its acts, and is still taken back', () => {
    const { id, edit } = make('document', { parent: null, 'title/kk': 'Бір' });
    const others = documents(MAX_EDITS);
    const edits = [
      edit,
      ...retitle(others, 'Жаңа'),
      { ...edit, k: 'set' as const, f: { 'title/kk': 'Екі' } },
    ];
    const parts = partsOf(edits, MAX_EDITS);
    take(parts);
    writeStep(must(parts[0], 'two').step);
    expect(journal.view(id)).toMatchObject({ values: { 'title/kk': 'Екі' }, conflicts: [] });
    journal.undo({ now });
    expect(journal.view(id).deleted).toBe(true);
    journal.redo({ now });
    expect(journal.view(id)).toMatchObject({ deleted: false, values: { 'title/kk': 'Екі' } });
  });

  test('is not taken back when one of its records was written since', () => {
    const ids = documents(4);
    const parts = partsOf(retitle(ids, 'Жаңа'), 2);
    take(parts);
    writeStep(must(parts[0], 'two').step);
    journal.write([setFields(journal.view(must(ids[0], 'one')), { 'title/kk': 'Кейін' })], {
      writer: 'jobs',
    });
    expect(codeOf(() => journal.undo({ now }))).toBe('CHANGED_SINCE');
    expect(titles(ids)).toEqual(['Кейін', 'Жаңа', 'Жаңа', 'Жаңа']);
    expect(journal.head().undoable.undo).toBeNull();
  });
});

describe('a step that its author left', () => {
  test('is there after a restart, and is written after all or thrown away by a person', async () => {
    const ids = documents(6);
    const [whole, torn] = [
      partsOf(retitle(ids.slice(0, 3), 'Бір'), 2),
      partsOf(retitle(ids.slice(3), 'Екі'), 2),
    ];
    take(whole);
    take(torn.slice(0, 1));
    journal.close();
    journal = await openTestJournal(journal.folder);
    expect(journal.openSteps(null)).toMatchObject([
      { id: whole[0]?.step, command: 'record.batch', total: 3, held: 3, began: now },
      { id: torn[0]?.step, total: 3, held: 2 },
    ]);
    writeStep(must(whole[0], 'two').step);
    writeStep(must(torn[0], 'two').step, true);
    expect(titles(ids)).toEqual(['Бір', 'Бір', 'Бір', 'Екі', 'Екі', 'Хат 5']);
    expect(journal.openSteps(null)).toEqual([]);
    journal.undo({ now });
    expect(titles(ids.slice(3))).toEqual(['Хат 3', 'Хат 4', 'Хат 5']);
  });

  test('once thrown away takes no more parts, and one that is written cannot be thrown away', () => {
    const ids = documents(4);
    const parts = partsOf(retitle(ids, 'Жаңа'), 2);
    const step = must(parts[0], 'two').step;
    take(parts.slice(0, 1));
    expect(journal.discardStep(step)).toBe(true);
    expect(journal.discardStep(step)).toBe(true);
    expect(codeOf(() => take(parts.slice(1)))).toBe('STEP_CLOSED');
    expect(codeOf(() => writeStep(step))).toBe('STEP_CLOSED');
    const early = newId();
    expect(journal.discardStep(early)).toBe(true);
    expect(codeOf(() => take(partsOf(retitle(ids, 'Жаңа'), 9, early)))).toBe('STEP_CLOSED');
    const again = partsOf(retitle(ids, 'Жаңа'), 2);
    take(again);
    writeStep(must(again[0], 'two').step);
    expect(journal.discardStep(must(again[0], 'two').step)).toBe(false);
  });
});

test('a conflict that undo puts back over the border of two acts can be done again and taken back', () => {
  const { unit } = makeUnit(journal);
  const view = journal.view(unit);
  // Two values that stand unresolved.
  journal.write([setFields(view, { 'title/ru': 'Бір' })], { writer: 'jobs' });
  journal.write([setFields(view, { 'title/ru': 'Екі' })], { writer: 'cli' });
  expect(journal.view(unit).conflicts).toEqual(['title/ru']);
  const others = documents(MAX_EDITS - 1);
  const parts = partsOf(
    [...retitle(others, 'Жаңа'), setFields(journal.view(unit), { 'title/ru': 'Үш' })],
    MAX_EDITS,
  );
  take(parts);
  writeStep(must(parts[0], 'parts').step);
  // Going back writes the record twice, for both values: the second time in a second act.
  for (let turn = 0; turn < 2; turn++) {
    journal.undo({ now });
    expect(journal.view(unit).conflicts).toEqual(['title/ru']);
    journal.redo({ now });
    expect(journal.view(unit)).toMatchObject({ conflicts: [], values: { 'title/ru': 'Үш' } });
  }
});

test('in whatever order and however often the parts come, the log is the same as of one change', async () => {
  const cut = fc.record({
    size: fc.integer({ min: 1, max: 5 }),
    order: fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }),
    again: fc.array(fc.nat(11), { maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(cut, async ({ size, order, again }) => {
      const own = await openTestJournal();
      try {
        const ids = documents(12, own);
        const edits = ids.map((id) => setFields(own.view(id), { 'title/kk': 'Жаңа' }));
        const parts = partsOf(edits, size);
        const sequence = [...again, ...order, ...again].flatMap((at) => parts[at] ?? []);
        for (const part of sequence) own.takePart({ part, now });
        const { n } = own.writeStep({ step: must(parts[0], 'parts').step, partial: false, now });
        const shown = ids.map((id) => own.view(id).values['title/kk']);
        expect(new Set(shown)).toEqual(new Set(['Жаңа']));
        const recs = own.db.prepare<{ rec: string }>('SELECT rec FROM ops WHERE n = ? ORDER BY pos').all(n);
        expect(recs.map(({ rec }) => rec)).toEqual(ids);
        expect(verifyJournal(own.db).codes).toEqual([]);
      } finally {
        own.remove();
      }
    }),
    { numRuns: 15 },
  );
});

test('acts are cut by weight too', () => {
  const long = 'қ'.repeat(200_000);
  const edits = Array.from({ length: 20 }, () => make('document', { parent: null, 'title/kk': long }).edit);
  const acts: { edits: number; step: Op['st'] }[] = [];
  const session = {
    n: 1,
    end: () => undefined,
    write: (act: { edits: readonly Edit[]; step?: Op['st'] }) => {
      acts.push({ edits: act.edits.length, step: act.step });
      return [];
    },
  };
  const id = newId();
  createActWriter(session, { id, newId, isReversal: false, written: () => undefined }).write(edits, true);
  expect(acts).toEqual([
    { edits: 7, step: [id, 0] },
    { edits: 7, step: [id, 1] },
    { edits: 6, step: [id, 2, true] },
  ]);
});
