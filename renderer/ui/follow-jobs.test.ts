import { expect, it } from 'vitest';
import type { Job, Jobs } from '../../shared/rpc/contract-jobs.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import { followJobs } from './follow-jobs.ts';

const jobs = (state: Job['state']): Jobs => ({ jobs: [{ id: 'a', state } as Job], paused: false }) as Jobs;

/** A host whose answers come when the test says so. */
function heldHost() {
  const asked: ((value: Jobs) => void)[] = [];
  const listeners = new Set<(value: Jobs) => void>();
  const host = {
    call: () =>
      new Promise((resolve) => {
        asked.push((value) => resolve({ ok: true, value }));
      }),
    on(_event: string, listener: (value: Jobs) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    host: host as unknown as HostClient,
    answer: async (value: Jobs) => {
      asked.shift()?.(value);
      await new Promise((resolve) => setImmediate(resolve));
    },
    tell: (value: Jobs) => listeners.forEach((listener) => listener(value)),
  };
}

it('what the queue told is not set back by an answer that was on its way', async () => {
  const { host, answer, tell } = heldHost();
  const taken: (Job['state'] | undefined)[] = [];
  const { ask } = followJobs(host, (told) => taken.push(told.jobs[0]?.state));
  tell(jobs('done'));
  await answer(jobs('running'));
  expect(taken).toEqual(['done']);
  const asking = ask();
  await answer(jobs('failed'));
  await asking;
  expect(taken).toEqual(['done', 'failed']);
});

it('whoever has left hears nothing more', async () => {
  const { host, answer, tell } = heldHost();
  const taken: Jobs[] = [];
  followJobs(host, (told) => taken.push(told)).stop();
  tell(jobs('running'));
  await answer(jobs('running'));
  expect(taken).toEqual([]);
});
