/** What every end-to-end test begins with: a host with an empty data folder, and a window on it in a fresh profile. */
import { chromium, test as base, type BrowserContext, type Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BROWSER, HEADLESS_FLAGS } from '../fixtures/browser.ts';
import { createHostProcess, type HostProcess } from './host-process.ts';

export type App = {
  /** The window; after `restart` it is another one. */
  readonly page: Page;
  readonly context: BrowserContext;
  readonly host: HostProcess;
  readonly dataFolder: string;
  /** A folder of this test's own for what it makes. */
  readonly scratch: string;
  /** Errors that the page wrote to its console, refusals of the content policy among them. */
  readonly faults: string[];
  /** Ends host and browser in good order and opens both again on the same data and profile. */
  restart(): Promise<void>;
  /** Ends the host as a power cut would; the window stays. */
  killHost(): Promise<void>;
  startHost(): Promise<void>;
  /** Deletes what the window keeps in IndexedDB, as a person who clears site data, and loads the page again. */
  wipeIndexedDb(): Promise<void>;
  /** A second window in the same profile. */
  openWindow(): Promise<Page>;
  /** The same profile and origin on another data folder; answers its window. */
  openOtherArchive(): Promise<Page>;
  /** Ends the process behind the window as a crash would; the host stays. */
  killWindow(): Promise<void>;
  /** Opens a window again in the same profile. */
  openAgain(): Promise<void>;
};

/** What the console says of a window whose host was stopped under it. */
export const HOST_AWAY = /ERR_(?:CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)/;

export const test = base.extend<{ app: App }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
  app: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'qoima-e2e-'));
    const dataFolder = path.join(folder, 'data');
    const host = await createHostProcess(dataFolder);
    const faults: string[] = [];
    let context = await openBrowser(path.join(folder, 'profile'));
    let page = await openPage(context, await host.start(), faults);

    await use({
      get page() {
        return page;
      },
      get context() {
        return context;
      },
      host,
      dataFolder,
      scratch: folder,
      faults,
      async restart() {
        await context.close();
        await host.stop();
        context = await openBrowser(path.join(folder, 'profile'));
        page = await openPage(context, await host.start(), faults);
      },
      killHost: () => host.kill(),
      async startHost() {
        await host.start();
      },
      async wipeIndexedDb() {
        await page.goto('about:blank');
        const session = await context.newCDPSession(page);
        await session.send('Storage.clearDataForOrigin', { origin: host.origin, storageTypes: 'indexeddb' });
        await session.detach();
        await page.goto(host.origin);
      },
      openWindow: () => openPage(context, host.origin, faults),
      async openOtherArchive() {
        await page.goto('about:blank');
        await host.stop();
        const settings = readFileSync(path.join(dataFolder, 'settings.json'));
        renameSync(dataFolder, `${dataFolder}-first`);
        mkdirSync(dataFolder);
        writeFileSync(path.join(dataFolder, 'settings.json'), settings);
        const address = await host.start();
        await page.goto(address);
        return page;
      },
      async killWindow() {
        const crashed = page.waitForEvent('crash');
        await page.goto('chrome://crash').catch(() => undefined);
        await crashed;
      },
      async openAgain() {
        page = await openPage(context, host.origin, faults);
      },
    });

    await context.close();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  },
});

function openBrowser(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: BROWSER,
    args: [...HEADLESS_FLAGS],
    viewport: { width: 1280, height: 800 },
    locale: 'kk-KZ',
  });
}

async function openPage(context: BrowserContext, address: string, faults: string[]): Promise<Page> {
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(address);
  return page;
}

export { expect } from '@playwright/test';
