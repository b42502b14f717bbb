/**
 * `npm run -s bench -- writes`: an edit of a title from the call in the window to *safe on this machine*, through the real
 * web host and journal and into the window's copy; beside it, by turns, a plain strict Dexie put of the same row.
 */
import { openBenchArchive } from './bench-archive.ts';
import { p50p95, quantile, round } from './figures.ts';
import type { Bench } from './window/bench-window.tsx';

const WARM_UP = 20;
const EDITS = 300;

export async function run({ units }: { readonly units: number }): Promise<object> {
  const archive = await openBenchArchive(units);
  try {
    const { context, page } = await archive.openWindow('writes');
    await page.waitForFunction(() => (globalThis as unknown as { bench: Bench }).bench.isReady(), undefined, {
      timeout: 600_000,
    });
    const write = (count: number) =>
      page.evaluate((n) => (globalThis as unknown as { bench: Bench }).bench.write(n), count);
    await write(WARM_UP);
    const { ours, plain } = await write(EDITS);
    await context.close();
    return {
      records: archive.records,
      typedToSafeMs: p50p95(ours),
      contenderPlainDexiePutMs: p50p95(plain),
      ratioOfMedians: round(quantile(ours, 0.5) / quantile(plain, 0.5)),
      target: { p50: 20, p95: 100 },
    };
  } finally {
    await archive.close();
  }
}
