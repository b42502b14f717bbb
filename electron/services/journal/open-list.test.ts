import { expect, test } from 'vitest';
import { createOpenList } from './open-list.ts';

const LARGE = 2500;

test('the open ones are told a few at a time, and what is settled is forgotten for good', () => {
  const settled = new Set<number>();
  let looks = 0;
  const look = (thing: number): number | null => {
    looks++;
    return settled.has(thing) ? null : thing;
  };
  const list = createOpenList<number>();
  list.add([1, 2, 3, 4]);
  expect(list.first(2, look)).toEqual([1, 2]);
  settled.add(1);
  expect(list.first(2, look)).toEqual([2, 3]);
  expect(list.size()).toBe(3);
  looks = 0;
  list.first(Infinity, look);
  expect(looks).toBe(3);
});

test('behind very many settled ones others wait for a further asking, unless all are asked for', () => {
  const all = Array.from({ length: LARGE }, (_, i) => i);
  const look = (thing: number): number | null => (thing === LARGE - 1 ? thing : null);
  const list = createOpenList<number>();
  list.add(all);
  expect(list.first(1, look)).toEqual([]);
  expect(list.first(Infinity, look)).toEqual([LARGE - 1]);
  expect(list.size()).toBe(1);
});
