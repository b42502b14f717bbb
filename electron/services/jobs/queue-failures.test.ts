import { describe, expect, test } from 'vitest';
import { TroubleError } from '../../../shared/result.ts';
import type { JobKind } from './queue.ts';
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
    const again = await queue.retry('a');
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
