/**
 * Shows the fake's windows in a real Chromium: the page runs there with the built preload, its requests are answered by
 * the shell's protocol handler, its calls go to the shell's call handler. `http://archive.localhost` stands in for
 * `app://archive`, which only Electron knows; like that it is a secure context.
 */
import { chromium, type Browser, type BrowserContext, type Page, type Route } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { handlers, protocols } from './fake-state.ts';
import { FakeBrowserWindow } from './fake-windows.ts';
import { findBrowser } from '../../build/browser.ts';
import { must } from '../../shared/must.ts';

const STAND_IN = 'http://archive.localhost';
const ORIGIN = 'app://archive';

/** Starts Chromium without a screen. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: must(findBrowser(), 'Chromium is installed by the set-up'),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** From now on a window that loads a URL is a page of `browser`; `opened` gets it before it loads. */
export function showWindowsIn(browser: Browser, opened: (page: Page) => void): void {
  FakeBrowserWindow.load = async (window, url) => {
    const preferences = must(window.options.webPreferences, 'preferences are given');
    if (preferences.sandbox !== true || preferences.contextIsolation !== true) {
      throw new Error('a window that is not sandboxed is not shown');
    }
    const context = await browser.newContext();
    await connectCalls(context, window);
    const preload = readFileSync(must(preferences.preload, 'a preload is set'), 'utf8');
    await context.addInitScript({ content: preloadScript(preload) });
    await context.route('**/*', answer);
    const page = await context.newPage();
    window.fakeContents.hear = (channel, ...args) => {
      // A page that is just being closed hears nothing any more.
      void page.evaluate(deliver, [channel, args] as const).catch(() => undefined);
    };
    opened(page);
    await page.goto(url.replace(ORIGIN, STAND_IN));
    window.emit('ready-to-show');
  };
}

async function connectCalls(context: BrowserContext, window: FakeBrowserWindow): Promise<void> {
  await context.exposeBinding('__invoke', (source, channel: string, args: unknown[]) => {
    const { origin } = new URL(source.frame.url());
    const senderFrame = {
      parent: source.frame.parentFrame(),
      origin: origin === STAND_IN ? ORIGIN : origin,
      url: source.frame.url().replace(STAND_IN, ORIGIN),
    };
    const handle = must(handlers.get(channel), `the shell listens on ${channel}`);
    return handle({ sender: window.fakeContents, senderFrame }, ...args);
  });
}

/** Runs the preload as a sandboxed one runs: with `electron` and nothing else to require. */
function preloadScript(preload: string): string {
  return `{
    const invoke = globalThis.__invoke;
    delete globalThis.__invoke;
    const listeners = new Map();
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name, api) => Object.defineProperty(globalThis, name, { value: Object.freeze(api) }),
      },
      ipcRenderer: {
        invoke: (channel, ...args) => invoke(channel, args),
        on: (channel, listener) => listeners.set(listener, channel),
        off: (channel, listener) => listeners.delete(listener),
      },
    };
    Object.defineProperty(globalThis, Symbol.for('deliver'), {
      value: (name, args) => {
        for (const [listener, channel] of listeners) if (channel === name) listener({}, ...args);
      },
    });
    const module = { exports: {} };
    (function (module, exports, require) {${preload}
    })(module, module.exports, (name) => {
      if (name !== 'electron') throw new Error('a sandboxed preload cannot load ' + name);
      return electron;
    });
  }`;
}

function deliver([channel, args]: readonly [string, unknown[]]): void {
  const key = Symbol.for('deliver');
  const page = globalThis as unknown as Record<symbol, (channel: string, args: unknown[]) => void>;
  page[key]?.(channel, args);
}

async function answer(route: Route): Promise<void> {
  const request = route.request();
  const { origin } = new URL(request.url());
  // What goes elsewhere would reach the network: here it only fails, as without one.
  if (origin !== STAND_IN) return route.abort();
  const body = request.postDataBuffer();
  const response = await must(
    protocols.get('app'),
    'the scheme is served',
  )(
    new Request(request.url().replace(STAND_IN, ORIGIN), {
      method: request.method(),
      headers: request.headers(),
      body: body === null ? null : new Uint8Array(body),
    }),
  );
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}
