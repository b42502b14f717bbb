/** What a guess costs, and whom. */
import { expect, test } from 'vitest';
import { fail, ok } from '../../shared/result.ts';
import { LIMITS } from '../http/limits.ts';
import { createGuesses } from './guesses.ts';

const WRONG = ['WRONG'];

test('a try that found the server busy costs nobody a guess', async () => {
  const guesses = createGuesses(LIMITS, () => undefined);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const others = Array.from({ length: 66 }, (_none, i) =>
    guesses.guess('password', `other-${i}`, WRONG, () => released.then(() => ok(null))),
  );
  const guess = () => guesses.guess('password', 'mine', WRONG, async () => ok(null));
  for (let i = 0; i < LIMITS.passwordRate.burst; i++)
    expect(await guess()).toMatchObject({ code: 'MAINTENANCE' });
  release();
  await Promise.all(others);
  expect(await guess()).toMatchObject({ ok: true });
});

test('wrong guesses that come at once are as many as may be, and no more', async () => {
  const guesses = createGuesses(LIMITS, () => undefined);
  let made = 0;
  const tries = Array.from({ length: 40 }, () =>
    guesses.guess('password', 'mine', WRONG, async () => {
      made++;
      return fail('WRONG');
    }),
  );
  const codes = (await Promise.all(tries)).map((result) => (result.ok ? 'ok' : result.code));
  expect(made).toBe(LIMITS.passwordRate.burst);
  expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(40 - LIMITS.passwordRate.burst);
});
