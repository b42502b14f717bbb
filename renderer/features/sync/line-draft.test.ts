import { expect, it } from 'vitest';
import { SYNC_PLAN, type SyncPlan } from '../../../shared/rpc/contract-sync.ts';
import { dailyBytesOf, lineDraftOf, linePlanOf } from './line-draft.ts';

it('a plan goes into the form and comes back', () => {
  const plans: SyncPlan[] = [
    SYNC_PLAN,
    { proxy: { kind: 'none' }, hours: { from: 22, to: 6 }, dailyBytes: 1.5e9 },
    { proxy: { kind: 'address', address: 'http://proxy.example:3128' }, hours: null, dailyBytes: null },
  ];
  for (const plan of plans) expect(linePlanOf(lineDraftOf(plan))).toEqual(plan);
});

it('reads a limit with a comma, and refuses what is no limit', () => {
  const draft = lineDraftOf(SYNC_PLAN);
  expect(linePlanOf({ ...draft, daily: ' 0,5 ' })?.dailyBytes).toBe(5e8);
  for (const daily of ['0', '-1', 'много']) expect(linePlanOf({ ...draft, daily })).toBeNull();
  const proxy = { ...draft, proxy: 'address' as const, address: ' ' };
  expect(linePlanOf(proxy)).toBeNull();
  // The limit is not what is wrong with it.
  expect(dailyBytesOf(proxy)).toBeNull();
  expect(dailyBytesOf({ ...proxy, daily: '-1' })).toBeUndefined();
});
