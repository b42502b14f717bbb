/**
 * The hybrid clock: the time of day where it moves forward, a counter where it does not. It only chooses which of
 * several unresolved values is shown; what supersedes what is told by named predecessors. So a wrong clock can neither
 * lose a value nor stop anyone from writing.
 */
import type { Clock } from './op.ts';

/** How far ahead of this machine a received clock may pull ours: 5 minutes. */
export const MAX_AHEAD_MS = 5 * 60 * 1000;

const MAX_MS = 0xffff_ffff_ffff;
const MAX_COUNT = 0xffff;

/**
 * The clock of the next local op: later than `last`, whatever the machine's clock says.
 *
 * @param last the last clock given out here, null before the first
 * @param now the machine's clock in milliseconds since 1970; anything, even NaN, is taken
 */
export function tickClock(last: Clock | null, now: number): Clock {
  const present = wholeMs(now);
  if (last === null) return printClock(present, 0);
  const { ms, count } = readClock(last);
  if (present > ms) return printClock(present, 0);
  if (count < MAX_COUNT) return printClock(ms, count + 1);
  return ms < MAX_MS ? printClock(ms + 1, 0) : last;
}

/**
 * Our clock after an op with the clock `received` has arrived: moved up to it, but never further than five minutes
 * ahead of this machine, so that one station with a wrong date does not drag all others along.
 */
export function receiveClock(last: Clock | null, received: Clock, now: number): Clock {
  const limit = printClock(wholeMs(wholeMs(now) + MAX_AHEAD_MS), MAX_COUNT);
  const reached = received < limit ? received : limit;
  return last !== null && last > reached ? last : reached;
}

/** The milliseconds since 1970 in a clock. */
export function clockMs(clock: Clock): number {
  return readClock(clock).ms;
}

function readClock(clock: Clock): { ms: number; count: number } {
  return { ms: Number.parseInt(clock.slice(0, 12), 16), count: Number.parseInt(clock.slice(13), 16) };
}

function printClock(ms: number, count: number): Clock {
  return `${ms.toString(16).padStart(12, '0')}-${count.toString(16).padStart(4, '0')}`;
}

function wholeMs(now: number): number {
  if (Number.isNaN(now)) return 0;
  return Math.min(MAX_MS, Math.max(0, Math.floor(now)));
}
