import { expect, test } from 'vitest';
import type { Job, Jobs } from '../../../shared/rpc/contract-jobs.ts';
import {
  canRest,
  canRetry,
  groupJobs,
  kindKey,
  losesWork,
  roundedLeft,
  standingFailures,
} from './job-states.ts';
import { reasonKey } from './reason-key.ts';

const job = (id: string, change: Partial<Job> = {}): Job => ({
  id,
  kind: 'text',
  state: 'waiting',
  done: 0,
  total: 0,
  title: 't',
  ...change,
});
const all = (jobs: Job[], paused = false): Jobs => ({
  jobs,
  paused,
  cpu: { share: 'auto', places: 1, cores: 4 },
});
const groups = (jobs: Jobs) =>
  groupJobs(jobs).map(({ group, jobs: own }) => [group, own.map(({ id }) => id).join('')]);

test('jobs stand in their groups, what ended last first', () => {
  const jobs = [
    job('a', { state: 'done' }),
    job('b', { state: 'running' }),
    job('c'),
    job('d', { paused: true }),
    job('e', { state: 'failed' }),
    job('f', { state: 'cancelled' }),
    job('g', { kind: 'tiles' }),
  ];
  expect(groups(all(jobs))).toEqual([
    ['running', 'b'],
    ['waiting', 'cg'],
    ['paused', 'd'],
    ['failed', 'e'],
    ['ended', 'fa'],
  ]);
  expect(groups(all(jobs, true))).toEqual([
    ['running', 'b'],
    ['waiting', 'g'],
    ['paused', 'cd'],
    ['failed', 'e'],
    ['ended', 'fa'],
  ]);
});

test('a failure stands until a retry or a later job has made it good', () => {
  const failed = job('a', { state: 'failed', ended: '2026-01-01' });
  expect(standingFailures([failed])).toHaveLength(1);
  expect(standingFailures([{ ...failed, retriedBy: 'b' }])).toEqual([]);
  const later = job('b', { state: 'done', ended: '2026-01-02' });
  expect(standingFailures([failed, later])).toEqual([]);
  expect(standingFailures([failed, { ...later, title: 'another' }])).toHaveLength(1);
  expect(standingFailures([failed, { ...later, ended: '2025-12-31' }])).toHaveLength(1);
});

test('what may be tried again, paused, and cancelled without being asked', () => {
  expect(canRetry(job('a', { state: 'failed' }))).toBe(true);
  expect(canRetry(job('a', { state: 'done', failed: 2 }))).toBe(true);
  expect(canRetry(job('a', { state: 'done' }))).toBe(false);
  expect(canRetry(job('a', { state: 'failed', retriedBy: 'b' }))).toBe(false);
  expect(canRetry(job('a', { kind: 'import', state: 'done', failed: 2 }))).toBe(false);
  expect([canRest(job('a')), canRest(job('a', { kind: 'tiles' }))]).toEqual([true, false]);
  expect([losesWork(job('a')), losesWork(job('a', { kind: 'derive' }))]).toEqual([true, false]);
  expect([kindKey('audit'), kindKey('new')]).toEqual(['audit', 'other']);
});

test.each([
  [10_000, 'soon', 0],
  [60_000, 'minutes', 1],
  [400_000, 'minutes', 7],
  [1_000_000, 'minutes', 15],
  [6_000_000, 'minutes', 100],
  [7_000_000, 'hours', 2],
  [40_000_000, 'hours', 11],
])('%i milliseconds are told as %s %i', (ms, unit, count) => {
  expect(roundedLeft(ms)).toEqual({ unit, count });
});

test('a reason is told in the words that there are', () => {
  const known = new Set(['failure.A', 'refusal.A', 'refusal.B', 'error.C.what']);
  expect(['A', 'B', 'C', 'D'].map((code) => reasonKey(code, (key) => known.has(key)))).toEqual([
    'failure.A',
    'refusal.B',
    'error.C.what',
    'failure.other',
  ]);
});
