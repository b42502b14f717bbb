import * as fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import { MAX_EDITS } from '../../../shared/sync/change.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { codeOf, makeUnit, NOON, openTestJournal, type TestJournal } from './fixture.ts';
import { documents, partsOf, retitle, takeParts, titles } from './step-fixture.ts';
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

describe('a step that its author left', () => {
  test('is there after a restart, and is written after all or thrown away by a person', async () => {
    const ids = documents(journal, 6);
    const [whole, torn] = [
      partsOf(retitle(journal, ids.slice(0, 3), 'Бір'), 2),
      partsOf(retitle(journal, ids.slice(3), 'Екі'), 2),
    ];
    takeParts(journal, whole);
    takeParts(journal, torn.slice(0, 1));
    journal.close();
    journal = await openTestJournal(journal.folder);
    expect(journal.openSteps(null)).toMatchObject([
      { id: whole[0]?.step, command: 'record.batch', total: 3, held: 3, began: now },
      { id: torn[0]?.step, total: 3, held: 2 },
    ]);
    writeStep(must(whole[0], 'two').step);
    writeStep(must(torn[0], 'two').step, true);
    expect(titles(journal, ids)).toEqual(['Бір', 'Бір', 'Бір', 'Екі', 'Екі', 'Хат 5']);
    expect(writeStep(must(whole[0], 'two').step).states).toHaveLength(3);
    expect(codeOf(() => writeStep(must(torn[0], 'two').step))).toBe('STEP_CLOSED');
    expect(writeStep(must(torn[0], 'two').step, true).states).toHaveLength(2);
    expect(journal.openSteps(null)).toEqual([]);
    journal.undo({ now });
    expect(titles(journal, ids.slice(3))).toEqual(['Хат 3', 'Хат 4', 'Хат 5']);
  });

  test('once thrown away takes no more parts, and one that is written cannot be thrown away', () => {
    const ids = documents(journal, 4);
    const parts = partsOf(retitle(journal, ids, 'Жаңа'), 2);
    const step = must(parts[0], 'two').step;
    takeParts(journal, parts.slice(0, 1));
    expect(journal.discardStep(step)).toBe(true);
    expect(journal.discardStep(step)).toBe(true);
    expect(codeOf(() => takeParts(journal, parts.slice(1)))).toBe('STEP_CLOSED');
    expect(codeOf(() => writeStep(step))).toBe('STEP_CLOSED');
    const early = newId();
    expect(journal.discardStep(early)).toBe(true);
    expect(codeOf(() => takeParts(journal, partsOf(retitle(journal, ids, 'Жаңа'), 9, early)))).toBe(
      'STEP_CLOSED',
    );
    const again = partsOf(retitle(journal, ids, 'Жаңа'), 2);
    takeParts(journal, again);
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
  const others = documents(journal, MAX_EDITS - 1);
  const parts = partsOf(
    [...retitle(journal, others, 'Жаңа'), setFields(journal.view(unit), { 'title/ru': 'Үш' })],
    MAX_EDITS,
  );
  takeParts(journal, parts);
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
        const ids = documents(own, 12);
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

test('undo of steps is their inverse, whatever others write between the parts', async () => {
  const step = fc.record({
    from: fc.nat(9),
    count: fc.integer({ min: 1, max: 10 }),
    size: fc.integer({ min: 1, max: 4 }),
    others: fc.array(fc.record({ record: fc.nat(9), at: fc.nat(5) }), { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      const own = await openTestJournal();
      try {
        const ids = documents(own, 10);
        const shown = () => titles(own, ids);
        const before: ReturnType<typeof shown>[] = [];
        for (const [i, { from, count, size, others }] of steps.entries()) {
          before.push(shown());
          const parts = partsOf(retitle(own, ids.slice(from, from + count), `Қадам ${i}`), size);
          for (const [at, part] of parts.entries()) {
            // Another field of the same records: the step neither loses it nor takes it back.
            for (const { record } of others.filter((other) => other.at === at)) {
              const view = own.view(must(ids[record], 'one of ten'));
              own.write([setFields(view, { 'title/en': `${i} ${at}` })], { writer: 'jobs' });
            }
            own.takePart({ part, now });
          }
          own.writeStep({ step: must(parts[0], 'parts').step, partial: false, now });
        }
        const english = () => ids.map((id) => own.view(id).values['title/en']);
        const [after, kept] = [shown(), english()];
        for (const expected of before.toReversed()) {
          own.undo({ now });
          expect(shown()).toEqual(expected);
        }
        for (let i = 0; i < steps.length; i++) own.redo({ now });
        expect([shown(), english()]).toEqual([after, kept]);
        expect(verifyJournal(own.db).codes).toEqual([]);
      } finally {
        own.remove();
      }
    }),
    { numRuns: 15 },
  );
});
