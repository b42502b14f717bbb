import { expect, test } from 'vitest';
import type { BackupPlan, TargetStatus } from '../../../shared/rpc/contract-backup.ts';
import { backupHolding, wordOf } from './backup-words.ts';

const NOW = Date.parse('2026-11-22T09:00:00Z');
const plan: BackupPlan = { targets: ['/a'], when: { kind: 'daily', hour: 20 }, rehearse: 'remind' };

function target(at: string | null, more: Partial<TargetStatus> = {}): TargetStatus {
  const sums = { n: 10, mark: 'm', objects: 1, files: 1, bytes: 1, damaged: 0 };
  return {
    target: '/a',
    isPlanned: true,
    isThere: true,
    last: at === null ? null : { at, target: '/a', ...sums },
    rehearsed: null,
    state: 'fine',
    trouble: null,
    next: null,
    isRehearsalDue: false,
    ...more,
  };
}

test('says what a person can do something about', () => {
  const fine = '2026-11-21T20:00:00Z';
  expect(wordOf({ plan: null, targets: [] }, NOW)).toEqual({ word: 'none' });
  expect(wordOf({ plan, targets: [target(fine)] }, NOW)).toEqual({ word: 'fine', at: fine });
  const late = target('2026-11-17T20:00:00Z', { state: 'overdue', isThere: false });
  expect(wordOf({ plan, targets: [target(fine), late] }, NOW)).toEqual({ word: 'late', days: 4 });
  expect(wordOf({ plan, targets: [target('2030-01-01T00:00:00Z', { state: 'unknown' })] }, NOW)).toEqual({
    word: 'unknown',
  });
  const never = target(null, { state: 'never', target: '/b' });
  expect(wordOf({ plan, targets: [target(fine), never] }, NOW)).toEqual({ word: 'partly' });
  const failed = { state: 'never', trouble: 'BACKUP_TARGET_FULL' } as const;
  expect(wordOf({ plan, targets: [target(null, failed)] }, NOW)).toEqual({ word: 'failed' });
  expect(wordOf({ plan, targets: [target(fine, { trouble: 'BACKUP_TARGET_FULL' })] }, NOW)).toEqual({
    word: 'failed',
  });
});

test('reminds of a rehearsal, but not on the day of the first backup', () => {
  const due = { isRehearsalDue: true };
  expect(wordOf({ plan, targets: [target('2026-11-22T08:00:00Z', due)] }, NOW)).toMatchObject({
    word: 'fine',
  });
  expect(wordOf({ plan, targets: [target('2026-11-20T08:00:00Z', due)] }, NOW)).toEqual({ word: 'rehearse' });
  const automatic = { ...plan, rehearse: 'auto' } as const;
  expect(wordOf({ plan: automatic, targets: [target('2026-11-20T08:00:00Z', due)] }, NOW)).toMatchObject({
    word: 'fine',
  });
});

test('a record is in the newest backup that is as new as its last change', () => {
  const [older, newer] = [target('2026-11-20T08:00:00Z'), target('2026-11-21T08:00:00Z')];
  expect(backupHolding([older, newer], 10)).toBe('2026-11-21T08:00:00Z');
  expect(backupHolding([older, newer], 11)).toBeNull();
  expect(backupHolding([], 0)).toBeNull();
});
