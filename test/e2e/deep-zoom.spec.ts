/** A large scan: the reading copy at once, then its tiles in the same place; what is gone is made again, quietly. */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, test } from './app.ts';
import { makePdf } from '../fixtures/make-pdf.ts';
import { chooseLanguage } from './steps.ts';
import { atRest, openScans, stageOf } from './viewer-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const WIDTH = 6000;
const HEIGHT = 4800;

/** A map with a red square in its middle, and beside it lines so fine that only the full size shows them apart. */
async function makeMap(): Promise<Buffer> {
  const lines = Array.from(
    { length: 60 },
    (_, i) => `<rect x="${2950 + i * 4}" y="2300" width="2" height="150" fill="#000"/>`,
  ).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
    <rect x="2760" y="2300" width="150" height="150" fill="#f00000"/>${lines}</svg>`;
  return await sharp(Buffer.from(svg), { unlimited: true }).tiff({ compression: 'lzw' }).toBuffer();
}

/** How far black and white lie apart where the fine lines are: small when they are blurred into grey. */
async function contrastOfLines(page: Page): Promise<number> {
  const square = await atRest(page);
  const scale = square.width / 150;
  const clip = {
    x: square.x + 210 * scale,
    y: square.y + 20 * scale,
    width: 100 * scale,
    height: 100 * scale,
  };
  const { channels } = await sharp(await page.screenshot({ clip })).stats();
  return channels[0]?.stdev ?? 0;
}

test('a large scan is sharpened in its place, and again after its tiles were thrown away', async ({
  app,
}) => {
  const { page } = app;
  await chooseLanguage(page);
  const tiles: string[] = [];
  page.on('response', (response) => {
    if (/\/tile\//.test(response.url()) && response.ok()) tiles.push(response.url());
  });
  const known = page.waitForResponse((response) => response.url().includes('/tiles/'), { timeout: 60_000 });
  await openScans(app, kk, { 'карта.tif': await makeMap() });
  const stage = stageOf(page);
  await stage.focus();
  const whole = await atRest(page);

  // At the whole page the reading copy is sharp enough: no tile is asked for.
  await known;
  expect(tiles).toEqual([]);
  for (let i = 0; i < 9; i += 1) await page.keyboard.press('+');
  await expect.poll(() => tiles.length).toBeGreaterThan(0);
  await page.keyboard.press('1');
  await expect.poll(async () => contrastOfLines(page)).toBeGreaterThan(90);
  expect((await atRest(page)).width).toBeCloseTo(150, -1);
  await page.screenshot({ path: 'test-results/deep-zoom.png' });
  await page.keyboard.press('0');
  const again = await atRest(page);
  expect(Math.max(Math.abs(again.x - whole.x), Math.abs(again.width - whole.width))).toBeLessThan(2);

  await test.step('turned and with its tiles, boxes of the page still fit', async () => {
    await page.keyboard.press('r');
    await page.keyboard.press('0');
    await atRest(page);
    await page.screenshot({ path: 'test-results/deep-zoom-turned.png' });
    await page.keyboard.press('Shift+R');
  });

  await test.step('tiles that are gone are made again; the reading copy is shown meanwhile', async () => {
    const cache = path.join(app.dataFolder, 'vault', 'cache');
    for (const name of readdirSync(cache, { recursive: true, encoding: 'utf8' })) {
      if (/\.tiff?$|pyramid/.test(name)) rmSync(path.join(cache, name), { recursive: true, force: true });
    }
    const seen = tiles.length;
    await page
      .context()
      .newCDPSession(page)
      .then((session) => session.send('Network.clearBrowserCache'));
    await page.reload();
    await expect(stage).toHaveAttribute('data-shown', '1');
    await stage.focus();
    for (let i = 0; i < 9; i += 1) await page.keyboard.press('+');
    await page.keyboard.press('1');
    await expect.poll(() => tiles.length, { timeout: 30_000 }).toBeGreaterThan(seen);
    await expect.poll(async () => contrastOfLines(page)).toBeGreaterThan(90);
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
  });
  expect(app.faults.filter((fault) => !fault.includes('404'))).toEqual([]);
});

test('a page of a PDF as large as a map is drawn by the host for who looks closely', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  const tiles: string[] = [];
  page.on('response', (response) => {
    if (/\/tiles?\//.test(response.url()) && response.ok()) tiles.push(response.url());
  });
  // A1, and in its middle a square, with lines beside it that 4096 pixels do not show apart.
  const lines = Array.from({ length: 60 }, (_, i) => `${870 + i * 0.8} 1160 0.4 60 re f`).join(' ');
  const drawing = `q 0.94 0 0 rg 800 1160 60 60 re f 0 0 0 rg ${lines} Q `;
  const plan = makePdf({ size: [1684, 2384], pages: [''], drawing });
  await openScans(app, kk, { 'жоспар.pdf': Buffer.from(plan) });
  await stageOf(page).focus();
  await atRest(page);
  expect(tiles).toEqual([]);
  for (let i = 0; i < 10; i += 1) await page.keyboard.press('+');
  await expect.poll(() => tiles.some((url) => url.includes('/tile/')), { timeout: 60_000 }).toBe(true);
  await page.keyboard.press('1');
  const square = await atRest(page);
  // One pixel of the tiles on one of the screen: more than the window draws by itself, which would be 103.
  expect(square.width).toBeGreaterThan(140);
  await page.screenshot({ path: 'test-results/deep-zoom-pdf.png' });
  expect(app.faults).toEqual([]);
});
