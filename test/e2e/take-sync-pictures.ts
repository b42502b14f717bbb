/**
 * `npm run pictures`: two stations and their centre with everything that may wait for a person, each screen of it in three languages,
 * light and dark, in a large, a small and a doubled window, into `test-results/pictures`. Some are shown in the README.
 */
import { chromium, expect, test, type Locator, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { must } from '../../shared/must.ts';
import { BROWSER, HEADLESS_FLAGS } from '../fixtures/browser.ts';
import { LOGIN, openSyncWorld, PASSWORD, type SyncWorld } from '../fixtures/sync-world.ts';
import { axeFaults } from './axe.ts';
import { openDesk, type Desk } from './desk.ts';
import { writeApart, type Apart } from './picture-apart.ts';
import { takePicture } from './picture-file.ts';
import { wordsOf, type Words } from './words.ts';

const LANGUAGES = ['kk', 'ru', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

/** The last one is what a window of 1280 × 800 shows at 200 %. */
const SIZES = {
  '': { width: 1280, height: 800 },
  '-small': { width: 1024, height: 768 },
  '-doubled': { width: 640, height: 400 },
  '-tall': { width: 640, height: 3600 },
} as const;

test('pictures of several stations and their centre', async ({ browser }) => {
  test.setTimeout(20 * 60_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-pictures-'));
  const world = await openSyncWorld(folder);
  const desks: Desk[] = [];
  try {
    const apart = await writeApart(world, path.join(folder, 'disk'));
    const fresh = await world.addStation('Қабылдау бөлімі');
    for (const station of world.stations) {
      await station.call('settings.write', { language: 'kk' });
      desks.push(await openDesk(browser, station));
    }
    const [first, second, third] = desks;
    for (const language of LANGUAGES) {
      for (const desk of desks) {
        await desk.station.call('settings.write', { language });
        await desk.page.reload();
        await expect(desk.page.locator('html')).toHaveAttribute('lang', language);
      }
      await takeStation(must(first, 'a desk'), apart, language);
      await takeOther(must(second, 'a desk'), apart, language);
      await takeFresh(must(third, 'a desk'), `http://127.0.0.1:${world.server.port}`, language);
    }
    expect(fresh.name).not.toBe('');
    await takeStatusPage(world);
  } finally {
    for (const desk of desks) await desk.close();
    await world.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** In all sizes and colours; what axe finds is told for each. */
async function shoot(page: Page, name: string, language: string): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colours of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: colours });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colours);
      await takePicture(page, `${name}${size}`, language, colours);
      if (size === '-small' || size === '-tall') continue;
      const about = [name, size, language, colours].join(' ');
      expect.soft([about, await axeFaults(page)]).toEqual([about, []]);
      expect.soft([about, await cutOff(page)]).toEqual([about, []]);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(SIZES['']);
}

/** What stands beyond the right edge of the window, where nobody can scroll to it. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main *, footer *, [role=dialog] *')].flatMap((node) => {
      const box = node.getBoundingClientRect();
      const isSeen = node.checkVisibility({ contentVisibilityAuto: true }) && box.width > 1 && box.height > 1;
      return isSeen && getComputedStyle(node).position !== 'absolute' && box.right > innerWidth + 1
        ? [node.outerHTML.slice(0, 120)]
        : [];
    }),
  );
}

/** The station where everything waits: its conflicts, codes, held work, history, the exchange, the disk. */
async function takeStation(desk: Desk, apart: Apart, language: Language): Promise<void> {
  const { page } = desk;
  const words = wordsOf(language);
  await desk.goTo(`inbox/${apart.text}`);
  await expect(page.locator('[data-conflict="title/kk"] [data-base="known"]')).toBeVisible();
  await shoot(page, 'conflict', language);
  await desk.goTo(`inbox/${apart.date}`);
  await expect(page.locator('[data-conflict="dates"]')).toBeVisible();
  await shoot(page, 'conflict-dates', language);
  await desk.goTo(`inbox/${apart.binned}`);
  await expect(page.locator('[data-conflict="deleted"]')).toBeVisible();
  await shoot(page, 'conflict-binned', language);
  await desk.goTo('inbox/clashes');
  await expect(page.locator('[data-clash-group]')).toBeVisible();
  await shoot(page, 'clashes', language);
  await desk.goTo('inbox/held');
  await expect(page.locator('[data-waiting]').first()).toBeVisible();
  await shoot(page, 'held-here', language);
  await desk.goTo(`record/${apart.text}`);
  await openHistory(page, words);
  await shoot(page, 'history', language);
  await desk.goTo('settings');
  const verdict = page.locator('[data-tone]').first();
  await expect(verdict).toBeVisible();
  await toTop(page, words('settings.section.sync'));
  await shoot(page, 'exchange', language);
  await page.getByLabel(words('sync.disk.folder')).fill(apart.disk);
  await page.getByRole('button', { name: words('sync.disk.look') }).click();
  await expect(page.locator('[data-bundle]')).toBeVisible();
  await toTop(page, words('sync.disk.title'));
  await shoot(page, 'disk', language);
}

/** The station that a scan is missing at, and that the centre holds back work of. */
async function takeOther(desk: Desk, apart: Apart, language: Language): Promise<void> {
  const { page } = desk;
  await desk.goTo('inbox/held');
  await expect(page.locator('[data-held]').first()).toBeVisible();
  await shoot(page, 'held', language);
  await desk.goTo(`record/${apart.scan}`);
  await expect(page.locator('[data-place]')).toBeVisible();
  await shoot(page, 'scan-elsewhere', language);
  await desk.goTo('settings');
  const words = wordsOf(language);
  await toTop(page, words('sync.people.title'));
  await page.getByRole('button', { name: words('sync.people.change') }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await shoot(page, 'sign-in', language);
  await page.keyboard.press('Escape');
}

/** One that is not connected yet. */
async function takeFresh(desk: Desk, url: string, language: Language): Promise<void> {
  const { page } = desk;
  const words = wordsOf(language);
  await desk.goTo('settings');
  await page.getByLabel(words('sync.connect.address')).fill(url);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-looked]')).toBeVisible();
  await toTop(page, words('settings.section.sync'));
  await shoot(page, 'connect', language);
}

async function openHistory(page: Page, words: Words): Promise<void> {
  const heading: Locator = page.getByText(words('history.heading')).first();
  await heading.click();
  await expect(page.locator('[data-kind="set"]').first()).toBeVisible();
  await heading.evaluate((node) => node.scrollIntoView({ block: 'start' }));
}

async function toTop(page: Page, heading: string): Promise<void> {
  await page
    .getByRole('heading', { name: heading, exact: true })
    .evaluate((node) => node.scrollIntoView({ block: 'start' }));
}

async function takeStatusPage({ server }: SyncWorld): Promise<void> {
  const browser = await chromium.launch({ executablePath: BROWSER, args: [...HEADLESS_FLAGS] });
  const page = await browser.newPage({ viewport: SIZES[''] });
  await page.goto(`http://127.0.0.1:${server.port}/status`);
  await page.keyboard.press('Tab');
  await page.keyboard.type(LOGIN);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading').first()).toBeVisible();
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colours of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: colours });
      await takePicture(page, `status-page${size}`, 'en', colours);
    }
  }
  await browser.close();
}
