/**
 * How often somebody may guess a password or a code. Whoever was right starts anew; whoever was wrong waits longer and
 * longer. Checking a password costs memory and a core on purpose, so few are checked at once.
 */
import { fail, type Failure, type Result } from '../../shared/result.ts';
import { createGate } from '../http/budget.ts';
import type { Limits } from '../http/limits.ts';
import { createRateLimit, type RateLimit } from '../http/rate-limit.ts';

export type GuessKind = 'password' | 'code' | 'page';

export type Guesses = {
  /**
   * Makes one guess, when it may be made now. `wrong` are the codes that count as a wrong guess.
   * TOO_MANY_REQUESTS: not now; MAINTENANCE: too many are guessing at once.
   */
  guess<T, C extends string>(
    kind: GuessKind,
    key: string,
    wrong: readonly string[],
    make: () => Promise<Result<T, C>>,
  ): Promise<Result<T, C> | Failure<'TOO_MANY_REQUESTS' | 'MAINTENANCE'>>;
};

const AT_ONCE = 2;
const MAX_WAITING = 64;
const WAIT_MS = 10_000;

/** `onWrong` is told of each wrong guess. */
export function createGuesses(
  limits: Pick<Limits, 'passwordRate' | 'codeRate' | 'guessRate'>,
  onWrong: (kind: GuessKind) => void,
): Guesses {
  const gate = createGate({ most: AT_ONCE, maxWaiting: MAX_WAITING, waitMs: WAIT_MS });
  const together = createRateLimit(limits.guessRate);
  const each: Readonly<Record<GuessKind, RateLimit>> = {
    password: createRateLimit(limits.passwordRate),
    code: createRateLimit(limits.codeRate),
    page: createRateLimit(limits.passwordRate),
  };

  return {
    async guess(kind, key, wrong, make) {
      // Taken before and given back after, so that many at once are not one.
      const wait = each[kind].take(key) || together.wait('all');
      if (wait > 0) return fail('TOO_MANY_REQUESTS', { retryAfter: wait });
      const leave = await gate.enter(1);
      if (leave === null) {
        // Nothing was guessed.
        each[kind].give(key);
        return fail('MAINTENANCE', { retryAfter: 5 });
      }
      try {
        const result = await make();
        const isWrong = !result.ok && wrong.includes(result.code);
        if (isWrong) {
          together.take('all');
          onWrong(kind);
        } else each[kind].forget(key);
        return result;
      } finally {
        leave();
      }
    },
  };
}
