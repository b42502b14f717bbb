import { expect, it } from 'vitest';
import { fieldText } from './field-text.ts';

it('prints a value as the inspector does', () => {
  expect(fieldText('title/kk', 'Хаттама', 'kk')).toBe('Хаттама');
  expect(fieldText('number', { prefix: 'Р', num: 5 }, 'ru')).toBe('Р-5');
  expect(fieldText('dates', { written: '1932–1934 гг.', edtf: '1932/1934' }, 'ru')).toBe('1932–1934 гг.');
});

it('tells the empty from the unreadable, and shows the unreadable as it lies', () => {
  expect(fieldText('title/kk', null, 'kk')).toBeNull();
  expect(fieldText('title/kk', '', 'kk')).toBeNull();
  expect(fieldText('number', { roman: 'IV' }, 'kk')).toBe('{"roman":"IV"}');
});
