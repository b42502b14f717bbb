/** The calls of windows, when two of them speak at once or the program ends in the midst of one. */
import { expect, test } from 'vitest';
import { ok } from '../../../shared/result.ts';
import { SYNC_PLAN, type SyncPlan } from '../../../shared/rpc/contract-sync.ts';
import { syncServices, type SyncServicesDeps } from './sync-services.ts';

test('two changes of the plan at once are both kept', async () => {
  let plan: SyncPlan = SYNC_PLAN;
  const lines: SyncPlan[] = [];
  const deps: Pick<SyncServicesDeps, 'settings' | 'secrets'> & { calls: unknown } = {
    calls: {
      // The line is taken up anew, which takes its time.
      async setPlan(asked: { plan: SyncPlan }) {
        await new Promise((resolve) => setImmediate(resolve));
        lines.push(asked.plan);
        return ok(null);
      },
      authorities: async () => [],
    },
    settings: {
      read: () => ({ sync: { plan, pause: null } }) as ReturnType<SyncServicesDeps['settings']['read']>,
    },
    secrets: {
      forEnrolment: () => expect.unreachable(),
      whole: (asked = plan) => asked,
      async setPlan(next) {
        plan = next;
      },
    },
  };
  const services = syncServices(deps as SyncServicesDeps);
  const hours = { from: 20, to: 6 };
  await Promise.all([
    services['sync.setPlan']({ plan: { hours } }),
    services['sync.setPlan']({ plan: { dailyBytes: 5_000_000 } }),
  ]);
  expect(plan).toMatchObject({ hours, dailyBytes: 5_000_000 });
  expect(lines.at(-1)).toMatchObject({ hours, dailyBytes: 5_000_000 });
});

test('who has written here is noted before the centre knows this machine', async () => {
  const done: string[] = [];
  const deps = {
    calls: {
      async connect() {
        done.push('known at the centre');
        throw new Error('the program ends');
      },
    },
    journal: { archive: 'a', person: 'p' },
    secrets: { forEnrolment: async () => ({}) },
    report: () => ({ centre: null, loop: { trouble: null } }),
    personLink: {
      async noteLocal(person: string) {
        done.push(`noted ${person}`);
      },
    },
  };
  const services = syncServices(deps as unknown as SyncServicesDeps);
  const input = { as: 'found', url: 'https://centre.example', code: 'c', name: 'n' } as const;
  await expect(services['sync.connect'](input)).rejects.toThrow('the program ends');
  expect(done).toEqual(['noted p', 'known at the centre']);
});
