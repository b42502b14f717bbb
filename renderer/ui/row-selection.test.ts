import { expect, it } from 'vitest';
import { selectByKey, selectByPress } from './row-selection.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const plain = { shiftKey: false, ctrlKey: false, metaKey: false };
const state = {
  ids,
  selected: new Set(['b']),
  anchor: 'b',
  multiple: true,
  current: 'b',
  pageRows: 3,
};
const list = (set: ReadonlySet<string> | undefined) => [...(set ?? [])].join('');

it('selects one by a press, a range with Shift, one more with Ctrl', () => {
  expect(list(selectByPress(plain, 'd', state).selected)).toBe('d');
  expect(list(selectByPress({ ...plain, shiftKey: true }, 'd', state).selected)).toBe('bcd');
  expect(list(selectByPress({ ...plain, ctrlKey: true }, 'd', state).selected)).toBe('bd');
  expect(list(selectByPress({ ...plain, ctrlKey: true }, 'b', state).selected)).toBe('');
});

it('selects only one where only one may be selected', () => {
  const single = { ...state, multiple: false };
  expect(list(selectByPress({ ...plain, shiftKey: true }, 'd', single).selected)).toBe('d');
  expect(list(selectByKey({ ...plain, key: 'ArrowDown', shiftKey: true }, single)?.selected)).toBe('c');
});

it('moves by arrows and pages without leaving the list, and extends with Shift', () => {
  expect(selectByKey({ ...plain, key: 'ArrowDown' }, state)?.current).toBe('c');
  expect(selectByKey({ ...plain, key: 'PageDown' }, state)?.current).toBe('e');
  expect(selectByKey({ ...plain, key: 'PageUp' }, state)?.current).toBe('a');
  expect(list(selectByKey({ ...plain, key: 'End', shiftKey: true }, state)?.selected)).toBe('bcde');
  expect(list(selectByKey({ ...plain, key: 'a', ctrlKey: true }, state)?.selected)).toBe('abcde');
  expect(selectByKey({ ...plain, key: 'ArrowDown' }, { ...state, current: null })?.current).toBe('a');
});

it('toggles by Space and leaves other keys alone', () => {
  expect(list(selectByKey({ ...plain, key: ' ' }, state)?.selected)).toBe('');
  expect(selectByKey({ ...plain, key: 'x' }, state)).toBeNull();
  expect(selectByKey({ ...plain, key: 'ArrowDown' }, { ...state, ids: [] })).toBeNull();
});
