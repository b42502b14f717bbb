/** The real window in the built shell: the same files as in the web host, under the same policy, over the bridge. */
import type { Browser, Page } from '@playwright/test';
import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledRenderer, bundleShell, newFolder } from './bundled.ts';
import { launchChromium, showWindowsIn } from './chromium-window.ts';
import { log, state } from './fake-state.ts';
import { bootShell } from './use-fake.ts';

const { folder, remove } = newFolder('window');
const complaints: string[] = [];
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const dist = await bundleShell(folder);
  rmSync(path.join(dist, 'renderer'), { recursive: true });
  symlinkSync(bundledRenderer(), path.join(dist, 'renderer'));
  browser = await launchChromium();
  const opened = new Promise<Page>((resolve) => {
    showWindowsIn(browser, resolve);
  });
  bootShell(dist, path.join(folder, 'data'));
  page = await opened;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => void complaints.push(error.message));
}, 60_000);
afterAll(async () => {
  await browser.close();
  state.windows[0]?.closeByHand();
  while (!log.some(({ call }) => call === 'app.exited'))
    await new Promise((resolve) => setTimeout(resolve, 5));
  remove();
});

test('a person chooses Kazakh at the first start and gets to work', async () => {
  await page.getByRole('button', { name: 'Қазақша' }).click();
  await page.getByRole('button', { name: 'English' }).waitFor({ state: 'detached' });
  await page.getByRole('main').waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('kk');
});

test('the policy stops nothing that the window does, and nothing else is complained about', () => {
  expect(complaints).toEqual([]);
});
