/** The central server's own page, in a real browser, of a real server with two stations, one of which is behind. */
import { expect, test as base } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { createServerProcess, type ServerProcess } from '../fixtures/server-process.ts';
import { askToken, post, trialKey } from '../fixtures/trial-server.ts';
import { ENROL_PREFIX, type EnrolAnswer, type TokenAnswer } from '../../shared/sync/wire/access.ts';
import { axeFaults } from './axe.ts';

const PASSWORD = 'correct horse battery';

const test = base.extend<{ server: ServerProcess }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
  server: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'qoima-status-'));
    const server = await createServerProcess(folder);
    await use(server);
    await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

test('an administrator signs in by keyboard and sees who is behind', async ({ server, browser }) => {
  const url = `http://127.0.0.1:${server.port}`;
  const archive = newId();

  async function sayHello(code: string, name: string, behind: object): Promise<void> {
    const key = trialKey();
    const claim = { code, key: key.text, name, machine: name, archive };
    const enrolled = (await (
      await post(`${url}/v1/enrol`, key.signed(ENROL_PREFIX, claim))
    ).json()) as EnrolAnswer;
    const grant = { kind: 'password', login: 'aigul', password: PASSWORD };
    const tokens = (await (await askToken(url, enrolled.device, key, grant)).json()) as TokenAnswer;
    const authorization = `Bearer ${tokens.access}`;
    const said = await post(`${url}/v1/a/${archive}/status`, { behind }, { authorization });
    expect(said.status).toBe(200);
  }

  const first = server.addArchive('Ақтөбе облысының архиві');
  server.addPerson('aigul', PASSWORD, 'Айгүл Серікова');
  const second = server.makeCode();
  await server.start();
  await sayHello(first, 'Оқу залы', { ops: 0, records: 0, files: 0 });
  await sayHello(second, 'Экспедиция ноутбугі', { ops: 41, records: 12, files: 340 });

  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(`${url}/status`);
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.type('aigul');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Ақтөбе облысының архиві' })).toBeVisible();
  const row = page.getByRole('row', { name: /Экспедиция ноутбугі/ });
  await expect(row.getByRole('cell')).toHaveText([/ s ago$/, '0', '12', '41', '340', '']);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeFaults(page)).toEqual([]);
    await page.screenshot({
      path: test.info().outputPath(`${colorScheme}.png`),
      fullPage: true,
    });
  }
  await page.setViewportSize({ width: 640, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
  await page.getByRole('button', { name: 'Sign out' }).press('Enter');
  await expect(page.getByLabel('Password')).toBeVisible();
  expect(faults).toEqual([]);
  await page.context().close();
});
