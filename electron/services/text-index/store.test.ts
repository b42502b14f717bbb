import { afterEach, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { openTextStore, type TextStore } from './store.ts';
import { quoted, soundTerm, stemTerm } from './terms.ts';

let store: TextStore;
afterEach(() => store.close());

const page = (text: string | null, more: object = {}) => ({
  page: newId(),
  under: newId(),
  text,
  kind: 'typed' as const,
  sure: null,
  engine: null,
  ...more,
});
const found = (match: string): number[] =>
  store.db
    .prepare<{ rowid: number }>('SELECT rowid FROM page_words WHERE page_words MATCH ? ORDER BY rowid')
    .all(match)
    .map((row) => row.rowid);

test('finds words, phrases, beginnings and keys of what was put in, and no more of what was taken out', () => {
  store = openTextStore(':memory:');
  const [first, second] = [page('Ұлттық архив қоры, 1946 жыл'), page('архив ұлттық; "ЮНЕСКО-ның"')];
  store.put([first, second]);
  const [a, b] = [store.pageOf(first.page) ?? 0, store.pageOf(second.page) ?? 0];
  expect(found(quoted('архив'))).toEqual([a, b]);
  expect(found(quoted('ұлттық архив'))).toEqual([a]);
  expect(found(quoted('арх', true))).toEqual([a, b]);
  expect(found(quoted('1946'))).toEqual([a]);
  expect(found(quoted(stemTerm('юнеско')))).toEqual([]);
  expect(found(quoted(soundTerm('arhiv')))).toEqual([a, b]);
  expect(found(`${quoted('юнесконың')} NOT ${quoted('қоры')}`)).toEqual([b]);
  store.remove([first.page]);
  expect(found(quoted('архив'))).toEqual([b]);
  store.put([{ ...second, text: 'басқа сөз' }]);
  expect([found(quoted('архив')), found(quoted('басқа'))]).toEqual([[], [b]]);
  expect(store.textOf(b)).toBe('басқа сөз');
});
