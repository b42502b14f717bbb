import { expect, test } from 'vitest';
import { createAttention, WATCHED_MS } from './attention.ts';

test('what any window looks at most comes first', () => {
  const attention = createAttention(() => 0);
  attention.attend('w1', ['page 1', 'page 2', 'book']);
  attention.attend('w2', ['page 2']);
  expect(attention.rankOf(['page 2'])).toBe(0);
  expect(attention.rankOf(['book', 'page 9'])).toBe(2);
  expect(attention.rankOf(['page 9'])).toBeNull();
  expect(attention.shown()).toEqual(['page 1', 'page 2', 'book']);
  const next = attention.picker();
  expect(next(['page 7', 'page 1'], (page) => [page])).toBe('page 1');
});

test('a window that is silent is not looked at any more', () => {
  let now = 0;
  const attention = createAttention(() => now);
  attention.attend('w', ['page']);
  now = WATCHED_MS - 1;
  expect([attention.isWatched(), attention.rankOf(['page'])]).toEqual([true, 0]);
  now = WATCHED_MS;
  expect([attention.isWatched(), attention.rankOf(['page']), attention.shown()]).toEqual([false, null, []]);
});

test('tells when something else is looked at, and not when the same is', () => {
  const attention = createAttention(() => 0);
  let told = 0;
  const stop = attention.onChange(() => told++);
  attention.attend('w', ['a']);
  attention.attend('w', ['a']);
  attention.attend('w', ['b']);
  stop();
  attention.attend('w', ['c']);
  expect(told).toBe(2);
});
