/**
 * What every end-to-end test begins with: a host with an empty data folder, and a window on it in a fresh profile. The profile
 * is a guest's in the one Chromium that a worker's tests share: a start of Chromium is half a second of the processor. What has
 * to outlive Chromium, or what its crash leaves on the disk, is looked at by `testOnDisk`.
 */
import { chromium, test as base, type Browser, type BrowserContext, type Page } from '@playwright/test';
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
  /** Ends host and browser in good order and opens both again on the same data and profile; for `testOnDisk`. */
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

/** The only thing that a window in a guest's profile cannot do: everything of it is gone with it. */
const NEEDS_DISK = 'a profile that outlives its window is on the disk: write this test with testOnDisk';

export const test = base.extend<{ app: App; profile: 'guest' | 'disk'; fromSources: boolean }>({
  profile: ['guest', { option: true }],
  fromSources: [false, { option: true }],
  app: async ({ browser, profile, fromSources }, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'qoima-e2e-'));
    const dataFolder = path.join(folder, 'data');
    const host = await createHostProcess(dataFolder, { fromSources });
    const faults: string[] = [];
    const open = () => (profile === 'disk' ? openProfile(path.join(folder, 'profile')) : openGuest(browser));
    let context = await open();
    let page = await openPage(context, await host.start(), faults, firstPage);

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
        if (profile !== 'disk') throw new Error(NEEDS_DISK);
        await context.close();
        await host.stop();
        context = await open();
        page = await openPage(context, await host.start(), faults, firstPage);
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
        if (profile !== 'disk') throw new Error(NEEDS_DISK);
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

/** The same, with a profile of its own on the disk. */
export const testOnDisk = test.extend({ profile: 'disk' });

const AS_PEOPLE_HAVE_IT = { viewport: { width: 1280, height: 800 }, locale: 'kk-KZ' };

function openProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: BROWSER,
    args: [...HEADLESS_FLAGS],
    ...AS_PEOPLE_HAVE_IT,
  });
}

/** A window's profile that is kept in memory. */
export function openGuest(browser: Browser): Promise<BrowserContext> {
  return browser.newContext(AS_PEOPLE_HAVE_IT);
}

/** A Chromium that has just begun has an empty page already, which would cost as much as another. */
const firstPage = async (context: BrowserContext): Promise<Page> =>
  context.pages()[0] ?? (await context.newPage());

async function openPage(
  context: BrowserContext,
  address: string,
  faults: string[],
  find: (context: BrowserContext) => Promise<Page> = (of) => of.newPage(),
): Promise<Page> {
  context.setDefaultTimeout(30_000);
  const page = await find(context);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(address);
  return page;
}

export { expect } from '@playwright/test';
