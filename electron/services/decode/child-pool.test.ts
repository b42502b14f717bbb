import { afterEach, describe, expect, test } from 'vitest';
import { startForked } from '../../../node/calls/child.ts';
import type { FaultyCalls } from '../../../test/fixtures/faulty-child.ts';
import type { Machine } from '../jobs/machine.ts';
import { createChildPool, type ChildPool } from './child-pool.ts';

const MODULE = new URL('../../../test/fixtures/faulty-child.ts', import.meta.url);

let pool: ChildPool<FaultyCalls>;
afterEach(() => pool.close());

function open(
  children: number,
  options: {
    memoryMb?: number;
    tasksPerChild?: number;
    idleMs?: number;
    machine?: Pick<Machine, 'turn' | 'cores' | 'places' | 'nice'>;
  } = {},
) {
  const { memoryMb = 500, ...rest } = options;
  pool = createChildPool<FaultyCalls>({
    startChild: startForked,
    module: MODULE,
    children,
    memoryMb,
    ...rest,
  });
  return pool;
}
const echo = (text: string, urgent = true) =>
  pool.run({ call: (child) => child.echo(text), deadlineMs: 10_000, urgent });

describe('a task that goes wrong', () => {
  test('is stopped when it takes too long, and the next one is done', async () => {
    open(1);
    const hanging = pool.run({ call: (child) => child.hang(null as never), deadlineMs: 300, urgent: true });
    const next = echo('still here');
    expect(await hanging).toMatchObject({ ok: false, code: 'TOO_SLOW' });
    expect(await next).toEqual({ ok: true, value: 'still here' });
  });

  test('is given up when three processes died over it', async () => {
    open(1);
    const dying = pool.run({ call: (child) => child.die(null as never), deadlineMs: 10_000, urgent: true });
    expect(await dying).toMatchObject({ ok: false, code: 'CRASHED' });
    expect(await echo('alive')).toMatchObject({ ok: true });
  });

  // What a process really takes is told by /proc alone.
  test('is stopped when it eats too much memory', { skip: process.platform !== 'linux' }, async () => {
    open(1, { memoryMb: 200 });
    const eating = pool.run({ call: (child) => child.eat(2000), deadlineMs: 20_000, urgent: true });
    expect(await eating).toMatchObject({ ok: false, code: 'TOO_LARGE' });
    expect(await echo('alive')).toMatchObject({ ok: true });
  });
});

describe('a task that nobody wants any more', () => {
  const waiting = (signal: AbortSignal) =>
    pool.run({ call: (child) => child.wait(null as never), deadlineMs: 10_000, urgent: true, signal });
  const CANCELLED = { code: 'CANCELLED' };

  test('ends with its process, and the next one is done', async () => {
    open(1);
    await echo('start');
    const [before] = pool.pids();
    const wanted = new AbortController();
    const task = pool.run({
      call(child) {
        setImmediate(() => wanted.abort());
        return child.wait(null as never);
      },
      deadlineMs: 600_000,
      urgent: true,
      signal: wanted.signal,
    });
    await expect(task).rejects.toMatchObject(CANCELLED);
    expect(await echo('alive')).toMatchObject({ ok: true });
    expect(pool.pids()).not.toContain(before);
  });

  test('never begins when it was still waiting, and costs no process', async () => {
    open(1);
    await echo('start');
    const pids = pool.pids();
    let end: () => void = () => undefined;
    const first = pool.run({
      call: (child) => new Promise<string>((resolve) => (end = () => resolve(child.echo('first')))),
      deadlineMs: 10_000,
      urgent: true,
    });
    const wanted = new AbortController();
    const second = waiting(wanted.signal);
    wanted.abort();
    await expect(second).rejects.toMatchObject(CANCELLED);
    await expect(waiting(wanted.signal)).rejects.toMatchObject(CANCELLED);
    end();
    expect(await first).toEqual({ ok: true, value: 'first' });
    expect(pool.pids()).toEqual(pids);
  });
});

test('a process that somebody else kills is replaced, and its task done', async () => {
  open(1);
  await echo('start');
  const [before] = pool.pids();
  let attempts = 0;
  const task = pool.run({
    call: (child) => (++attempts === 1 ? child.wait(null as never) : child.pid(null as never)),
    deadlineMs: 10_000,
    urgent: true,
  });
  process.kill(before ?? 0, 'SIGKILL');
  const done = await task;
  expect(done).toMatchObject({ ok: true });
  expect(done.ok && done.value).not.toBe(before);
});

test('a worn process is replaced', async () => {
  open(1, { tasksPerChild: 2 });
  const pids = new Set<number>();
  for (let task = 0; task < 4; task++) {
    const done = await pool.run({
      call: (child) => child.pid(null as never),
      deadlineMs: 10_000,
      urgent: true,
    });
    if (done.ok) pids.add(done.value);
  }
  expect(pids.size).toBe(2);
});

test('tasks that are not urgent never take all processes', async () => {
  open(2);
  const slow = Array.from({ length: 3 }, () =>
    pool.run({ call: (child) => child.wait(null as never), deadlineMs: 20_000, urgent: false }),
  );
  const settled = Promise.allSettled(slow);
  expect(await echo('urgent')).toEqual({ ok: true, value: 'urgent' });
  pool.close();
  for (const task of await settled) expect(task.status).toBe('rejected');
});

test('tasks without hurry that come one by one are done by one process, however many there may be', async () => {
  const machine = { turn: async () => () => undefined, cores: 4, places: () => 4, nice: () => 0 };
  open(2, { machine });
  const pids = new Set<number>();
  for (let task = 0; task < 4; task++) {
    const done = await pool.run({
      call: (child) => child.pid(null as never),
      deadlineMs: 10_000,
      urgent: false,
    });
    if (done.ok) pids.add(done.value);
  }
  expect(pids.size).toBe(1);
});

test('closing refuses what waits and what comes', async () => {
  open(1);
  const waiting = [0, 1].map(() =>
    pool.run({ call: (child) => child.wait(null as never), deadlineMs: 10_000, urgent: true }),
  );
  const settled = Promise.allSettled(waiting);
  pool.close();
  for (const task of await settled) {
    expect(task).toMatchObject({ status: 'rejected', reason: { code: 'HOST_STOPPING' } });
  }
  await expect(echo('late')).rejects.toMatchObject({ code: 'HOST_STOPPING' });
});

test('when no process starts, the files are not to blame', async () => {
  pool = createChildPool<FaultyCalls>({
    startChild: startForked,
    module: new URL('./no-such-module.ts', import.meta.url),
    children: 1,
    memoryMb: 500,
  });
  await expect(echo('x')).rejects.toMatchObject({ code: 'CHILD_UNAVAILABLE' });
});
