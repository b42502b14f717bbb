/** When the next round is made, and what for: one timer, brought forward by what happens. */

/**
 * What a round is for. `written`: something was written here. `news`: the centre may have some. `look`: how things stand at all is to
 * be asked, at a start, after trouble, because a person wants it.
 */
export type Cause = 'written' | 'news' | 'look';

export type Timers = {
  /** Milliseconds that only ever grow, whatever becomes of the machine's clock. */
  now(): number;
  set(callback: () => void, ms: number): unknown;
  clear(timer: unknown): void;
};

export type NextRound = {
  /** In so many milliseconds, whatever was planned. */
  plan(ms: number, cause: Cause): void;
  /** The centre may have news: within so many milliseconds. */
  news(ms: number): void;
  /** Something was written: soon, and what comes close behind goes together. */
  written(): void;
  clear(): void;
  /** When, by the machine's clock; null when nothing is planned. */
  at(): number | null;
};

/** A person's typing is sent together, and nobody waits for long. */
export const GATHER_MS = 300;
const LONGEST_GATHER_MS = 2000;

export function createNextRound(deps: {
  readonly timers: Timers;
  readonly now: () => number;
  readonly onDue: (cause: Cause) => void;
}): NextRound {
  const { timers, now, onDue } = deps;
  let timer: unknown = null;
  let at: number | null = null;
  /** `at` by the clock that no one can set. */
  let due = 0;
  let cause: Cause = 'look';
  let firstWritten: number | null = null;

  const stop = (): void => {
    if (timer !== null) timers.clear(timer);
    [timer, at] = [null, null];
  };
  const plan = (ms: number, why: Cause): void => {
    stop();
    cause = why;
    at = now() + ms;
    due = timers.now() + ms;
    timer = timers.set(() => {
      [timer, at, firstWritten] = [null, null, null];
      onDue(cause);
    }, ms);
  };

  return {
    plan,
    news(ms) {
      if (timer === null || timers.now() + ms < due) plan(ms, 'news');
      else if (cause === 'written') cause = 'news';
    },
    written() {
      firstWritten ??= timers.now();
      if (timers.now() - firstWritten + GATHER_MS > LONGEST_GATHER_MS) return;
      // What is due by then anyway asks for more than this does.
      const isDue = timer !== null && cause !== 'written' && due - timers.now() <= GATHER_MS;
      plan(GATHER_MS, isDue ? cause : 'written');
    },
    clear() {
      stop();
      firstWritten = null;
    },
    at: () => at,
  };
}
