import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { must } from '../must.ts';
import { leafRun } from './leaf-run.ts';
import { readLeafRanges } from './leaves.ts';
import { leafSortKey } from './number-sort-key.ts';
import { printLeafRanges } from './print-leaves.ts';
import { leavesIn, leavesToScan } from './unit-leaves.ts';

const leaf = (text: string) => must(readLeafRanges(text).ranges?.[0]?.from, text);
const along = (text: string) => leavesIn(must(readLeafRanges(text).ranges, text));
const printed = (run: ReturnType<typeof leafRun>) =>
  printLeafRanges(
    run.map((from) => ({ from })),
    'ru',
  );

it('counts faces and backs, or faces only', () => {
  expect(printed(leafRun(leaf('45'), 4, 'sides'))).toBe('45, 45 об., 46, 46 об.');
  expect(printed(leafRun(leaf('45об'), 3, 'sides'))).toBe('45 об., 46, 46 об.');
  expect(printed(leafRun(leaf('45'), 3, 'leaves'))).toBe('45, 46, 47');
  expect(printed(leafRun(leaf('45об'), 3, 'leaves'))).toBe('45 об., 46 об., 47 об.');
});

it('follows the leaves of the unit, with their letters and gaps, and goes on behind the last', () => {
  const unit = along('1–3, 3а, 5');
  expect(printed(leafRun(leaf('2'), 6, 'leaves', unit))).toBe('2, 3, 3а, 5, 6, 7');
  expect(printed(leafRun(leaf('3'), 5, 'sides', unit))).toBe('3, 3 об., 3а, 3а об., 5');
  expect(printed(leafRun(leaf('9'), 2, 'leaves', unit))).toBe('9, 10');
});

it('passes over leaves that bear nothing or are gone', () => {
  const ranges = (text: string) => must(readLeafRanges(text).ranges, text);
  const of = (hasBacks: boolean) =>
    leavesToScan({
      expected: along('1–8, 5а'),
      isWritten: true,
      blank: ranges('3, 4, 6об'),
      absent: ranges('5, 7'),
      hasBacks,
    });
  expect(printed(of(false))).toBe('1, 2, 5а, 6, 8');
  expect(printed(leafRun(leaf('2'), 4, 'leaves', of(false)))).toBe('2, 5а, 6, 8');
  // Its face is there, so the leaf is.
  expect(printed(of(true))).toBe('1, 2, 5а, 6, 8');
});

it('goes upwards without end and without a leaf twice', () => {
  const start = fc.record(
    { num: fc.integer({ min: 1, max: 300 }), side: fc.constantFrom('recto' as const, 'verso' as const) },
    { requiredKeys: ['num'], noNullPrototype: true },
  );
  fc.assert(
    fc.property(
      start,
      fc.integer({ min: 0, max: 60 }),
      fc.constantFrom('leaves' as const, 'sides' as const),
      fc.boolean(),
      (from, count, by, isAlong) => {
        const keys = leafRun(from, count, by, isAlong ? along('1–40, 12а, 12б, 50–90') : []).map(leafSortKey);
        expect(keys.length).toBe(count);
        expect([...new Set(keys)].sort()).toEqual(keys);
      },
    ),
  );
});
