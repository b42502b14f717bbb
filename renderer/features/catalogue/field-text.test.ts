import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../../shared/json.ts';
import { ELEMENT_NAMES } from '../../../shared/model/elements.ts';
import { fieldName, fieldText, type Translate } from './field-text.ts';
import { readField, typedText } from './field-text-reading.ts';

const ID = '0199f3a0-7c2e-7000-8000-000000000001';
/** Says the key, and the words that were put into it. */
const t: Translate = (key, values) => [key, ...Object.values(values ?? {})].join(' ');
const text = (field: string, value: Json) => fieldText(field, value, 'ru', t);

it('prints a value as the inspector does', () => {
  expect(text('title/kk', 'Хаттама')).toBe('Хаттама');
  expect(text('number', { prefix: 'Р', num: 5 })).toBe('Р-5');
  expect(text('dates', { written: '1932–1934 гг.', edtf: '1932/1934' })).toBe('1932–1934 гг.');
  expect(text('certifiedOn', { written: '12.03.1937', edtf: null })).toBe('12.03.1937');
  expect(text('missedLeaves', { written: '7, 9', ranges: null })).toBe('7, 9');
  expect(text('leafCount', 187)).toBe('187');
  expect(text('status', 'draft')).toBe('choice.status.draft draft');
  expect(text('valuable', true)).toBe('value.yes');
});

it('prints the entries of lists with what stands beside them', () => {
  expect(text(`otherTitles/${ID}`, { language: 'kk', text: 'Хаттар' })).toBe(
    'Хаттар (field.languageNames.kk)',
  );
  expect(text(`otherCodes/${ID}`, { code: 'Ф. 5', kind: 'old' })).toBe('Ф. 5 (choice.otherCodes.old)');
  expect(text(`creators/${ID}`, { name: 'Аткомитет', years: '' })).toBe('Аткомитет');
  expect(text(`notes/${ID}`, { text: 'чистый', isPublic: false })).toBe('чистый (choice.notes.internal)');
});

it('names fields by their element, language and member', () => {
  expect(fieldName('title/kk', t)).toBe('field.title/kk title/kk');
  expect(fieldName('scope/ru', t)).toBe('field.scope (field.languageNames.ru)');
  expect(fieldName('languages/kaz', t)).toBe('field.languages: choice.languages.kaz kaz');
  expect(fieldName(`notes/${ID}`, t)).toBe('field.notes');
  expect(fieldName('later', t)).toBe('field.later later');
});

it('tells the empty from the unreadable, and shows the unreadable as it lies', () => {
  expect(text('title/kk', null)).toBeNull();
  expect(text('title/kk', '')).toBeNull();
  expect(text('number', { roman: 'IV' })).toBe('{"roman":"IV"}');
  expect(text(`notes/${ID}`, { words: 'x' })).toBe('{"words":"x"}');
});

it('never throws, whatever an op of a newer program holds', () => {
  const fields = ELEMENT_NAMES.flatMap((name) => [name, `${name}/kk`, `${name}/${ID}`]);
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.jsonValue(), (field, value) => {
      const shown = text(field, value as Json);
      expect(shown === null || typeof shown === 'string').toBe(true);
      expect(typeof typedText(field, value as Json, 'kk')).toBe('string');
    }),
  );
});

it('reads what is typed by the kind of the field, and shows it again as it was typed', () => {
  expect(readField('leafCount', ' 187 ')).toEqual({ value: 187 });
  expect(readField('leafCount', '187 л.')).toEqual({ problem: 'problem.countUnread' });
  expect(readField('number', 'IV')).toEqual({ problem: 'problem.numberUnread' });
  expect(readField('storage', ' полка 3 ')).toEqual({ value: 'полка 3' });
  expect(readField('notes/x', ' ')).toEqual({ value: null });
  for (const [field, typed] of [
    ['leaves', '1–3, 7 об.'],
    ['dates', '1932–1934 гг.'],
    ['number', 'Р-5'],
    ['leafCount', '12'],
    ['author', 'Т. Рысқұлов'],
  ] as const) {
    const reading = readField(field, typed);
    expect('value' in reading && typedText(field, reading.value, 'ru')).toBe(typed);
  }
});
