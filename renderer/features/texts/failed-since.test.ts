import { expect, test } from 'vitest';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { failedSince } from './failed-since.ts';

const job = (id: string, state: Job['state'], more: Partial<Job> = {}): Job => ({
  id,
  kind: 'text',
  title: 'kaz',
  state,
  done: 0,
  total: 2,
  ...more,
});

test('a reading that fails is told once, with its code', () => {
  const first = failedSince(null, [job('a', 'running'), job('b', 'waiting')]);
  expect(first.failed).toEqual([]);
  const jobs = [job('a', 'failed', { code: 'TEXT_PARTLY_READ' }), job('b', 'done')];
  const second = failedSince(first.ended, jobs);
  expect(second.failed).toEqual(['TEXT_PARTLY_READ']);
  expect(failedSince(second.ended, jobs).failed).toEqual([]);
});

test('so is one that was begun and failed between two looks', () => {
  const { ended } = failedSince(null, []);
  expect(failedSince(ended, [job('a', 'failed', { code: 'NO_MODEL' })]).failed).toEqual(['NO_MODEL']);
});

test('what failed before the window looked, and jobs of other kinds, are not told here', () => {
  const { ended, failed } = failedSince(null, [job('a', 'failed', { code: 'NO_MODEL' })]);
  expect(failed).toEqual([]);
  expect(failedSince(ended, [job('b', 'failed', { kind: 'backup' })]).failed).toEqual([]);
});
