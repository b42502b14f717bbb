import { expect, it } from 'vitest';
import { createHeldDesk } from '../../../test/fixtures/held-desk.tsx';
import { runHook } from '../../../test/fixtures/run-hook.ts';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { useBundles } from './use-bundles.ts';

const job = (state: Job['state']) => ({ id: 'a', kind: 'bundleTake', state }) as Job;

it('what the queue told of its jobs is not set back by an answer that was on its way', async () => {
  const { wrap, answer, tell } = createHeldDesk();
  const run = runHook(useBundles, undefined, wrap);
  tell('jobs.changed', { jobs: [job('done')] });
  await answer('job.list', { jobs: [job('running')] });
  expect(run.now().jobs).toEqual([job('done')]);
  run.end();
});
