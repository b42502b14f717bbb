import { assert, constantFrom, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import type { RecordView } from '../../../shared/sync/view.ts';
import { BATCH_MODES, batchEdits, changesOf, type BatchPlan } from './batch-plan.ts';

function unit(id: string, values: RecordView['values']): RecordView {
  const heads = Object.fromEntries(Object.keys(values).map((field) => [field, [`${'a'.repeat(26)}:1`]]));
  return { id, t: 'unit', values, heads, conflicts: [], deleted: false, editedWhileDeleted: false };
}

const UNITS = [
  unit('1', { 'title/ru': 'Протоколы за 1937 г.' }),
  unit('2', { 'title/ru': 'Переписка' }),
  unit('3', {}),
];
const plan = (parts: Partial<BatchPlan>): BatchPlan => ({
  field: 'title/ru',
  mode: 'set',
  text: '',
  find: '',
  ...parts,
});
const outcome = (parts: Partial<BatchPlan>) =>
  changesOf(UNITS, plan(parts)).map(({ record, after }) => `${record.id}: ${after}`);

it('sets, fills what is empty, replaces inside, clears', () => {
  expect(outcome({ text: ' Переписка ' })).toEqual(['1: Переписка', '3: Переписка']);
  expect(outcome({ mode: 'fill', text: 'Без названия' })).toEqual(['3: Без названия']);
  expect(outcome({ mode: 'replace', find: ' г.', text: ' год' })).toEqual(['1: Протоколы за 1937 год']);
  expect(outcome({ mode: 'replace', find: 'о', text: '$&' })).toContain('1: Пр$&т$&к$&лы за 1937 г.');
  expect(outcome({ mode: 'clear' })).toEqual(['1: ', '2: ']);
});

it('changes nothing when nothing is given', () => {
  for (const mode of ['set', 'fill', 'replace'] as const) expect(outcome({ mode })).toEqual([]);
});

it('writes dates with what they mean, and names the heads that were seen', () => {
  const changes = changesOf(UNITS.slice(0, 1), plan({ field: 'dates', text: '1937 г.' }));
  expect(batchEdits(changes, 'dates')).toEqual([
    { rec: '1', t: 'unit', k: 'set', f: { dates: { written: '1937 г.', edtf: '1937' } }, p: { dates: [] } },
  ]);
  const titles = batchEdits(changesOf(UNITS.slice(0, 1), plan({ mode: 'clear' })), 'title/ru');
  expect(titles[0]).toMatchObject({ f: { 'title/ru': null }, p: { 'title/ru': [`${'a'.repeat(26)}:1`] } });
});

it('never lists a record that would stay as it is', () => {
  assert(
    property(constantFrom(...BATCH_MODES), string(), string(), string(), (mode, title, text, find) => {
      const changes = changesOf([unit('1', { 'title/ru': title })], plan({ mode, text, find }));
      expect(changes.every(({ before, after }) => before !== after)).toBe(true);
    }),
  );
});
