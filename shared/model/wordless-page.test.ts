import { expect, it } from 'vitest';
import type { RecordState } from '../sync/state.ts';
import { isWordlessPage } from './wordless-page.ts';

const state = (t: string, ...fields: string[]): RecordState => ({
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  t,
  f: Object.fromEntries(fields.map((field) => [field, { heads: [] }])),
});

it('is a page with nothing but what the program fills', () => {
  expect(isWordlessPage(state('page', 'parent', 'order', 'image', 'import', '_del'))).toBe(true);
  expect(isWordlessPage(state('page', 'parent', 'image', 'file', 'leaf', 'turned'))).toBe(true);
  expect(isWordlessPage(state('page', 'parent', 'binned', '_del'))).toBe(false);
  expect(isWordlessPage(state('page', 'parent', 'texts/x'))).toBe(true);
  expect(isWordlessPage(state('page', 'parent', 'tags/x'))).toBe(false);
  expect(isWordlessPage(state('page', 'title/kk'))).toBe(false);
  expect(isWordlessPage(state('document', 'parent'))).toBe(false);
});
