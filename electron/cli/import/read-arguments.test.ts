import { expect, test } from 'vitest';
import { readImportArguments } from './read-arguments.ts';

test('what binds files is read', () => {
  expect(readImportArguments(['a', '--into', 'x', '--json'])).toEqual({
    paths: ['a'],
    into: 'x',
    json: true,
    binding: null,
  });
  expect(readImportArguments(['a', '--unit=5/1/2', '--first-leaf', '3об', '--sides'])?.binding).toMatchObject(
    {
      pattern: null,
      unit: '5/1/2',
      first: { num: 3, side: 'verso' },
      by: 'sides',
      isDryRun: false,
    },
  );
});

test.each([
  [['--json']],
  [['a', '--dry-run']],
  [['a', '--into', 'x', '--pattern', '{leaf}']],
  [['a', '--unit', 'x', '--first-leaf', 'first']],
  [['a', '--pattern']],
  [['a', '--what']],
])('%j makes no sense', (args) => expect(readImportArguments(args)).toBeNull());
