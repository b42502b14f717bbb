/** Long work on a thread that others ask things of: it lets them in after every few milliseconds, and waits while they are at it. */
import { setImmediate as turn } from 'node:timers/promises';
import type { AskGate } from './ask-gate.ts';

export type Breath = () => Promise<void>;

/** What it gives is to be awaited between two pieces of work; most of the time that costs nothing. */
export function createBreath(everyMs: number, gate: Pick<AskGate, 'passed'>): Breath {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < everyMs) return;
    await turn();
    await gate.passed();
    last = performance.now();
  };
}
