import { expect, test } from 'vitest';
import type { NamedLine } from '../../../shared/page-text/page-lines.ts';
import { nextDoubted, runsOf } from './unsure.ts';

const place = { x: 0, y: 0, w: 1, h: 1 };
const line = (id: string, words: readonly (readonly [string, number | null])[]): NamedLine => ({
  id,
  block: 0,
  line: { place, words: words.map(([text, sure]) => ({ text, place, sure })) },
});

test('runs keep every word and every space', () => {
  const { line: text } = line('a', [
    ['бір', 0.9],
    ['екі', null],
    ['үщ', 0.2],
    ['тврт', 0.1],
    ['бес', 0.8],
  ]);
  const runs = runsOf(text);
  expect(runs.map((run) => run.text).join('')).toBe('бір екі үщ тврт бес');
  expect(runs.filter((run) => run.isDoubted).map((run) => run.text)).toEqual(['үщ', 'тврт']);
  expect(new Set(runs.map(({ at }) => at)).size).toBe(runs.length);
});

test('from one doubted line to the next, round again, in both directions', () => {
  const lines = [
    line('a', [['x', 0.1]]),
    line('b', [['x', 0.9]]),
    line('c', [['x', 0.1]]),
    line('d', [['x', null]]),
  ];
  expect(nextDoubted(lines, null, 1)).toBe('a');
  expect(nextDoubted(lines, 'a', 1)).toBe('c');
  expect(nextDoubted(lines, 'c', 1)).toBe('a');
  expect(nextDoubted(lines, 'd', 1)).toBe('a');
  expect(nextDoubted(lines, null, -1)).toBe('c');
  expect(nextDoubted(lines, 'a', -1)).toBe('c');
  expect(nextDoubted([line('a', [['x', 0.1]])], 'a', 1)).toBe('a');
  expect(nextDoubted(lines.slice(1, 2), 'b', 1)).toBeNull();
});
