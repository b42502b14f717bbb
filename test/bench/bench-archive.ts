/** A data folder with a generated archive, a web host on it and Chromium windows: the ground of the catalogue benches. */
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { openJournal } from '../../electron/services/journal/journal.ts';
import { sourceModules } from '../../electron/services/modules.ts';
import { startWebHost, type WebHost } from '../../electron/web-host/start-web-host.ts';
import { changesOf, generateArchive } from '../fixtures/generate-archive.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type BenchArchive = {
  readonly host: WebHost;
  readonly records: number;
  /** Opens the profile `name`, a browser process of its own, at the bench's page; the profile lasts. */
  openWindow(name: string): Promise<{ context: BrowserContext; page: Page }>;
  close(): Promise<void>;
};

/** Builds the page, fills a journal with `units` units and their like, and starts the host on it. */
export async function openBenchArchive(units: number): Promise<BenchArchive> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-bench-'));
  const rendererFolder = path.join(folder, 'window');
  await build({
    configFile: path.join(ROOT, 'vite.config.ts'),
    root: path.join(ROOT, 'test/bench/window'),
    logLevel: 'error',
    build: { outDir: rendererFolder },
  });
  const dataFolder = path.join(folder, 'data');
  const records = await fillJournal(dataFolder, units);
  process.env['QOIMA_PORT'] = '0';
  const host = await startWebHost({ dataFolder, rendererFolder });
  return {
    host,
    records,
    async openWindow(name) {
      const context = await chromium.launchPersistentContext(path.join(folder, name), {
        executablePath: '/usr/bin/chromium',
        args: FLAGS,
        viewport: { width: 1280, height: 800 },
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(`window: ${String(error)}`));
      await page.goto(host.launchUrl('window'));
      await page.waitForFunction(() => 'bench' in globalThis, undefined, { timeout: 60_000 });
      return { context, page };
    },
    async close() {
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fillJournal(dataFolder: string, units: number): Promise<number> {
  const { mkdirSync } = await import('node:fs');
  mkdirSync(dataFolder, { recursive: true });
  const journal = await openJournal({
    folder: dataFolder,
    thread: sourceModules().journalThread,
    emit: () => undefined,
  });
  for (const change of changesOf(generateArchive({ units }))) await journal.commit(change, 'cli');
  const { records } = await journal.head();
  await journal.close();
  return records;
}
