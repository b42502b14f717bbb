import { assert, constantFrom, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { checkFields } from '../../../shared/model/check-fields.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import { batchEdits, batchFields, batchModes, changesOf, type BatchPlan } from './batch-plan.ts';

function unit(id: string, values: RecordView['values']): RecordView {
  const heads = Object.fromEntries(Object.keys(values).map((field) => [field, [`${'a'.repeat(26)}:1`]]));
  return { id, t: 'unit', values, heads, conflicts: [], deleted: false, editedWhileDeleted: false };
}

const ID = '0199f3a0-7c2e-7000-8000-000000000001';
const WORDS = { language: 'ru' as const, t: (key: string) => key };
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
  noteId: ID,
  ...parts,
});
const outcome = (parts: Partial<BatchPlan>, units = UNITS) =>
  changesOf(units, plan(parts), WORDS).map(({ record, after }) => `${record.id}: ${after}`);
const written = (parts: Partial<BatchPlan>, units = UNITS) =>
  changesOf(units, plan(parts), WORDS).map(({ fields }) => fields());

it('sets, fills what is empty, replaces inside, clears', () => {
  expect(outcome({ text: ' Переписка ' })).toEqual(['1: Переписка', '3: Переписка']);
  expect(outcome({ mode: 'fill', text: 'Без названия' })).toEqual(['3: Без названия']);
  expect(outcome({ mode: 'replace', find: ' г.', text: ' год' })).toEqual(['1: Протоколы за 1937 год']);
  expect(outcome({ mode: 'replace', find: 'о', text: '$&' })).toContain('1: Пр$&т$&к$&лы за 1937 г.');
  expect(outcome({ mode: 'clear' })).toEqual(['1: ', '2: ']);
});

it('changes nothing when nothing is given', () => {
  for (const field of batchFields(['unit'])) {
    if (field === 'valuable' || field === 'insuranceCopy' || field === 'useCopy') continue;
    for (const mode of batchModes(field)) {
      if (mode !== 'clear') expect([field, mode, outcome({ field, mode })]).toEqual([field, mode, []]);
    }
  }
});

it('writes dates with what they mean, and names the heads that were seen', () => {
  const changes = changesOf(UNITS.slice(0, 1), plan({ field: 'dates', text: '1937 г.' }), WORDS);
  expect(batchEdits(changes)).toEqual([
    { rec: '1', t: 'unit', k: 'set', f: { dates: { written: '1937 г.', edtf: '1937' } }, p: { dates: [] } },
  ]);
  const titles = batchEdits(changesOf(UNITS.slice(0, 1), plan({ mode: 'clear' }), WORDS));
  expect(titles[0]).toMatchObject({ f: { 'title/ru': null }, p: { 'title/ru': [`${'a'.repeat(26)}:1`] } });
});

it('sets and clears words and signs', () => {
  const units = [unit('1', { status: 'draft', valuable: true }), unit('2', {})];
  expect(written({ field: 'status', text: 'checked' }, units)).toEqual([
    { status: 'checked' },
    { status: 'checked' },
  ]);
  expect(written({ field: 'status', mode: 'fill', text: 'checked' }, units)).toEqual([{ status: 'checked' }]);
  expect(written({ field: 'status', text: 'burnt' }, units)).toEqual([]);
  expect(written({ field: 'valuable' }, units)).toEqual([{ valuable: true }]);
  expect(written({ field: 'valuable', mode: 'clear' }, units)).toEqual([{ valuable: null }]);
  expect(written({ field: 'leafCount', text: '12' }, units)).toEqual([{ leafCount: 12 }, { leafCount: 12 }]);
  expect(written({ field: 'leafCount', text: 'двенадцать' }, units)).toEqual([]);
});

it('adds to sets and takes out of them', () => {
  const units = [unit('1', { 'languages/kaz': true }), unit('2', {})];
  expect(written({ field: 'languages', mode: 'add', text: 'kaz' }, units)).toEqual([
    { 'languages/kaz': true },
  ]);
  expect(written({ field: 'languages', mode: 'remove', text: 'kaz' }, units)).toEqual([
    { 'languages/kaz': false },
  ]);
  expect(outcome({ field: 'languages', mode: 'add', text: 'rus' }, units)).toEqual([
    '1: choice.languages.kaz · choice.languages.rus',
    '2: choice.languages.rus',
  ]);
});

it('adds a note once, and removes the notes of the same text', () => {
  const note = { text: 'проверено', isPublic: true };
  const units = [unit('1', { 'notes/a': note, 'notes/b': { ...note, text: 'другое' } }), unit('2', {})];
  expect(written({ field: 'notes', mode: 'add', text: ' проверено ' }, units)).toEqual([
    { [`notes/${ID}`]: { text: 'проверено', isPublic: false } },
  ]);
  const withIds = [unit('1', { [`notes/${ID}`]: note })];
  expect(written({ field: 'notes', mode: 'remove', text: 'проверено' }, withIds)).toEqual([
    { [`notes/${ID}`]: null },
  ]);
  expect(written({ field: 'notes', mode: 'remove', text: 'нет такого' }, withIds)).toEqual([]);
});

it('offers what the chosen levels have, and passes over records that lack the field', () => {
  expect(batchFields(['unit']).slice(0, 3)).toEqual(['title/kk', 'title/ru', 'title/en']);
  expect(batchFields(['unit'])).not.toContain('author');
  expect(batchFields(['unit', 'document'])).toContain('author');
  expect(batchFields(['page'])).toEqual(['title/kk', 'title/ru', 'title/en', 'access', 'dates', 'notes']);
  const document = { ...unit('4', {}), t: 'document' };
  expect(outcome({ field: 'author', text: 'Т. Рысқұлов' }, [...UNITS, document])).toEqual(['4: Т. Рысқұлов']);
});

it('never lists a record that would stay as it is, nor writes what may not be written', () => {
  const fields = batchFields(['unit']);
  assert(
    property(constantFrom(...fields), string(), string(), string(), (field, title, text, find) => {
      for (const mode of batchModes(field)) {
        const changes = changesOf(
          [unit('1', { 'title/ru': title })],
          plan({ field, mode, text, find }),
          WORDS,
        );
        expect(changes.every(({ before, after }) => before !== after)).toBe(true);
        expect(changes.every((change) => checkFields('unit', change.fields()).ok)).toBe(true);
      }
    }),
  );
});
