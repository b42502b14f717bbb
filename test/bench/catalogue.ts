/**
 * `npm run -s bench -- catalogue`: the window's copy of a generated archive in real Chromium: rebuilt from the journal with
 * its search index, opened again, searched as a person types; memory of window and worker. Contenders in the same run:
 * a plain Dexie table with seven indexes, and a scan of all texts in memory.
 */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { ask, openCatalogueWorld, waitReady, type CatalogueWorld } from '../fixtures/catalogue-world.ts';
import { p50p95, quantile, round } from './figures.ts';

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

type Times = Readonly<Record<string, number>>;
const STARTS = 3;

export async function run({ units }: { readonly units: number }): Promise<object> {
  const world = await openCatalogueWorld(units);
  try {
    const first = await world.openWindow('catalogue');
    await waitReady(first.page, 600_000);
    const rebuilt: Times = await ask(first.page, 'times');
    await ask(first.page, 'storeIndex');
    await first.browser.close();

    const starts: Times[] = [];
    for (let i = 1; i < STARTS; i++) {
      const { browser, page } = await openStarted(world);
      starts.push(await ask(page, 'times'));
      await browser.close();
    }
    const { browser, page } = await openStarted(world);
    starts.push(await ask(page, 'times'));
    const searched = await searchAll(page);
    const memory = await memoryOf(browser.browser, page);
    const contender = {
      scan: await ask(page, 'scan', QUERIES),
      fill: await ask(page, 'plainFill'),
    };
    await browser.close();
    return report(world.records, rebuilt, starts, searched, memory, contender);
  } finally {
    await world.close();
  }
}

/** A cold start on the copy and the index that are there. */
async function openStarted(world: CatalogueWorld) {
  const opened = await world.openWindow('catalogue');
  await waitReady(opened.page);
  await opened.page.waitForFunction(
    () => {
      const { probe } = globalThis as unknown as { probe: { times(): Times } };
      return probe.times()['firstListPage'] !== undefined;
    },
    undefined,
    { timeout: 60_000 },
  );
  return opened;
}

type Searched = { worker: number[]; totals: number[]; typed: number[] };

async function searchAll(page: Page): Promise<Searched> {
  const worker: number[] = [];
  const totals: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    for (const text of QUERIES) {
      const { ms, total } = await ask(page, 'search', text);
      worker.push(ms);
      if (i === 0) totals.push(total);
    }
  }
  const typed: number[] = [];
  for (const text of TYPED) typed.push(...(await ask(page, 'type', text)));
  return { worker, totals, typed };
}

/** JavaScript heaps of window and worker after a collection, and the resident set of the process that holds both. */
async function memoryOf(browser: Browser, page: Page) {
  const mib = (bytes: number): number => round(bytes / 1024 / 1024);
  const window = await page.context().newCDPSession(page);
  await window.send('HeapProfiler.collectGarbage');
  const { usedSize } = await window.send('Runtime.getHeapUsage');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const resident = processInfo.filter((each) => each.type === 'renderer').map((each) => residentOf(each.id));
  return {
    windowHeapMib: mib(usedSize),
    workerHeapMib: mib(await workerHeap(window)),
    rendererResidentMib: mib(Math.max(0, ...resident)),
    browser: browser.version(),
  };
}

/** The worker is a target inside the page's; what is said to it goes through the page's session, wrapped. */
async function workerHeap(window: CDPSession): Promise<number> {
  const attached = new Promise<string>((resolve) => {
    window.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') resolve(sessionId);
    });
  });
  await window.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const sessionId = await attached;
  const answers = new Map<number, (result: unknown) => void>();
  window.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: unknown };
    answers.get(id)?.(result);
  });
  const send = (id: number, method: string): Promise<unknown> =>
    new Promise((resolve) => {
      answers.set(id, resolve);
      void window.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    });
  await send(1, 'HeapProfiler.collectGarbage');
  return ((await send(2, 'Runtime.getHeapUsage')) as { usedSize: number }).usedSize;
}

function residentOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

type Contender = {
  readonly scan: { readonly loadMs: number; readonly ms: number[]; readonly totals: number[] };
  readonly fill: { readonly ms: number; readonly rows: number };
};

function report(
  records: number,
  rebuilt: Times,
  starts: readonly Times[],
  searched: Searched,
  memory: object,
  { scan, fill }: Contender,
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
      // From the moment that the window's program runs; loading it is `programMs`.
      programMs: median('opened'),
      firstListPageMs: round(median('firstListPage') - median('opened')),
      catalogueReadyMs: round(median('catalogueReady') - median('opened')),
      searchReadyMs: round(median('searchReady') - median('opened')),
      target: { firstListPageMs: 100, searchReadyMs: 1500 },
    },
    query: { workerMs: p50p95(searched.worker), target: { p95: 20 } },
    keystrokeToPaintedMs: { ...p50p95(searched.typed), target: 50 },
    memory: { ...memory, target: { workerMib: 250, windowMib: 600 } },
    contender: {
      plainDexieFillS: round(fill.ms / 1000),
      ratioOfFills: round((rebuilt['catalogueReady'] ?? 0) / fill.ms),
      scanLoadMs: round(scan.loadMs),
      scanMs: p50p95(scan.ms),
      ratioOfMedianQueries: round(quantile(searched.worker, 0.5) / quantile(scan.ms, 0.5)),
    },
    hits: Object.fromEntries(QUERIES.map((query, i) => [query, [searched.totals[i], scan.totals[i]]])),
  };
}
