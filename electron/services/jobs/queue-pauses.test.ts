import { describe, expect, test } from 'vitest';
import type { JobKind } from './queue.ts';
import { manualKind, openQueue, job, settle } from './fixture-queue.ts';

describe('a job that rests', () => {
  test('stops as at a closing host, stays paused over a restart, and goes on when it is let', async () => {
    const slow = manualKind('slow', 1);
    const { queue, rows } = openQueue([slow.definition]);
    await queue.wake(job('a'));
    await queue.wake(job('b'));
    await settle();
    await queue.pause('a');
    expect(slow.runs[0]?.signal.aborted).toBe(true);
    expect(queue.list()).toMatchObject([{ state: 'waiting', paused: true }, { id: 'b' }]);
    await settle();
    // Its place is another one's now, and being woken does not change that it rests.
    await queue.wake(job('a'));
    expect(slow.runs.map(({ id }) => id)).toEqual(['a', 'b']);
    await queue.close();

    const again = manualKind('slow', 2);
    const second = openQueue([again.definition], rows);
    await second.queue.start();
    await settle();
    expect(again.runs.map(({ id }) => id)).toEqual(['b']);
    await second.queue.resume('a');
    await settle();
    expect(again.runs.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(second.rows.get('a')).toMatchObject({ state: 'running', paused: false });
  });

  test('may be cancelled', async () => {
    const slow = manualKind('slow', 1);
    const { queue, rows } = openQueue([slow.definition]);
    await queue.wake(job('a'));
    await queue.pause('a');
    await queue.cancel('a');
    await queue.idle();
    expect(rows.get('a')).toMatchObject({ state: 'cancelled', paused: false });
    expect(slow.runs.length).toBeLessThan(2);
  });

  test('paused while its end is being written down it has ended when that is answered, also after a kill', async () => {
    const slow = manualKind('slow', 1);
    const { queue, rows, disk } = openQueue([slow.definition]);
    await queue.wake(job('a'));
    await settle();
    const written = Promise.withResolvers<void>();
    disk.busy = written.promise;
    slow.runs[0]?.end('done');
    await settle();
    let isAnswered = false;
    const pausing = queue.pause('a').then(() => (isAnswered = true));
    await settle();
    expect(isAnswered).toBe(false);
    written.resolve();
    await pausing;
    expect(rows.get('a')).toMatchObject({ state: 'done' });
  });

  test('woken while it is being cancelled it is cancelled, and runs no more', async () => {
    const ended = Promise.withResolvers<void>();
    let runs = 0;
    const kind: JobKind = {
      kind: 'slow',
      atOnce: 1,
      async run() {
        if (++runs > 1) return 'done';
        await ended.promise;
        return 'waiting';
      },
    };
    const { queue, rows } = openQueue([kind]);
    await queue.wake(job('a'));
    await settle();
    const cancelling = queue.cancel('a');
    await queue.wake(job('a'));
    ended.resolve();
    await cancelling;
    await queue.idle();
    expect(runs).toBe(1);
    expect(rows.get('a')).toMatchObject({ state: 'cancelled' });
  });

  test('paused and cancelled at the same moment it is cancelled', async () => {
    const ended = Promise.withResolvers<void>();
    let runs = 0;
    const kind: JobKind = {
      kind: 'slow',
      atOnce: 1,
      async run() {
        runs++;
        await ended.promise;
        return 'waiting';
      },
    };
    const { queue, rows } = openQueue([kind]);
    await queue.wake(job('a'));
    const pausing = queue.pause('a');
    await settle();
    const cancelling = queue.cancel('a');
    ended.resolve();
    await Promise.all([pausing, cancelling]);
    await queue.resume(null);
    await queue.idle();
    expect([rows.get('a')?.state, runs]).toEqual(['cancelled', 1]);
  });
});

describe('when everything rests', () => {
  test('nothing runs but what somebody waits for or has come to its end, also after a restart', async () => {
    const slow = manualKind('slow', 3);
    const asked = manualKind('asked', 1);
    const ending = new Set<string>();
    const kinds = () => [
      { ...slow.definition, isEnding: (id: string) => ending.has(id) },
      { ...asked.definition, isAwaited: true },
    ];
    const first = openQueue(kinds());
    await first.queue.wake(job('a'));
    await settle();
    await first.queue.pause(null);
    await first.queue.wake(job('b'));
    await first.queue.wake(job('c', 'asked'));
    await settle();
    expect([slow.runs.length, asked.runs.length]).toEqual([1, 1]);
    await first.queue.close();

    const second = openQueue(kinds(), first.rows, first.facts);
    await second.queue.start();
    await settle();
    expect([slow.runs.length, asked.runs.length, second.queue.told().paused]).toEqual([1, 2, true]);
    ending.add('b');
    await second.queue.wake(job('b'));
    await settle();
    expect(slow.runs.map(({ id }) => id)).toEqual(['a', 'b']);
    await second.queue.resume(null);
    await settle();
    expect(slow.runs.map(({ id }) => id)).toEqual(['a', 'b', 'a']);
  });

  test('a job that had ended and is woken is not forgotten by a kill', async () => {
    const slow = manualKind('slow', 1);
    const { queue, rows } = openQueue([slow.definition]);
    await queue.wake(job('a'));
    await settle();
    slow.runs[0]?.end('done');
    await queue.idle();
    await queue.pause(null);
    await queue.wake(job('a'));
    expect(rows.get('a')).toMatchObject({ state: 'waiting', ended: null });
  });
});
