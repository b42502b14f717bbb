import { describe, expect, test } from 'vitest';
import { dayOf, isBackupDue, type BackupPlan } from './backup-clock.ts';

const at = (day: number, hour: number): Date => new Date(2026, 10, day, hour, 30);
const plan = (last: string | null): BackupPlan => ({ target: '/mnt', hour: 2, last });

describe('the daily backup', () => {
  test.each([
    ['the first one waits for its hour', null, at(22, 1), false],
    ['the first one', null, at(22, 2), true],
    ['once a day', '2026-11-22', at(22, 23), false],
    ['not before its hour of the next day', '2026-11-22', at(23, 1), false],
    ['the next day', '2026-11-22', at(23, 2), true],
    ['one that was missed is made at once', '2026-11-20', at(22, 0), true],
    ['a clock that was set back makes none twice', '2026-11-25', at(22, 5), false],
  ])('%s', (_name, last, now, due) => {
    expect(isBackupDue(plan(last), now)).toBe(due);
  });

  test('days are this machine’s', () => {
    expect(dayOf(new Date(2026, 0, 5, 0, 0))).toBe('2026-01-05');
  });
});
