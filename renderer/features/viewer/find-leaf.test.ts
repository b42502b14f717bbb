import { expect, it, test } from 'vitest';
import { findPage, leafOf } from './find-leaf.ts';

const titled = (...titles: string[]) => titles.map((title) => ({ titles: title === '' ? [] : [title] }));
const pages = titled('45', '45об', 'Л. 46', '46 об.', '12а', '5/1/123/47', '0005_001_00123_048об.tif', '');

test.each([
  ['3', 2],
  ['8', 7],
  ['45', 0],
  ['45об', 1],
  ['45 об.', 1],
  ['л. 46', 2],
  ['46-парақ', 2],
  ['46v', 3],
  ['12а', 4],
  ['12А', 4],
  ['47', 5],
  ['48', 6],
  ['л. 48 об.', 6],
])('%s is page %i', (text, index) => expect(findPage(text, pages)).toBe(index));

test.each(['', '0', '99', '47об', '12б', 'хаттама', '-1', '1e9'])('%j is no page', (text) =>
  expect(findPage(text, pages)).toBeNull(),
);

it('a bare number is a page as long as the document has so many', () => {
  expect(findPage('2', titled('2', '1'))).toBe(1);
  expect(findPage('л. 2', titled('2', '1'))).toBe(0);
});

it('words are no leaf', () => {
  expect(leafOf('Протокол собрания 12 марта')).toBeNull();
  expect(leafOf('12-парақ')).toEqual({ num: 12 });
});
