/**
 * `npm run -s bench -- viewer [--units 600]`: what a person waits for in the window, in a real Chromium over a web host: the
 * first page of a PDF of 600 scanned pages that has just come in, turning, the jump to its end; the first screen of a map of 200 megapixels
 * before and after its pyramid is there. Beside them the commands that do the same work on the file itself.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import sharp from 'sharp';
import { ensureWindowIsBuilt } from '../../build/built.ts';
import { writePdf } from '../../electron/services/sample/write-pdf.ts';
import { must } from '../../shared/must.ts';
import { chooseLanguage } from '../e2e/steps.ts';
import { timeUntilShown } from '../e2e/viewer-steps.ts';
import { BROWSER, HEADLESS_FLAGS } from '../fixtures/browser.ts';
import { drawTextPage } from '../fixtures/draw-text-page.ts';
import { startWebHostProcess, type WebHostProcess } from '../fixtures/web-host-process.ts';
import { rendererResident } from './catalogue/memory.ts';
import { p50p95, quantile, round } from './figures.ts';
import type { BenchOptions } from './main.ts';
import { drawSampleMap, dropPyramids, importIsDone, scansOf, type BenchScan } from './bench-scans.ts';
import { watchMemory } from './watch-memory.ts';

const SCREEN = { width: 1600, height: 900 };
const PAGES = 600;
/** Different pages in the PDF; the others are the same pictures again. */
const DRAWN = 12;
const TURNS = 20;
const OPENED = 5;
/** After it the map counts as not sharpened. */
const TILES_DEADLINE_MS = 30_000;
const MEGABYTE = 1024 * 1024;
/** The host's, in the folder of a part. */
const DATA = 'data';

export async function run({ units: pages = PAGES, only = null }: BenchOptions): Promise<object> {
  if (!ensureWindowIsBuilt(console.error)) throw new Error('the window could not be built');
  const parts = { pdf: (folder: string) => measurePdf(folder, pages), map: measureMap };
  const figures: Record<string, unknown> = {};
  for (const [name, measure] of Object.entries(parts)) {
    if (only !== null && !only.includes(name)) continue;
    const folder = mkdtempSync(path.join(tmpdir(), `qoima-bench-viewer-`));
    try {
      figures[name] = await measure(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const targets = {
    firstPageMs: 1000,
    pageTurnMs: 150,
    mapOnceTiledMs: 1000,
    hostMb: 300,
    windowMb: 600,
    childMb: 600,
  };
  return { ...figures, targets };
}

async function measurePdf(folder: string, pages: number): Promise<object> {
  const pdf = await makeScannedPdf(pages);
  const file = path.join(folder, 'опись.pdf');
  writeFileSync(file, pdf);
  return await withWindows(folder, async ({ host, browser, openWindow, memory }) => {
    const page = await openWindow();
    const begun = performance.now();
    const scan = await importFile(host, 'опись.pdf', pdf);
    const takenInMs = performance.now() - begun;
    memory.reset();
    const firstPage: number[] = [];
    for (let run = 0; run < OPENED; run += 1) firstPage.push(await open(page, scan, 1));
    await page.getByRole('application').focus();
    const turns: number[] = [];
    for (let shown = 2; shown <= TURNS; shown += 1) {
      turns.push(await timeUntilShown(page, shown, () => page.keyboard.press('PageDown')));
    }
    const jumpToEndMs = await timeUntilShown(page, pages, () => page.keyboard.press('End'));
    return {
      pages,
      megabytes: round(pdf.length / MEGABYTE),
      takenInMs: round(takenInMs),
      firstPageMs: { first: round(firstPage[0] ?? 0), median: round(quantile(firstPage, 0.5)) },
      pageTurnMs: p50p95(turns),
      jumpToEndMs: round(jumpToEndMs),
      memory: { ...memory.peak(), windowMb: round(await rendererResident(browser)) },
      contenderPdftoppmFirstPageMs: pdftoppm(file, folder),
    };
  });
}

async function measureMap(folder: string): Promise<object> {
  return await withWindows(folder, async ({ host, browser, openWindow, memory }) => {
    const map = await drawSampleMap(host);
    // The host made it ahead.
    dropPyramids(path.join(folder, DATA));
    memory.reset();
    const before = await untilTiled(await openWindow(), map);
    // A window that has seen the map has its tiles in memory and asks for none.
    const after = await untilTiled(await openWindow(), map);
    const source = path.join(folder, 'map.tif');
    writeFileSync(source, must(await host.get(`/file/${map.sha256}`), 'the map'));
    const begun = performance.now();
    await sharp(source)
      .resize({ ...SCREEN, fit: 'inside' })
      .jpeg()
      .toBuffer();
    return {
      firstScreenMs: { untiled: round(before.shown), onceTiled: round(after.shown) },
      /** The map at its full size in the middle of the screen, from the key to the last tile of the screen. */
      fullSizeMs: { untiled: round(before.tiled), onceTiled: round(after.tiled) },
      memory: { ...memory.peak(), windowMb: round(await rendererResident(browser)) },
      contenderSharpFitsScreenMs: round(performance.now() - begun),
    };
  });
}

/** Opens the map, then goes to its full size; both from the act to the painted screen. */
async function untilTiled(page: Page, map: BenchScan): Promise<{ shown: number; tiled: number }> {
  const shown = await open(page, map, 1);
  await page.getByRole('application').focus();
  const begun = performance.now();
  const quiet = tilesAreIn(page);
  await page.keyboard.press('1');
  return { shown, tiled: (await quiet) - begun };
}

/** Resolves with the time of the last tile when no other has come for a while. The window must not have seen the picture before. */
async function tilesAreIn(page: Page): Promise<number> {
  let last = 0;
  return await new Promise<number>((resolve, reject) => {
    let timer: NodeJS.Timeout;
    setTimeout(() => reject(new Error('no tiles came')), TILES_DEADLINE_MS).unref();
    page.on('requestfinished', (request) => {
      if (!request.url().includes('/tile/')) return;
      last = performance.now();
      clearTimeout(timer);
      // The next ones are asked for within a frame or two.
      timer = setTimeout(() => resolve(last), 300);
    });
  });
}

/** Milliseconds from the address to the painted page, once the window shows the catalogue. */
async function open(page: Page, { document }: BenchScan, number: number): Promise<number> {
  await page.locator('footer').waitFor();
  await page.evaluate(() => {
    window.location.hash = '#/';
  });
  await page.getByRole('application').waitFor({ state: 'detached' });
  return await timeUntilShown(page, number, () =>
    page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#/record/${document}/${number}`),
  );
}

type Desk = {
  readonly host: WebHostProcess;
  readonly browser: Browser;
  /** Each with a profile of its own. */
  readonly openWindow: () => Promise<Page>;
  readonly memory: ReturnType<typeof watchMemory>;
};

async function withWindows<T>(folder: string, use: (desk: Desk) => Promise<T>): Promise<T> {
  const host = await startWebHostProcess(path.join(folder, DATA));
  const memory = watchMemory(host.pid);
  const browser = await chromium.launch({ executablePath: BROWSER, args: [...HEADLESS_FLAGS] });
  const openWindow = async () => {
    const context = await browser.newContext({ viewport: SCREEN });
    const [name = '', value = ''] = host.cookie.split('=');
    await context.addCookies([{ name, value, url: host.address }]);
    const page = await context.newPage();
    await page.goto(host.address);
    return page;
  };
  try {
    const first = await openWindow();
    await chooseLanguage(first);
    await first.context().close();
    return await use({ host, browser, openWindow, memory });
  } finally {
    memory.stop();
    await browser.close();
    await host.stop();
  }
}

async function importFile(
  host: WebHostProcess,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<BenchScan> {
  const begun = await host.call('import.begin', { source: name, parent: null });
  if (!begun.ok) throw new Error(begun.code);
  const id = begun.value.import;
  await host.call('import.expect', { import: id, files: [{ path: name, size: bytes.length }] });
  const sent = await host.put(`/import/${id}/0`, bytes);
  if (!sent.ok) throw new Error(sent.code);
  await host.call('import.finish', { import: id });
  await importIsDone(host, id);
  return must((await scansOf(host))[0], 'the PDF is in the archive');
}

/** A PDF as a scanning office makes it: a picture of A4 at 150 dpi for each page. */
async function makeScannedPdf(pages: number): Promise<Uint8Array<ArrayBuffer>> {
  const drawn = await Promise.all(
    Array.from({ length: DRAWN }, (_, i) =>
      drawTextPage({
        lines: Array.from(
          { length: 28 },
          (_, line) => `${i + 1}-бет, ${line + 1}-жол: Қаратал кеңшарының хаттамасы`,
        ),
        format: 'jpeg',
      }),
    ),
  );
  const page = (i: number) => ({
    jpeg: must(drawn[i % DRAWN], 'a drawn page'),
    width: 1240,
    height: 1754,
    lines: [],
    turn: 0,
  });
  return new Uint8Array(writePdf(Array.from({ length: pages }, (_, i) => page(i))));
}

/** Null where the command is not there. */
function pdftoppm(file: string, folder: string): number | null {
  try {
    const begun = performance.now();
    execFileSync('pdftoppm', ['-f', '1', '-l', '1', '-r', '150', '-png', file, path.join(folder, 'page')]);
    return round(performance.now() - begun);
  } catch {
    return null;
  }
}
