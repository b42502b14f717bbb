import { expect, test } from 'vitest';
import { firstLines, lastLines, playwrightSummary, vitestSummary } from './what-failed.ts';

test('a report of vitest: counts, each failed test with its file, a file that could not be loaded', () => {
  const report = {
    numPassedTests: 2,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [
      {
        name: '/q/shared/a.test.ts',
        status: 'failed',
        assertionResults: [
          { fullName: 'adds', status: 'passed', failureMessages: [] },
          {
            fullName: 'takes away',
            status: 'failed',
            failureMessages: ['Error: 1\n    at x (y.ts:1)\nmore'],
          },
        ],
      },
      { name: '/q/shared/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      {
        name: '/q/shared/c.test.ts',
        status: 'passed',
        assertionResults: [{ fullName: 'c', status: 'passed' }],
      },
    ],
  };
  expect(vitestSummary(JSON.stringify(report), '/q')).toEqual({
    passed: 2,
    failed: 2,
    skipped: 1,
    failures: [
      { name: 'shared/a.test.ts › takes away', error: 'Error: 1\nmore' },
      { name: 'shared/b.test.ts', error: 'no such module' },
    ],
    flaky: [],
  });
});

test('a report of Playwright: what passed the second time is named, and counts as passed', () => {
  const spec = (title: string, status: string, ...errors: string[]) => ({
    title,
    file: 'a.spec.ts',
    line: 3,
    tests: [{ status, results: errors.map((message) => ({ error: { message } })) }],
  });
  const report = {
    errors: [{ message: 'the window could not be built' }],
    suites: [
      {
        specs: [spec('goes', 'expected'), spec('is left out', 'skipped')],
        suites: [
          { specs: [spec('wavers', 'flaky', 'once'), spec('falls', 'unexpected', 'red', 'red again')] },
        ],
      },
    ],
  };
  expect(playwrightSummary(JSON.stringify(report))).toEqual({
    passed: 2,
    failed: 2,
    skipped: 1,
    failures: [
      { name: 'outside of any journey', error: 'the window could not be built' },
      { name: 'a.spec.ts:3 › falls', error: 'red' },
    ],
    flaky: ['a.spec.ts:3 › wavers\n      once'],
  });
});

test('errors are told without colours, stack and blank lines, and not at length', () => {
  const error = `\u001b[31mError: no\u001b[39m\n\n${'x'.repeat(500)}\n    at f (g.ts:2)\n${'line\n'.repeat(30)}`;
  const lines = firstLines(error).split('\n');
  expect(lines[0]).toBe('Error: no');
  expect(lines[1]).toHaveLength(242);
  expect(lines).toHaveLength(6);
  expect(lastLines('a\nb\nc\n\n', 2)).toBe('b\nc');
});
