import { expect, test } from 'vitest';
import type { BackupPlan } from '../../../shared/rpc/contract-backup.ts';
import { draftOf, planOf } from './plan-draft.ts';

const PLANS: readonly (BackupPlan | null)[] = [
  null,
  { targets: ['/a'], when: { kind: 'daily', hour: 0 }, rehearse: 'auto' },
  { targets: ['/a', 'E:\\b'], when: { kind: 'weekly', day: 0, hour: 23 }, rehearse: 'remind' },
  { targets: ['/a'], when: { kind: 'plugged' }, rehearse: 'remind' },
];

test.each(PLANS)('a plan goes through its form as it is: %j', (plan) => {
  expect(planOf(draftOf(plan))).toEqual(plan);
});

test('a plan needs a folder, and the same one twice is one', () => {
  const draft = { ...draftOf(null), when: 'daily' } as const;
  expect(planOf(draft)).toBeUndefined();
  expect(planOf({ ...draft, second: ' /a ', first: '/a' })).toMatchObject({ targets: ['/a'] });
});
