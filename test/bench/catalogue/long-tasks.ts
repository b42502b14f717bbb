/**
 * What holds up the window's main thread: `longtask` tells how long, `long-animation-frame` which scripts and how much of
 * it was style and layout. Both are Chromium's own; a task of 50 ms or less is not told.
 */
import type { Page } from '@playwright/test';
import { round } from '../figures.ts';
import { traced } from './main-thread.ts';
import { profiled } from './profile.ts';

export type LongTasks = {
  readonly count: number;
  readonly worstMs: number;
  readonly sumMs: number;
  /** The same by the time that the processor worked on each, whatever others did on the machine. */
  readonly busyCount: number;
  readonly busyWorstMs: number;
  /** The slowest frames: their length, what of it was style and layout, and the scripts that took longest. */
  readonly frames: readonly { readonly ms: number; readonly layoutMs: number; readonly scripts: string[] }[];
  /** With `--profile`: where the whole time went. */
  readonly profile?: readonly string[];
};

type Seen = {
  tasks: { start: number; ms: number }[];
  frames: { start: number; ms: number; layoutMs: number; scripts: { name: string; ms: number }[] }[];
};

const SHOWN_FRAMES = 3;
const SHOWN_SCRIPTS = 4;

let isProfiled = false;

/** From now on every observation has a profile with it; that makes the window slower. */
export function profileToo(): void {
  isProfiled = true;
}

/** Begins to look at every document that this page will load. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Seen = { tasks: [], frames: [] };
    Object.assign(globalThis, { longTasksSeen: seen });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        seen.tasks.push({ start: startTime, ms: duration });
      }
    }).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const frame = entry as PerformanceEntry & {
          styleAndLayoutStart: number;
          scripts: {
            invoker: string;
            sourceFunctionName: string;
            sourceCharPosition: number;
            duration: number;
            forcedStyleAndLayoutDuration: number;
          }[];
        };
        const { startTime, duration, styleAndLayoutStart } = frame;
        seen.frames.push({
          start: startTime,
          ms: duration,
          layoutMs: styleAndLayoutStart > 0 ? startTime + duration - styleAndLayoutStart : 0,
          scripts: frame.scripts.map((script) => ({
            name: `${script.invoker} ${script.sourceFunctionName}:${script.sourceCharPosition}`,
            ms: script.duration,
          })),
        });
      }
    }).observe({ type: 'long-animation-frame', buffered: true });
  });
}

/** Runs `act` and tells the long tasks from its beginning to its end; what `act` answers comes with them. */
export async function duringLongTasks<T>(
  page: Page,
  act: () => Promise<T>,
): Promise<{ value: T; long: LongTasks }> {
  const from = await page.evaluate(() => performance.now());
  const { value: acted, busy } = await traced(page, async () =>
    isProfiled ? await profiled(page, act) : { value: await act(), top: null },
  );
  const { value, top } = acted;
  // Entries come in a task of their own, behind the one that they tell of.
  const { tasks, frames } = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return (globalThis as unknown as { longTasksSeen: Seen }).longTasksSeen;
  });
  const ours = tasks.filter(({ start }) => start >= from);
  const slow = frames
    .filter((frame) => frame.start >= from)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, SHOWN_FRAMES);
  const long: LongTasks = {
    count: ours.length,
    worstMs: round(Math.max(0, ...ours.map(({ ms }) => ms))),
    sumMs: round(ours.reduce((sum, { ms }) => sum + ms, 0)),
    busyCount: busy.count,
    busyWorstMs: round(busy.worstMs),
    frames: (ours.length === 0 ? [] : slow).map(({ ms, layoutMs, scripts }) => ({
      ms: round(ms),
      layoutMs: round(layoutMs),
      scripts: scripts
        .sort((a, b) => b.ms - a.ms)
        .slice(0, SHOWN_SCRIPTS)
        .map((script) => `${round(script.ms)} ms ${script.name}`),
    })),
    ...(top === null ? {} : { profile: top }),
  };
  return { value, long };
}

/** Several observations as one: the sums, the worst, the slowest frames of all. */
export function allOf(observed: readonly LongTasks[]): LongTasks {
  return {
    count: observed.reduce((sum, { count }) => sum + count, 0),
    worstMs: Math.max(0, ...observed.map(({ worstMs }) => worstMs)),
    sumMs: round(observed.reduce((sum, { sumMs }) => sum + sumMs, 0)),
    busyCount: observed.reduce((sum, { busyCount }) => sum + busyCount, 0),
    busyWorstMs: Math.max(0, ...observed.map(({ busyWorstMs }) => busyWorstMs)),
    frames: observed
      .flatMap(({ frames }) => frames)
      .sort((a, b) => b.ms - a.ms)
      .slice(0, SHOWN_FRAMES),
    ...(observed.at(-1)?.profile === undefined ? {} : { profile: observed.at(-1)?.profile ?? [] }),
  };
}
