import { expect, it } from 'vitest';
import { readAppearance } from './appearance.ts';

const FIRST = {
  theme: 'system',
  size: 100,
  left: 17,
  right: 19,
  list: 'rows',
  columns: ['dates', 'pages'],
  sorts: {},
};

it('is the look at first where nothing, or nothing readable, is stored', () => {
  for (const text of [null, '', '{', '7', 'null', '[]']) expect(readAppearance(text)).toEqual(FIRST);
});

it('keeps what can be read beside what cannot', () => {
  const text = JSON.stringify({ theme: 'dark', size: 999, left: 'wide', right: 25.5, later: true });
  expect(readAppearance(text)).toEqual({ ...FIRST, theme: 'dark', right: 25.5 });
});

it('keeps the panes within their bounds', () => {
  expect(readAppearance('{"left":0,"right":500}')).toEqual({ ...FIRST, left: 10, right: 36 });
});

it('remembers how each kind of list is sorted, as long as it can be sorted so', () => {
  const sorts = { unit: { by: 'title', down: true } };
  expect(readAppearance(JSON.stringify({ sorts }))).toEqual({ ...FIRST, sorts });
  expect(readAppearance('{"sorts":{"unit":{"by":"smell","down":true}}}')).toEqual(FIRST);
});
