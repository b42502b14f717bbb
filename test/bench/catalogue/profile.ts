/** Where a window's time goes, by Chromium's own sampling profiler: functions by the time spent in themselves. */
import type { Page } from '@playwright/test';

const SAMPLE_US = 250;
const SHOWN = 15;

/** Runs `act`; answers its value and the functions that took longest, as `ms name place`. */
export async function profiled<T>(page: Page, act: () => Promise<T>): Promise<{ value: T; top: string[] }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: SAMPLE_US });
  await session.send('Profiler.start');
  const value = await act();
  const { profile } = await session.send('Profiler.stop');
  await session.detach();
  const spent = new Map<number, number>();
  for (const [i, node] of (profile.samples ?? []).entries()) {
    spent.set(node, (spent.get(node) ?? 0) + (profile.timeDeltas?.[i] ?? 0));
  }
  const byFunction = new Map<string, number>();
  for (const { id, callFrame } of profile.nodes) {
    const { functionName, url, lineNumber } = callFrame;
    if (functionName === '(idle)') continue;
    const name = `${functionName || '(anonymous)'} ${url.split('/').at(-1) ?? ''}:${lineNumber + 1}`;
    byFunction.set(name, (byFunction.get(name) ?? 0) + (spent.get(id) ?? 0) / 1000);
  }
  const top = [...byFunction]
    .sort((a, b) => b[1] - a[1])
    .slice(0, SHOWN)
    .map(([name, ms]) => `${Math.round(ms)} ms ${name}`);
  return { value, top };
}
