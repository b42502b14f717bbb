/**
 * `npm run -s bench -- catalogue`: the window's copy of a generated archive in real Chromium: rebuilt from the journal with
 * its search index, opened again, searched as a person types; memory of window and worker. Contenders in the same run:
 * a plain Dexie table with seven indexes, and a scan of all texts in memory.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { openBenchArchive } from './bench-archive.ts';
import { p50p95, quantile, round } from './figures.ts';
import type { Bench } from './window/bench-window.tsx';

const QUERIES = [
  'переписк',
  'приказы уездного исполкома',
  'қоныс аудару',
  'Сарыозекского сельского совета 1934',
  'Ф. 1. Оп. 1. Д. 12',
  '2/1/47',
  'личное дело Воронин',
  'мектеп',
  'тұз өндіру туралы болыстық',
  'железная дорога 19',
  'с',
  'ж',
];
const REPEATS = 5;
const TYPED = ['перепис', 'жеке іс', 'школ', 'Ф. 2. Оп. 1. Д. 33', 'қоныс ауд'];

type Times = Record<string, number>;
const READY = () => (globalThis as unknown as { bench: Bench }).bench.isReady();
const TIMES = () => (globalThis as unknown as { bench: Bench }).bench.times;

export async function run({ units }: { readonly units: number }): Promise<object> {
  const archive = await openBenchArchive(units);
  try {
    const first = await archive.openWindow('catalogue');
    await first.page.waitForFunction(READY, undefined, { timeout: 600_000 });
    const rebuilt: Times = await first.page.evaluate(TIMES);
    await first.page.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.storeIndex());
    await first.context.close();

    const starts: Times[] = [];
    for (let i = 0; i < 3; i++) {
      const again = await archive.openWindow('catalogue');
      await again.page.waitForFunction(
        () => {
          const { bench } = globalThis as unknown as { bench: Bench };
          return bench.isReady() && bench.times['firstListPage'] !== undefined;
        },
        undefined,
        { timeout: 60_000 },
      );
      starts.push(await again.page.evaluate(TIMES));
      if (i < 2) await again.context.close();
      else {
        const searched = await searchAll(again.page);
        const memory = await memoryOf(again.context, again.page);
        const contender = await contend(again.page);
        await again.context.close();
        return report(archive.records, rebuilt, starts, searched, memory, contender);
      }
    }
    throw new Error('the last start returns');
  } finally {
    await archive.close();
  }
}

type Searched = { worker: number[]; totals: number[]; typed: number[] };

async function searchAll(page: Page): Promise<Searched> {
  const worker: number[] = [];
  const totals: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    for (const text of QUERIES) {
      const { ms, total } = await page.evaluate(
        (query) => (globalThis as unknown as { bench: Bench }).bench.query(query),
        text,
      );
      worker.push(ms);
      if (i === 0) totals.push(total);
    }
  }
  const typed: number[] = [];
  for (const text of TYPED) {
    typed.push(
      ...(await page.evaluate((word) => (globalThis as unknown as { bench: Bench }).bench.type(word), text)),
    );
  }
  return { worker, totals, typed };
}

async function contend(page: Page) {
  const scan = await page.evaluate(
    (queries) => (globalThis as unknown as { bench: Bench }).bench.scan(queries),
    QUERIES,
  );
  const fill = await page.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.plainFill());
  return { scan, fill };
}

/** JavaScript heaps of window and worker after a collection, and the resident set of the process that holds both. */
async function memoryOf(context: BrowserContext, page: Page) {
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const window = await session.send('Runtime.getHeapUsage');
  const browser = context.browser();
  const worker = page.workers()[0];
  const workerHeap = await worker?.evaluate(
    () => (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0,
  );
  const resident = Math.max(0, ...(await residentOfRenderers(context)));
  await session.detach();
  const mib = (bytes: number) => round(bytes / 1024 / 1024);
  return {
    windowHeapMib: mib(window.usedSize),
    workerHeapMib: mib(workerHeap ?? 0),
    rendererResidentMib: mib(resident),
    browser: browser?.version(),
  };
}

/** Resident bytes of the page's renderer processes: found by the browser's own list of processes. */
async function residentOfRenderers(context: BrowserContext): Promise<number[]> {
  const browser = context.browser();
  if (browser === null) return [];
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo
    .filter((each) => each.type === 'renderer')
    .map((each) => {
      const status = readFileSync(`/proc/${each.id}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
    });
}

function report(
  records: number,
  rebuilt: Times,
  starts: readonly Times[],
  searched: Searched,
  memory: object,
  { scan, fill }: Awaited<ReturnType<typeof contend>>,
): object {
  const median = (name: string) =>
    round(
      quantile(
        starts.map((times) => times[name] ?? 0),
        0.5,
      ),
    );
  return {
    records,
    rebuild: {
      catalogueS: round((rebuilt['catalogueReady'] ?? 0) / 1000),
      withIndexS: round((rebuilt['searchReady'] ?? 0) / 1000),
      targetS: 60,
    },
    start: {
      firstListPageMs: median('firstListPage'),
      catalogueReadyMs: median('catalogueReady'),
      searchReadyMs: median('searchReady'),
      target: { firstListPageMs: 100, searchReadyMs: 1500 },
    },
    query: { workerMs: p50p95(searched.worker), target: { p95: 20 } },
    keystrokeToPaintedMs: { ...p50p95(searched.typed), target: 50 },
    memory: { ...memory, target: { workerMib: 250, windowMib: 600 } },
    contender: {
      plainDexieFillS: round(fill.ms / 1000),
      ratioOfFills: round(((rebuilt['catalogueReady'] ?? 0) / fill.ms) * 1),
      scanLoadMs: round(scan.loadMs),
      scanMs: p50p95(scan.ms),
      ratioOfMedianQueries: round(quantile(searched.worker, 0.5) / quantile(scan.ms, 0.5)),
    },
    hits: Object.fromEntries(QUERIES.map((query, i) => [query, [searched.totals[i], scan.totals[i]]])),
  };
}
