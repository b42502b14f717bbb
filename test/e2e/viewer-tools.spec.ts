/** The viewer's tools by keys and by mouse: light and negative, two pages, leaves, full screen; and all of it remembered. */
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, isSafe } from './steps.ts';
import { atRest, makeMarkedTiff, openDocument, openScans, redSquare, stageOf } from './viewer-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

/** The mean light of what is painted where the paper of the page is, from 0 to 255. */
async function lightOfPaper(page: Page): Promise<number> {
  const square = await atRest(page);
  const clip = { x: square.x - 20, y: square.y + 2, width: 10, height: 10 };
  const { channels } = await sharp(await page.screenshot({ clip })).stats();
  return channels.slice(0, 3).reduce((sum, { mean }) => sum + mean, 0) / 3;
}

async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/screens/${name}.png` });
  expect.soft([name, await axeFaults(page)]).toEqual([name, []]);
}

async function lookInTheDark(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/screens/${name}.png` });
  expect.soft([name, await axeFaults(page, { rules: ['color-contrast'] })]).toEqual([name, []]);
}

const filterOf = (page: Page) =>
  page
    .locator('[role="application"] canvas')
    .first()
    .evaluate((canvas) => getComputedStyle(canvas).filter);

test('light, two pages, leaves and full screen by keys, remembered for the next time', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await openScans(app, kk, { 'іс.tif': await makeMarkedTiff(6) });
  await atRest(page);
  const stage = stageOf(page);
  await stage.focus();

  await test.step('negative and light, beside the original', async () => {
    const asScanned = await lightOfPaper(page);
    await page.keyboard.press('n');
    expect(await lightOfPaper(page)).toBeLessThan(80);
    await page.keyboard.press('n');
    await page.keyboard.press('Shift+B');
    await page.keyboard.press('Shift+B');
    expect(await lightOfPaper(page)).toBeLessThan(asScanned - 20);
    await page.keyboard.press('x');
    expect(await filterOf(page)).toBe('none');
    expect(Math.abs((await lightOfPaper(page)) - asScanned)).toBeLessThan(2);
  });

  await test.step('the same by the sliders, with keys alone', async () => {
    await page.getByRole('button', { name: kk('viewer.adjust') }).focus();
    await page.keyboard.press('Enter');
    const contrast = page.getByRole('slider', { name: kk('viewer.contrast') });
    await contrast.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('checkbox', { name: kk('viewer.grey') }).press('Space');
    await look(page, 'viewer-adjust-kk');
    await page.keyboard.press('Escape');
    expect(await filterOf(page)).toBe('grayscale(1) contrast(1.2)');
  });

  await test.step('two pages side by side, turned by pairs', async () => {
    await stage.focus();
    await page.keyboard.press('d');
    await expect(stage).toHaveAttribute('aria-label', kk('viewer.stage', { page: 1, total: 6 }));
    await page.keyboard.press('PageDown');
    await expect(stage).toHaveAttribute('data-shown', '2');
    await expect(stage).toHaveAttribute('aria-label', kk('viewer.stagePair', { page: 2, last: 3, total: 6 }));
    await page.keyboard.press('PageDown');
    await expect(stage).toHaveAttribute('data-shown', '4');
    await page.keyboard.press('x');
    await atRest(page);
    await look(page, 'viewer-pair-kk');
    await page.keyboard.press('Shift+D');
    await expect(stage).toHaveAttribute('aria-label', kk('viewer.stagePair', { page: 3, last: 4, total: 6 }));
    await page.keyboard.press('d');
  });

  await test.step('a leaf as it is written on the page', async () => {
    const strip = page.getByRole('listbox', { name: kk('viewer.strip') });
    await strip.getByRole('option').nth(1).click();
    const title = page.getByRole('textbox', { name: kk('field.title/kk') });
    await title.fill('45 об.');
    await page.keyboard.press('Enter');
    await isSafe(page);
    await stage.focus();
    await page.keyboard.press('End');
    await expect(stage).toHaveAttribute('data-shown', '6');
    // Safe is said before the viewer has read what is written: until then there is no such leaf.
    await expect(async () => {
      await page.keyboard.press('Control+G');
      await page.keyboard.type('45об');
      await page.keyboard.press('Enter');
      await expect(stage).toHaveAttribute('data-shown', '2', { timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await expect(stage).toBeFocused();
    await page.keyboard.press('Control+G');
    await page.keyboard.type('46об');
    await page.keyboard.press('Enter');
    await expect(page.getByText(kk('viewer.noSuchLeaf', { text: '46об' }))).toBeVisible();
    await expect(stage).toHaveAttribute('data-shown', '2');
  });

  await test.step('full screen, and out of it by Escape', async () => {
    await stage.focus();
    await page.keyboard.press('f');
    const viewer = page.getByRole('region', { name: kk('viewer.label') });
    await expect(viewer).toHaveAttribute('data-full', 'true');
    const { width } = page.viewportSize() ?? { width: 0 };
    await expect.poll(async () => (await viewer.boundingBox())?.width).toBeGreaterThanOrEqual(width);
    await expect(page.getByRole('button', { name: kk('viewer.fullScreen') })).toBeVisible();
    // The whole page fits the larger room: the square is a tenth of its width.
    const fitted = async () => ((await atRest(page)).width * 10 * 4) / 3;
    const room = async () => (await stage.boundingBox())?.height ?? 0;
    await expect.poll(async () => Math.abs((await fitted()) - (await room()))).toBeLessThan(20);
    await look(page, 'viewer-full-kk');
    await page.keyboard.press('Escape');
    await expect(viewer).toHaveAttribute('data-full', 'false');
  });

  await test.step('the page, its size, turn and light are there after a reload, and when it is opened again', async () => {
    await stage.focus();
    for (const key of ['r', '+', '+', 'Shift+ArrowDown', 'n']) await page.keyboard.press(key);
    const before = await atRest(page);
    const kept = () => page.evaluate(() => localStorage.getItem('viewer') ?? '');
    await expect.poll(kept).toContain('"isNegative":true');
    await page.reload();
    await expect(stage).toHaveAttribute('data-shown', '2');
    const after = await atRest(page);
    expect(Math.max(Math.abs(after.x - before.x), Math.abs(after.y - before.y))).toBeLessThan(2);
    expect(Math.abs(after.width - before.width)).toBeLessThan(2);
    expect(await filterOf(page)).toBe('invert(1)');

    await page
      .getByRole('link', { name: new RegExp(kk('nav.unplaced')) })
      .first()
      .click();
    await openDocument(page, 'іс.tif');
    await expect(stage).toHaveAttribute('data-shown', '2');
    // A link to a page wins.
    const address = page.url().replace(/\/\d+$/, '');
    const left = await kept();
    await page.goto('about:blank');
    await page.goto(`${address}/4`);
    await expect(stage).toHaveAttribute('data-shown', '4');
    await expect.poll(kept).not.toBe(left);
    // What is stored may be damaged.
    await page.goto('about:blank');
    await page.addInitScript(() => localStorage.setItem('viewer', '[{"id":7},'));
    await page.goto(address);
    await expect(stage).toHaveAttribute('data-shown', '1');
    expect(await redSquare(page)).not.toBeNull();
  });
  expect(app.faults).toEqual([]);
});

test('the viewer with a region is sound, light, dark and at 200 %', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await openScans(app, kk, { 'іс.tif': await makeMarkedTiff(3) });
  await stageOf(page).focus();
  await page.keyboard.press('a');
  await look(page, 'viewer-draw-kk');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: kk('region.text') })).toBeFocused();
  await page.keyboard.type('Мөр басылған');
  await page.keyboard.press('Control+Enter');
  await isSafe(page);
  await look(page, 'viewer-kk');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: kk('viewer.adjust') }).click();
  await lookInTheDark(page, 'viewer-adjust-dark');
  await page.keyboard.press('Escape');
  // Away from the button and its tooltip.
  await stageOf(page).focus();
  await page.mouse.move(700, 500);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await lookInTheDark(page, 'viewer-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 640, height: 400 });
  await look(page, 'viewer-200');
  expect(app.faults).toEqual([]);
});

test('pages that are only passed by are not loaded', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await openScans(app, kk, { 'іс.tif': await makeMarkedTiff(60, 300, 400) });
  let loaded = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/reading')) loaded += 1;
  });
  await stageOf(page).focus();
  // As a key that is held down.
  await page.evaluate(async () => {
    for (let i = 0; i < 50; i += 1) {
      const key = { key: 'PageDown', code: 'PageDown', bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', key));
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  });
  await expect(stageOf(page)).toHaveAttribute('data-shown', '51');
  await atRest(page);
  expect(loaded).toBeLessThan(25);
});
