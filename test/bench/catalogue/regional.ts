/** The regional archive in the bench's window: the copy made and opened, searched, edited, weighed. */
import type { Page } from '@playwright/test';
import { ask } from '../../fixtures/catalogue-world.ts';
import { p50p95, quantile, round } from '../figures.ts';
import { processMemory, rendererResident, windowHeap, workerHeap } from './memory.ts';
import type { Opened } from './world.ts';
import type { Progress } from './window/progress.ts';
import type { ReadPagesOf } from './window/pages.ts';

type Times = Readonly<Record<string, number>>;

const WARM_UP_EDITS = 20;
const EDITS = 300;

/** Waits until the probe stands in the page, and copy and index are whole. */
export async function waitWhole(page: Page, deadlineMs: number): Promise<void> {
  await page.waitForFunction(() => 'probe' in globalThis, undefined, { timeout: 60_000 });
  await ask(page, 'untilReady', deadlineMs);
}

/** What a first start on this profile took: everything is streamed from the journal and indexed. */
export async function readRebuild(page: Page) {
  const times: Times = await ask(page, 'times');
  const progress = await page.evaluate(() =>
    (globalThis as unknown as { rebuildProgress(): Progress }).rebuildProgress(),
  );
  return {
    copyS: ((times['catalogueReady'] ?? 0) - (times['opened'] ?? 0)) / 1000,
    withIndexS: ((times['searchReady'] ?? 0) - (times['opened'] ?? 0)) / 1000,
    progressSteps: progress.steps,
    longestStandstillMs: round(progress.longestStandstillMs),
  };
}

/** Cold starts on the copy and the index that are there, each with a new browser. */
export async function measureStarts(open: () => Promise<Opened>, count: number) {
  const starts: Times[] = [];
  for (let i = 0; i < count; i++) {
    const { page } = await open();
    await waitWhole(page, 120_000);
    await page.waitForFunction(
      () => {
        const { probe } = globalThis as unknown as { probe: { times(): Times } };
        return probe.times()['firstListPage'] !== undefined;
      },
      undefined,
      { timeout: 60_000 },
    );
    starts.push(await ask(page, 'times'));
  }
  const after = (name: string) => starts.map((times) => (times[name] ?? 0) - (times['opened'] ?? 0));
  const median = (ms: readonly number[]) => quantile(ms, 0.5);
  return {
    count,
    programMs: median(starts.map((times) => times['opened'] ?? 0)),
    firstListPageMs: median(after('firstListPage')),
    catalogueReadyMs: median(after('catalogueReady')),
    searchReadyMs: median(after('searchReady')),
  };
}

/** The product's own way: through the window to the search worker and back; `ms` is the worker's. */
export async function searchAll(page: Page, queries: readonly string[], repeats: number) {
  const [worker, answered]: [number[], number[]] = [[], []];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const asked = await page.evaluate(async (queries) => {
      const { probe } = globalThis as unknown as { probe: { search(text: string): Promise<{ ms: number }> } };
      const times: { worker: number; answered: number }[] = [];
      for (const query of queries) {
        const began = performance.now();
        const { ms } = await probe.search(query);
        times.push({ worker: ms, answered: performance.now() - began });
      }
      return times;
    }, queries);
    worker.push(...asked.map((each) => each.worker));
    answered.push(...asked.map((each) => each.answered));
  }
  return { worker, answered };
}

/** The pages of digitised units, as opening one of their documents asks for them. */
export async function openPages(page: Page, documents: readonly string[]) {
  const { ms, pages } = await page.evaluate(
    (documents) => (globalThis as unknown as { readPagesOf: ReadPagesOf }).readPagesOf(documents),
    documents,
  );
  return { documents: documents.length, pages, readMs: p50p95(ms) };
}

export async function measureEdits(page: Page) {
  await ask(page, 'write', WARM_UP_EDITS);
  return ask(page, 'write', EDITS);
}

export async function measureMemory({ browser, page }: Opened, hostPid: number) {
  const host = processMemory(hostPid);
  return {
    searchWorkerMib: await workerHeap(page, 'search-worker'),
    windowHeapMib: await windowHeap(page),
    windowProcessMib: await rendererResident(browser.browser),
    hostMib: host.residentMib,
    hostPeakMib: host.peakMib,
  };
}
