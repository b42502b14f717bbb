/**
 * A data folder with a generated archive, the web host on it in a process of its own, and one Chromium at a time with
 * either window on the same origin, so on the same copy of the catalogue: the product's, or the bench's own with
 * `probe` and `contenders`. Whatever ends the bench takes host, browser and folder with it.
 */
import type { Page } from '@playwright/test';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { startChromium, type ChromiumProcess } from '../../fixtures/chromium.ts';
import type { FilledJournal } from './filled-journal.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const HOST = path.join(import.meta.dirname, 'host.ts');
const START_MS = 60_000;
const STOP_MS = 15_000;
const SCREEN = { width: 1280, height: 800 };

const WINDOWS = {
  product: path.join(ROOT, 'renderer'),
  bench: path.join(import.meta.dirname, 'window'),
} as const;
export type WindowKind = keyof typeof WINDOWS;

export type BenchWorld = {
  /** For what a part makes beside the archive. */
  readonly folder: string;
  /** Ends the browser that is open and opens another one with this window, on the same profile. */
  open(kind: WindowKind, before?: (page: Page) => Promise<void>): Promise<Opened>;
  /** The process of the host that serves the present window. */
  hostPid(): number;
  /** The same, for a bench that talks to a host module of its own. @throws when no window was opened yet */
  hostProcess(): ChildProcess;
  /** Ends the browser in good order, so that its profile is whole. */
  closeWindow(): Promise<void>;
  close(): Promise<void>;
};

export type Opened = { readonly browser: ChromiumProcess; readonly page: Page };

const worlds = new Set<BenchWorld>();

/**
 * `readable`: windows are built with their names, for profiles; a little slower than the product's. `hostModule`: a bench's own
 * way of starting the host, which can do more than serve it.
 */
export async function openBenchWorld(
  journal: Pick<FilledJournal, 'copyTo'>,
  readable = false,
  hostModule = HOST,
): Promise<BenchWorld> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-bench-'));
  const dataFolder = path.join(folder, 'data');
  const port = await freePort();
  let host: { child: ChildProcess; kind: WindowKind; address: string } | null = null;
  let browser: ChromiumProcess | null = null;
  const built = new Set<WindowKind>();
  let isClosed = false;
  /** A deadline may close the world while something in it is still being started. */
  async function refuseIfClosed(): Promise<void> {
    if (!isClosed) return;
    await world.close();
    throw new Error('the time of this bench is over');
  }

  async function hostWith(kind: WindowKind): Promise<string> {
    if (host?.kind === kind) return host.address;
    await stopHost();
    const window = path.join(folder, `window-${kind}`);
    if (!built.has(kind)) await buildWindow(kind, window, readable);
    built.add(kind);
    const child = fork(hostModule, [dataFolder, window], {
      // As `npm start` does.
      execArgv: ['--max-semi-space-size=2'],
      env: { ...process.env, QOIMA_PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    host = { child, kind, address: await printedAddress(child) };
    return host.address;
  }

  async function stopHost(): Promise<void> {
    const child = host?.child;
    host = null;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(late);
  }

  const world: BenchWorld = {
    folder,
    async open(kind, before = async () => undefined) {
      await world.closeWindow();
      await refuseIfClosed();
      const address = await hostWith(kind);
      browser = await startChromium(path.join(folder, 'profile'));
      await refuseIfClosed();
      const page = await browser.open('about:blank');
      await page.setViewportSize(SCREEN);
      page.setDefaultTimeout(30_000);
      await before(page);
      await page.goto(address);
      return { browser, page };
    },
    hostPid: () => host?.child.pid ?? 0,
    hostProcess() {
      if (host === null) throw new Error('there is no host yet');
      return host.child;
    },
    async closeWindow() {
      const open = browser;
      browser = null;
      await open?.close();
    },
    async close() {
      isClosed = true;
      worlds.delete(world);
      await browser?.kill();
      browser = null;
      await stopHost();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  worlds.add(world);
  try {
    journal.copyTo(dataFolder);
    // A window that is asked for its language would not come to the catalogue.
    writeFileSync(path.join(dataFolder, 'settings.json'), JSON.stringify({ v: 1, language: 'ru' }));
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** Ends whatever worlds are still open. */
export async function closeWorlds(): Promise<void> {
  for (const world of worlds) await world.close().catch(() => undefined);
}

async function buildWindow(kind: WindowKind, outDir: string, readable: boolean): Promise<void> {
  await build({
    configFile: path.join(ROOT, 'vite.config.ts'),
    root: WINDOWS[kind],
    logLevel: 'error',
    build: { outDir, ...(readable ? { minify: false } : {}) },
  });
}

async function printedAddress(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the host has no output');
  const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /http:\/\/\S+/.exec(line)?.[0];
      if (address !== undefined) return address;
    }
    throw new Error('the host ended without an address');
  } finally {
    clearTimeout(late);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
