import { describe, expect, test } from 'vitest';
import { TroubleError } from '../../../shared/result.ts';
import type { JobKind, Queue } from './queue.ts';
import { manualKind, openQueue, job } from './fixture-queue.ts';

describe('what failed in a job', () => {
  const failing = (keys: string[], outcome: 'done' | 'failed'): JobKind => ({
    kind: 'some',
    atOnce: 1,
    async run({ payload }, _signal, _progress, turn) {
      for (const key of (payload as string[] | null) ?? keys) {
        await turn?.failed({ key, name: `${key}.tif`, code: 'BROKEN' });
        await turn?.failed({ key, name: `${key}.tif`, code: 'TOO_SLOW' });
      }
      turn?.numbers({ read: 7 });
      if (outcome === 'failed') throw new TroubleError('DISK_FULL');
      return 'done';
    },
  });

  test('is counted once for each item, and tried again as a job of its own', async () => {
    const kind = {
      ...failing(['x', 'y'], 'done'),
      again: (_payload: unknown, keys: readonly string[]) => [...keys],
    };
    const { queue, rows } = openQueue([kind]);
    await queue.wake(job('a', 'some'));
    await queue.idle();
    expect(queue.list()).toMatchObject([{ state: 'done', failed: 2, numbers: { read: 7 } }]);
    expect((await queue.failures('a', 0, 9)).map(({ name, code }) => [name, code])).toEqual([
      ['x.tif', 'TOO_SLOW'],
      ['y.tif', 'TOO_SLOW'],
    ]);
    // Pressed in two windows at once it is one.
    const [again, other] = await Promise.all([queue.retry('a'), queue.retry('a')]);
    expect(other).toBe(again);
    expect(queue.list()).toHaveLength(2);
    expect(rows.get(again)?.payload).toEqual(['x', 'y']);
    expect(rows.get('a')?.retried).toBe(again);
    // Pressed twice it is the same one.
    expect(await queue.retry('a')).toBe(again);
  });

  test('is forgotten when the job itself is done once more', async () => {
    const keys = ['x'];
    const { queue } = openQueue([failing(keys, 'failed')]);
    await queue.wake(job('a', 'some'));
    await queue.idle();
    expect(queue.list()).toMatchObject([{ state: 'failed', code: 'DISK_FULL', failed: 1 }]);
    keys.pop();
    expect(await queue.retry('a')).toBe('a');
    await queue.idle();
    expect(queue.list()[0]).not.toHaveProperty('failed');
    expect(await queue.failures('a', 0, 9)).toEqual([]);
  });

  test('is not tried again while it runs, nor when there is no such job', async () => {
    const slow = manualKind('slow', 1);
    const { queue } = openQueue([slow.definition]);
    await queue.wake(job('a'));
    await expect(queue.retry('a')).rejects.toMatchObject({ code: 'JOB_NOT_ENDED' });
    await expect(queue.retry('b')).rejects.toMatchObject({ code: 'NO_SUCH_JOB' });
  });
});

describe('a disk that is full', () => {
  /** Until the queue shows the job so. */
  const becomes = (queue: Queue, state: string) =>
    expect.poll(() => queue.list()[0]?.state, { interval: 2 }).toBe(state);

  test.each(['done', 'waiting'] as const)(
    'has no room for how a job ended: it is done once more when there is some (%s)',
    async (outcome) => {
      const slow = manualKind('slow', 1);
      const { queue, rows, disk } = openQueue([slow.definition]);
      await queue.wake(job('a'));
      await expect.poll(() => slow.runs.length).toBe(1);
      disk.isFull = true;
      slow.runs[0]?.end(outcome);
      await becomes(queue, 'waiting');
      disk.isFull = false;
      await expect.poll(() => slow.runs.length).toBe(2);
      slow.runs[1]?.end('done');
      await becomes(queue, 'done');
      expect(rows.get('a')).toMatchObject({ state: 'done', code: null });
    },
  );

  test('has no room for a job to begin: it is not failed, and begins when there is some', async () => {
    const slow = manualKind('slow', 1);
    const { queue, disk } = openQueue([slow.definition]);
    disk.isFull = true;
    await expect(queue.wake(job('a'))).rejects.toMatchObject({ code: 'DISK_FULL' });
    await queue.wake(job('a'));
    await becomes(queue, 'waiting');
    disk.isFull = false;
    await expect.poll(() => slow.runs.length).toBe(1);
  });

  test('brings back none that was cancelled meanwhile', async () => {
    const slow = manualKind('slow', 1);
    const { queue, disk } = openQueue([slow.definition]);
    await queue.wake(job('a'));
    await expect.poll(() => slow.runs.length).toBe(1);
    disk.isFull = true;
    slow.runs[0]?.end('done');
    await becomes(queue, 'waiting');
    disk.isFull = false;
    await queue.cancel('a');
    // As long as several tries would take.
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(queue.list()).toMatchObject([{ state: 'cancelled' }]);
    expect(slow.runs.length).toBe(1);
  });
});
