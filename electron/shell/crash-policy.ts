/** A window whose process is gone is loaded again, but not for ever: what crashes at once would flicker without end. */

const LIMIT = 3;
const WITHIN_MS = 10 * 60_000;

/** Counts the crashes of one window; `crashed()` says what to do about the one that just happened. */
export function createCrashPolicy(now: () => number = Date.now): { crashed(): 'reload' | 'give-up' } {
  let times: number[] = [];
  return {
    crashed() {
      const time = now();
      times = [...times.filter((earlier) => time - earlier < WITHIN_MS), time];
      return times.length > LIMIT ? 'give-up' : 'reload';
    },
  };
}
