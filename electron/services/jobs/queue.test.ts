import { describe, expect, test } from 'vitest';
import { silentLog } from '../../../node/log.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { EventName } from '../../../shared/rpc/events.ts';
import { createAttention } from './attention.ts';
import { newRow } from './job-entry.ts';
import type { FailureRow, JobRow } from './jobs-calls.ts';
import { createQueue, type JobKind, type JobOutcome } from './queue.ts';

type Run = { id: string; end(outcome: JobOutcome): void; fail(error: Error): void; signal: AbortSignal };

/** A kind whose jobs end when the test says so. */
function manualKind(kind: string, atOnce: number) {
  const runs: Run[] = [];
  const definition: JobKind = {
    kind,
    atOnce,
    run: ({ id }, signal, progress) =>
      new Promise((resolve, reject) => {
        progress(1, 2);
        signal.addEventListener('abort', () => resolve('waiting'));
        runs.push({ id, end: resolve, fail: reject, signal });
      }),
  };
  return { definition, runs };
}

function open(kinds: JobKind[], rows = new Map<string, JobRow>(), facts = new Map<string, string>()) {
  const written: string[] = [];
  const events: { event: EventName; value: unknown }[] = [];
  const failures = new Map<string, FailureRow>();
  const ofJob = (id: string) => [...failures.values()].filter((each) => each.job === id);
  const store = {
    async putJob(row: JobRow): Promise<null> {
      rows.set(row.id, row);
      written.push(row.state);
      return null;
    },
    jobs: async () => [...rows.values()],
    async putFailure(failure: Omit<FailureRow, 'no'>) {
      failures.set(`${failure.job} ${failure.key}`, { ...failure, no: failures.size + 1 });
      return ofJob(failure.job).length;
    },
    async dropFailure({ job, key }: { job: string; key: string }) {
      failures.delete(`${job} ${key}`);
      return ofJob(job).length;
    },
    async dropFailures(job: string): Promise<null> {
      for (const { key } of ofJob(job)) failures.delete(`${job} ${key}`);
      return null;
    },
    failures: async ({ job: id, after }: { job: string; after: number }) =>
      ofJob(id).filter(({ no }) => no > after),
    async putFact({ name, value }: { name: string; value: string }): Promise<null> {
      facts.set(name, value);
      return null;
    },
    fact: async (name: string) => facts.get(name) ?? null,
    async dropFact(name: string): Promise<null> {
      facts.delete(name);
      return null;
    },
  };
  const emit = (event: EventName, value: unknown) => void events.push({ event, value });
  const attention = createAttention();
  const cpu = () => ({ share: 'all' as const, places: 1, cores: 1 });
  const queue = createQueue({ store, kinds, emit, log: silentLog(), attention, cpu });
  return { queue, rows, facts, written, events, attention };
}

const job = (id: string, kind = 'slow') => ({ id, kind, title: id, payload: null });
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the queue', () => {
  test('runs as many jobs of a kind at once as the kind allows, and other kinds beside them', async () => {
    const slow = manualKind('slow', 1);
    const other = manualKind('other', 1);
    const { queue } = open([slow.definition, other.definition]);
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
    const { queue, rows, written } = open([slow.definition]);
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
    const { queue } = open([slow.definition]);
    await Promise.all([queue.wake(job('a')), queue.wake(job('a')), queue.wake(job('a'))]);
    await queue.resume(null);
    await settle();
    expect(slow.runs).toHaveLength(1);
  });

  test('shows as running only what runs, also of what an earlier run left', async () => {
    const slow = manualKind('slow', 1);
    const row = { ...newRow(job('a')), done: 3, total: 9, state: 'running' } as const;
    const { queue } = open(
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
    const { queue } = open([slow.definition], rows);
    await queue.start();
    await settle();
    expect(slow.runs.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('leaves a running job unfinished when it closes, so that the next start takes it up', async () => {
    const slow = manualKind('slow', 1);
    const { queue, rows } = open([slow.definition]);
    await queue.wake(job('a'));
    await settle();
    await queue.close();
    expect(slow.runs[0]?.signal.aborted).toBe(true);
    expect(rows.get('a')?.state).toBe('running');
  });

  test('cancels what runs and what waits', async () => {
    const slow = manualKind('slow', 1);
    const { queue, rows } = open([slow.definition]);
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
    const { queue } = open([slow.definition]);
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
    const { queue, events } = open([quick]);
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

describe('a job that rests', () => {
  test('stops as at a closing host, stays paused over a restart, and goes on when it is let', async () => {
    const slow = manualKind('slow', 1);
    const { queue, rows } = open([slow.definition]);
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
    const second = open([again.definition], rows);
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
    const { queue, rows } = open([slow.definition]);
    await queue.wake(job('a'));
    await queue.pause('a');
    await queue.cancel('a');
    await queue.idle();
    expect(rows.get('a')).toMatchObject({ state: 'cancelled', paused: false });
    expect(slow.runs.length).toBeLessThan(2);
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
    const { queue, rows } = open([kind]);
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
    const first = open(kinds());
    await first.queue.wake(job('a'));
    await settle();
    await first.queue.pause(null);
    await first.queue.wake(job('b'));
    await first.queue.wake(job('c', 'asked'));
    await settle();
    expect([slow.runs.length, asked.runs.length]).toEqual([1, 1]);
    await first.queue.close();

    const second = open(kinds(), first.rows, first.facts);
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
    const { queue, rows } = open([slow.definition]);
    await queue.wake(job('a'));
    await settle();
    slow.runs[0]?.end('done');
    await queue.idle();
    await queue.pause(null);
    await queue.wake(job('a'));
    expect(rows.get('a')).toMatchObject({ state: 'waiting', ended: null });
  });
});

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
    const { queue, rows } = open([kind]);
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
    const { queue } = open([failing(keys, 'failed')]);
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
    const { queue } = open([slow.definition]);
    await queue.wake(job('a'));
    await expect(queue.retry('a')).rejects.toMatchObject({ code: 'JOB_NOT_ENDED' });
    await expect(queue.retry('b')).rejects.toMatchObject({ code: 'NO_SUCH_JOB' });
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
  const { queue, attention } = open([kind]);
  await queue.wake({ ...job('a'), payload: 'unit a' });
  await queue.wake({ ...job('b'), payload: 'unit b' });
  attention.attend('w', ['unit b']);
  await queue.idle();
  expect(order).toEqual(['a', 'b', 'b', 'b', 'a', 'a', 'a']);
  expect(queue.list().map(({ state }) => state)).toEqual(['done', 'done']);
});
