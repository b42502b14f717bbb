import { expect, it } from 'vitest';
import { layOut } from './use-tree.tsx';

const branches = new Map([
  ['top', ['f1', 'f2']],
  ['f1', ['i1', 'i2']],
  ['i1', ['u1']],
]);

it('lays open branches out in the order of the screen, each a step deeper', () => {
  const rows = layOut('top', branches, new Set(['f1', 'i1']));
  expect([...rows].map(([id, { depth }]) => `${depth} ${id}`)).toEqual([
    '0 f1',
    '1 i1',
    '2 u1',
    '1 i2',
    '0 f2',
  ]);
  expect(rows.get('i2')?.expanded).toBe(false);
});

it('shows a branch that is open but not read yet without rows', () => {
  expect([...layOut('top', branches, new Set(['f2'])).keys()]).toEqual(['f1', 'f2']);
});

it('ends even where a record hangs under itself', () => {
  const loop = new Map([
    ['top', ['a']],
    ['a', ['b']],
    ['b', ['a']],
  ]);
  expect([...layOut('top', loop, new Set(['a', 'b'])).keys()]).toEqual(['a', 'b']);
});
