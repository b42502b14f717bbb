import { describe, expect, test } from 'vitest';
import { TroubleError } from '../../../shared/result.ts';
import { newRow } from './job-entry.ts';
import type { JobRow } from './jobs-calls.ts';
import type { JobKind } from './queue.ts';
import { manualKind, openQueue, job, settle } from './fixture-queue.ts';

describe('the queue', () => {
  test('runs as many jobs of a kind at once as the kind allows, and other kinds beside them', async () => {
    const slow = manualKind('slow', 1);
    const other = manualKind('other', 1);
    const { queue } = openQueue([slow.definition, other.definition]);
    await Promise.all([queue.wake(job('a')), queue.wake(job('b')), queue.wake(job('c', 'other'))]);
    await settle();
    expect([slow.runs.map(({ id }) => id), other.runs.map(({ id }) => id)]).toEqual([['a'], ['c']]);
    slow.runs[0]?.end('done');
    await settle();
    await settle();
    expect(slow.runs.map(({ id }) => id)).toEqual(['a', 'b']);
    slow.runs[1]?.end('done');
    other.runs[0]?.end('done');
    await queue.idle();
    expect(queue.list().map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });

  test('runs a job once more when it was woken while it ran', async () => {
    const slow = manualKind('slow', 1);
    const { queue, rows, written } = openQueue([slow.definition]);
    await queue.wake(job('a'));
    await settle();
    await queue.wake(job('a'));
    slow.runs[0]?.end('done');
    await settle();
    await settle();
    expect(slow.runs).toHaveLength(2);
    slow.runs[1]?.end('waiting');
    await queue.idle();
    expect(rows.get('a')).toMatchObject({ state: 'waiting', done: 1, total: 2 });
    // Never done in between: a kill at that moment would forget that it was woken.
    expect(written).toEqual(['waiting', 'running', 'waiting', 'running', 'waiting']);
  });

  test('never runs one job twice at once, however often it is woken', async () => {
    const slow = manualKind('slow', 5);
    const { queue } = openQueue([slow.definition]);
    await Promise.all([queue.wake(job('a')), queue.wake(job('a')), queue.wake(job('a'))]);
    await queue.resume(null);
    await settle();
    expect(slow.runs).toHaveLength(1);
  });

  test('shows as running only what runs, also of what an earlier run left', async () => {
    const slow = manualKind('slow', 1);
    const row = { ...newRow(job('a')), done: 3, total: 9, state: 'running' } as const;
    const { queue } = openQueue(
      [slow.definition],
      new Map([
        ['a', row],
        ['b', { ...row, id: 'b' }],
      ]),
    );
    await queue.start();
    await settle();
    expect(queue.list().map(({ id, state }) => [id, state])).toEqual([
      ['a', 'running'],
      ['b', 'waiting'],
    ]);
    await queue.close();
  });

  test('takes up at the start what was not done', async () => {
    const slow = manualKind('slow', 3);
    const row = { ...newRow(job('a')), done: 3, total: 9 };
    const rows = new Map<string, JobRow>([
      ['a', { ...row, id: 'a', state: 'running' }],
      ['b', { ...row, id: 'b', state: 'waiting' }],
      ['c', { ...row, id: 'c', state: 'done' }],
      ['d', { ...row, id: 'd', state: 'cancelled' }],
    ]);
    const { queue } = openQueue([slow.definition], rows);
    await queue.start();
    await settle();
    expect(slow.runs.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('leaves a running job unfinished when it closes, so that the next start takes it up', async () => {
    const slow = manualKind('slow', 1);
    const { queue, rows } = openQueue([slow.definition]);
    await queue.wake(job('a'));
    await settle();
    await queue.close();
    expect(slow.runs[0]?.signal.aborted).toBe(true);
    expect(rows.get('a')?.state).toBe('running');
  });

  test('cancels what runs and what waits', async () => {
    const slow = manualKind('slow', 1);
    const { queue, rows } = openQueue([slow.definition]);
    await queue.wake(job('a'));
    await queue.wake(job('b'));
    await settle();
    await queue.cancel('b');
    await queue.cancel('a');
    await queue.idle();
    expect([rows.get('a')?.state, rows.get('b')?.state]).toEqual(['cancelled', 'cancelled']);
    expect(slow.runs).toHaveLength(1);
  });

  test('a trouble stands as the code of its job, a bug as INTERNAL', async () => {
    const slow = manualKind('slow', 2);
    const { queue } = openQueue([slow.definition]);
    await queue.wake(job('a'));
    await queue.wake(job('b'));
    await settle();
    slow.runs[0]?.fail(new TroubleError('DISK_FULL'));
    slow.runs[1]?.fail(new Error('a bug'));
    await queue.idle();
    expect(queue.list().map(({ state, code }) => [state, code])).toEqual([
      ['failed', 'DISK_FULL'],
      ['failed', 'INTERNAL'],
    ]);
  });

  test('tells windows of the last state, but not of every one', async () => {
    const quick: JobKind = {
      kind: 'quick',
      atOnce: 1,
      async run(_job, _signal, progress) {
        for (let done = 1; done <= 500; done++) progress(done, 500);
        return 'done';
      },
    };
    const { queue, events } = openQueue([quick]);
    await queue.wake(job('a', 'quick'));
    await queue.idle();
    await queue.close();
    expect(events.length).toBeLessThan(5);
    expect(events.at(-1)).toMatchObject({
      event: 'jobs.changed',
      value: { jobs: [{ id: 'a', state: 'done', done: 500, total: 500 }] },
    });
  });
});

test('a job that somebody looks at takes the place of a running one, which goes on afterwards', async () => {
  const slow = manualKind('slow', 1);
  const order: string[] = [];
  const kind: JobKind = {
    ...slow.definition,
    about: (payload) => [payload as string],
    async run({ id }, _signal, _progress, turn) {
      for (let step = 0; step < 3; step++) {
        order.push(id);
        await settle();
        if (turn?.giveWay() === true) return 'waiting';
      }
      return 'done';
    },
  };
  const { queue, attention } = openQueue([kind]);
  await queue.wake({ ...job('a'), payload: 'unit a' });
  await queue.wake({ ...job('b'), payload: 'unit b' });
  attention.attend('w', ['unit b']);
  await queue.idle();
  expect(order).toEqual(['a', 'b', 'b', 'b', 'a', 'a', 'a']);
  expect(queue.list().map(({ state }) => state)).toEqual(['done', 'done']);
});
