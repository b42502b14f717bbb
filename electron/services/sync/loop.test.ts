/** When rounds are made, with the times in the test's hand. */
import { expect, test } from 'vitest';
import { createLoop, type RoundEnd } from './loop.ts';
import type { Timers } from './next-round.ts';

/** A clock that goes when it is told to, and timers that follow it. */
function handClock() {
  let time = 0;
  let id = 0;
  const waiting = new Map<number, { at: number; callback: () => void }>();
  const timers: Timers = {
    now: () => time,
    set(callback, ms) {
      waiting.set(++id, { at: time + ms, callback });
      return id;
    },
    clear: (timer) => void waiting.delete(timer as number),
  };
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  return {
    timers,
    now: () => time,
    settle,
    async pass(ms: number) {
      const end = time + ms;
      for (;;) {
        const due = [...waiting.entries()]
          .filter(([, { at }]) => at <= end)
          .sort((a, b) => a[1].at - b[1].at)[0];
        if (due === undefined) break;
        waiting.delete(due[0]);
        time = due[1].at;
        due[1].callback();
        await settle();
      }
      time = end;
      await settle();
    },
  };
}

const COMPLETE: RoundEnd = { kind: 'complete', hasMore: false, trouble: null };
const OFFLINE: RoundEnd = { kind: 'line', code: 'OFFLINE', details: {} };

function world(options: { random?: number; ends?: RoundEnd[] } = {}) {
  const clock = handClock();
  const ends = options.ends ?? [];
  const rounds: number[] = [];
  const errors: unknown[] = [];
  let last: RoundEnd = COMPLETE;
  let open: ((end: RoundEnd) => void) | null = null;
  let isSlow = false;
  const loop = createLoop({
    round: (signal) => {
      rounds.push(clock.now());
      last = ends.shift() ?? last;
      if (!isSlow) return Promise.resolve(last);
      return new Promise((resolve) => {
        open = resolve;
        signal.addEventListener('abort', () => resolve({ kind: 'cut' }));
      });
    },
    onChange: () => undefined,
    report: (error) => void errors.push(error),
    now: clock.now,
    random: () => options.random ?? 0.5,
    timers: clock.timers,
  });
  return {
    clock,
    loop,
    rounds,
    errors,
    slow: () => (isSlow = true),
    end: async (end: RoundEnd) => {
      open?.(end);
      await clock.settle();
    },
  };
}

test('begins soon, and polls once a minute', async () => {
  const { clock, loop, rounds } = world();
  loop.start();
  await clock.pass(1000);
  expect(rounds).toHaveLength(1);
  await clock.pass(10 * 60_000);
  expect(rounds).toHaveLength(11);
});

test('what is typed is sent together, and waits for no longer than two seconds', async () => {
  const { clock, loop, rounds } = world();
  loop.start();
  await clock.pass(1000);
  for (let i = 0; i < 100; i++) {
    loop.written();
    await clock.pass(100);
  }
  // Ten seconds of writing every tenth of a second.
  expect(rounds.length - 1).toBeGreaterThanOrEqual(4);
  expect(rounds.length - 1).toBeLessThanOrEqual(6);
  const before = rounds.length;
  loop.written();
  await clock.pass(300);
  expect(rounds.length).toBe(before + 1);
});

test('what was written while a round went on goes with the next one at once', async () => {
  const { clock, loop, rounds, slow, end } = world();
  slow();
  loop.start();
  await clock.pass(1000);
  loop.written();
  await end(COMPLETE);
  await clock.pass(100);
  expect(rounds).toHaveLength(2);
});

test('a line that is down is tried ever more rarely, whatever is written, and never given up', async () => {
  const { clock, loop, rounds } = world({
    ends: [...Array.from({ length: 30 }, () => OFFLINE), COMPLETE],
    random: 0.999,
  });
  loop.start();
  for (let i = 0; i < 3600; i++) {
    loop.written();
    await clock.pass(1000);
  }
  expect(rounds.length).toBeGreaterThan(8);
  expect(rounds.length).toBeLessThan(20);
  expect(loop.state()).toMatchObject({
    state: 'waiting',
    trouble: { code: 'OFFLINE', since: expect.any(Number) },
  });
  const { trouble } = loop.state();
  await clock.pass(4 * 60 * 60_000);
  expect(loop.state()).toMatchObject({ state: 'resting', trouble: null });
  expect(trouble?.since).toBeLessThan(1000);
});

test('a person is waited for, but asked for at once', async () => {
  const revoked: RoundEnd = { kind: 'person', code: 'DEVICE_REVOKED', details: {} };
  const { clock, loop, rounds } = world({ ends: [revoked, revoked] });
  loop.start();
  await clock.pass(10 * 60_000);
  expect(rounds).toHaveLength(1);
  expect(loop.state().state).toBe('stopped');
  loop.poked();
  await clock.pass(1000);
  expect(rounds).toHaveLength(1);
  await loop.now();
  expect(rounds).toHaveLength(2);
});

test('a pause cuts what goes on and makes no round until it ends', async () => {
  const { clock, loop, rounds, slow } = world();
  slow();
  loop.start();
  await clock.pass(1000);
  await loop.stop();
  expect(loop.state().state).toBe('off');
  loop.written();
  loop.poked();
  await clock.pass(60 * 60_000);
  expect(rounds).toHaveLength(1);
  loop.start();
  await clock.pass(1000);
  expect(rounds).toHaveLength(2);
});

test('a word of the centre shortens the waiting, also that after a failure', async () => {
  const { clock, loop, rounds } = world({
    ends: [OFFLINE, OFFLINE, OFFLINE, OFFLINE, OFFLINE, OFFLINE, COMPLETE],
  });
  loop.start();
  await clock.pass(20_000);
  const before = rounds.length;
  loop.poked();
  await clock.pass(300);
  expect(rounds.length).toBe(before + 1);
});

test('a centre that asked to be left alone is left alone, whatever it says meanwhile, but for a person', async () => {
  const busy: RoundEnd = { kind: 'line', code: 'MAINTENANCE', details: { retryAfter: 120 } };
  const { clock, loop, rounds } = world({ ends: [busy, COMPLETE] });
  loop.start();
  await clock.pass(1000);
  expect(rounds).toHaveLength(1);
  for (let i = 0; i < 100; i++) {
    loop.poked();
    await clock.pass(1000);
  }
  expect(rounds).toHaveLength(1);
  await clock.pass(20_000);
  expect(rounds).toHaveLength(2);
  const asked = world({ ends: [busy, COMPLETE] });
  asked.loop.start();
  await asked.clock.pass(1000);
  await asked.loop.now();
  expect(asked.rounds).toHaveLength(2);
});

test('a bug in a round is reported and tried again like a line that is down', async () => {
  const clock = handClock();
  const errors: unknown[] = [];
  let count = 0;
  const loop = createLoop({
    round: () => (++count === 1 ? Promise.reject(new Error('bug')) : Promise.resolve(COMPLETE)),
    onChange: () => undefined,
    report: (error) => void errors.push(error),
    now: clock.now,
    random: () => 0.5,
    timers: clock.timers,
  });
  loop.start();
  await clock.pass(200);
  expect([errors.length, loop.state().trouble?.code]).toEqual([1, 'INTERNAL']);
  await clock.pass(5000);
  expect(loop.state().state).toBe('resting');
});

test('who waited for a round when all was stopped begins no other one', async () => {
  const { clock, loop, rounds, slow } = world();
  loop.start();
  slow();
  await clock.pass(1000);
  expect(rounds).toHaveLength(1);
  const asked = loop.now();
  await loop.stop();
  await clock.settle();
  expect(rounds).toHaveLength(1);
  expect(loop.state().state).toBe('off');
  await asked;
});

test('a line that is there again ends the waiting for it, and no other', async () => {
  const busy: RoundEnd = { kind: 'line', code: 'MAINTENANCE', details: {} };
  for (const [end, isOver] of [
    [OFFLINE, true],
    [busy, false],
    [COMPLETE, false],
    [{ kind: 'person', code: 'SIGN_IN', details: {} }, false],
  ] as const) {
    const { clock, loop, rounds } = world({ ends: Array.from({ length: 12 }, () => end), random: 0.999 });
    loop.start();
    await clock.pass(300);
    // So often that the next one by itself is minutes away.
    while (rounds.length < 12) await loop.now();
    if (isOver) expect(loop.state()).toMatchObject({ state: 'waiting', trouble: { code: 'OFFLINE' } });
    loop.reached();
    await clock.pass(300);
    expect([end, rounds.length]).toEqual([end, isOver ? 13 : 12]);
  }
});
