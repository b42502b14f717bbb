/** Long work on a thread that others ask things of: it lets them in after every few milliseconds. */
import { setImmediate as turn } from 'node:timers/promises';

export type Breath = () => Promise<void>;

/** What it gives is to be awaited between two pieces of work; most of the time that costs nothing. */
export function createBreath(everyMs: number): Breath {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < everyMs) return;
    await turn();
    last = performance.now();
  };
}
