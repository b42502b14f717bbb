/**
 * `npm run -s bench -- writes`: an edit of a title from the call in the window to *safe on this machine*, through the real
 * web host and journal and into the window's copy; beside it, by turns, a plain strict Dexie put of the same row.
 */
import { ask, openCatalogueWorld, waitReady } from '../fixtures/catalogue-world.ts';
import { p50p95, quantile, round } from './figures.ts';
import type { BenchOptions } from './main.ts';

const WARM_UP = 20;
const EDITS = 300;

export async function run({ units = 10_000 }: BenchOptions): Promise<object> {
  const world = await openCatalogueWorld(units);
  try {
    const { browser, page } = await world.openWindow('writes');
    await waitReady(page, 600_000);
    await ask(page, 'write', WARM_UP);
    const { safe, shown, plain } = await ask(page, 'write', EDITS);
    await browser.close();
    return {
      records: world.records,
      typedToSafeMs: p50p95(safe),
      typedToInTheCopyMs: p50p95(shown),
      contenderPlainDexiePutMs: p50p95(plain),
      ratioOfMedians: round(quantile(safe, 0.5) / quantile(plain, 0.5)),
      target: { p50: 20, p95: 100 },
    };
  } finally {
    await world.close();
  }
}
