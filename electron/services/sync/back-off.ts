/** When to try again: long enough that two hundred stations do not come at once when the power is back, short enough that nobody waits. */

const FIRST_MS = 1000;
/** Nobody is waited for longer, whoever asks for it. */
export const LONGEST_MS = 10 * 60_000;
const POLL_MS = 60_000;

/**
 * Full jitter: anything up to twice the bound of the time before, from 1 s to 10 min. `failures` counts those in a row, `random` is in
 * [0, 1); `retryAfterSeconds` is what the centre asked for, and is never undercut.
 */
export function waitAfterFailure(failures: number, random: number, retryAfterSeconds = 0): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(0, failures - 1), 20));
  const asked = Math.min(retryAfterSeconds * 1000, LONGEST_MS);
  return Math.round(asked + Math.max(FIRST_MS / 4, random * bound));
}

/** While the line is well: a minute, half more or less. */
export function waitBetweenPolls(random: number): number {
  return Math.round(POLL_MS * (0.5 + random));
}
