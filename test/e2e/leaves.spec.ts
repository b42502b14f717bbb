/** The leaves of a unit: what should be there against what is there, and pages inserted, replaced, moved, turned, numbered. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { v7 as newId } from 'uuid';
import { readLeafRanges } from '../../shared/model/leaves.ts';
import { ordersAfter } from '../../shared/model/order.ts';
import { SHEAF_PLACE, sheafIdOf } from '../../shared/model/sheaf.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import { plainJson } from '../../renderer/ui/plain-json.ts';
import { expect, test, type App } from './app.ts';
import { axeFaults } from './axe.ts';
import { fillRecords } from './fill-archive.ts';
import { chooseLanguage, isSafe } from './steps.ts';
import { atRest, makeMarkedTiff, openScans, stageOf } from './viewer-steps.ts';
import { wordsOf } from './words.ts';

const ru = wordsOf('ru');
const leaf = (written: string) => plainJson(readLeafRanges(written));
const grid = (page: Page) => page.getByRole('listbox', { name: ru('leaves.heading'), exact: true });
const cell = (page: Page, name: string): Locator => grid(page).getByRole('option', { name, exact: true });
const cells = (page: Page) => grid(page).getByRole('option').allTextContents();
const sum = (page: Page) => page.locator('[data-leaf-sum] p').first();
const undo = async (page: Page) => {
  await page.keyboard.press('Control+Z');
  await isSafe(page);
};

/** A unit that should have 1–12 and 5а, with seven of them as pages of one scan; answers the id of another unit without any. */
async function makeUnit(app: App): Promise<string> {
  const tiff = await makeMarkedTiff(7);
  await chooseLanguage(app.page, 'Русский');
  await openScans(app, ru, { 'дело.tif': tiff });
  const sha256 = createHash('sha256').update(tiff).digest('hex');
  const [fonds, inventory, unit, other] = [newId(), newId(), newId(), newId()];
  const sheaf = sheafIdOf(unit);
  const file = { sha256, size: tiff.length, mime: 'image/tiff', name: 'дело.tif', pages: 7, picture: true };
  const orders = ordersAfter(null, 7);
  await app.page.goto('about:blank');
  await app.host.stop();
  await fillRecords(app.dataFolder, [
    newRecord(fonds, 'fonds', { parent: null, number: { num: 5 }, 'title/ru': 'Фонд' }),
    newRecord(inventory, 'inventory', { parent: fonds, number: { num: 1 } }),
    newRecord(unit, 'unit', {
      parent: inventory,
      number: { num: 123 },
      'title/ru': 'Переписка',
      expectedLeaves: leaf('1–12, 5а'),
      blankLeaves: leaf('7'),
      absentLeaves: leaf('9'),
    }),
    newRecord(other, 'unit', { parent: inventory, number: { num: 124 } }),
    newRecord(sheaf, 'document', { parent: unit, order: SHEAF_PLACE }),
    ...['1', '2', '3', '4', '5', '6', '8'].map((written, index) =>
      newRecord(newId(), 'page', {
        parent: sheaf,
        order: orders[index] ?? '',
        image: { sha256, index },
        file,
        leaf: leaf(written),
      }),
    ),
  ]);
  await app.startHost();
  await app.page.goto(`${app.host.origin}/#/record/${unit}`);
  return other;
}

async function makePicture(app: App, name: string): Promise<string> {
  const file = path.join(app.scratch, name);
  const background = '#2060c0';
  writeFileSync(
    file,
    await sharp({ create: { width: 600, height: 800, channels: 3, background } })
      .jpeg()
      .toBuffer(),
  );
  return file;
}

async function give(page: Page, file: string, act: () => Promise<void>): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  // The page has heard that choosers are taken; a key could come to it sooner.
  await page.evaluate(() => null);
  await act();
  await (await chooser).setFiles(file);
}

const fromMenu = async (page: Page, key: string) => {
  await page.getByRole('button', { name: ru('leaves.more') }).click();
  await page.getByRole('menuitem', { name: ru(key) }).click();
};

test('holes are seen; pages are inserted, moved, numbered, turned, replaced, each taken back', async ({
  app,
}) => {
  const { page } = app;
  const other = await makeUnit(app);
  const before = ['л. 1', 'л. 2', 'л. 3', 'л. 4', 'л. 5', 'л. 5а: не отсканирован', 'л. 6', 'л. 7: чистый'];
  const after = ['л. 8', 'л. 9: утрачен', 'л. 10–12: не отсканированы (3)'];

  await test.step('the sum adds up, and the places are empty', async () => {
    await expect(sum(page)).toHaveText('ожидается: 13, есть: 7, чистых: 1, утрачено: 1, не отсканировано: 4');
    await page.getByRole('button', { name: ru('leaves.showLeaves') }).click();
    await expect.poll(() => cells(page)).toEqual([...before, ...after]);
    await page.keyboard.press('Alt+H');
    await expect(cell(page, 'л. 5а: не отсканирован')).toHaveAttribute('aria-selected', 'true');
    await page.screenshot({ path: 'test-results/leaves.png' });
    expect(await axeFaults(page)).toEqual([]);
  });

  await test.step('a picture goes into the hole, and out again', async () => {
    const file = await makePicture(app, 'лист 5а.jpg');
    await give(page, file, () => page.keyboard.press('Alt+P'));
    await expect(cell(page, 'л. 5а')).toHaveAttribute('aria-selected', 'true', { timeout: 30_000 });
    await expect(sum(page)).toContainText('есть: 8');
    await undo(page);
    await expect.poll(() => cells(page)).toEqual([...before, ...after]);
  });

  await test.step('a page moves by keys', async () => {
    await cell(page, 'л. 2').click();
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(async () => (await cells(page)).slice(0, 3)).toEqual(['л. 1', 'л. 3', 'л. 2']);
    await isSafe(page);
    await undo(page);
    await expect.poll(async () => (await cells(page)).slice(0, 3)).toEqual(['л. 1', 'л. 2', 'л. 3']);
    await page.keyboard.press('Control+X');
    await cell(page, 'л. 8').click();
    await page.keyboard.press('Control+V');
    await expect.poll(async () => (await cells(page)).slice(0, 2)).toEqual(['л. 1', 'л. 3']);
    await isSafe(page);
    await fromMenu(page, 'leaves.putInOrder');
    await expect.poll(() => cells(page)).toEqual([...before, ...after]);
  });

  await test.step('a page is dragged, and goes to another unit by cut and paste', async () => {
    const [from, to] = [await cell(page, 'л. 1').boundingBox(), await cell(page, 'л. 3').boundingBox()];
    if (from === null || to === null) throw new Error('the pages are on the screen');
    await page.mouse.move(from.x + 40, from.y + 40);
    await page.mouse.down();
    await page.mouse.move(to.x + 20, to.y + 40, { steps: 5 });
    await page.mouse.move(to.x + to.width - 15, to.y + 40, { steps: 3 });
    await page.mouse.up();
    await expect.poll(async () => (await cells(page)).slice(0, 3)).toEqual(['л. 2', 'л. 3', 'л. 1']);
    await isSafe(page);
    await undo(page);
    await expect.poll(() => cells(page)).toEqual([...before, ...after]);
    await cell(page, 'л. 8').click();
    await page.keyboard.press('Control+X');
    await page.goto(`${app.host.origin}/#/record/${other}`);
    await page.getByRole('button', { name: ru('leaves.showLeaves') }).click();
    await page.keyboard.press('Control+V');
    await expect.poll(() => cells(page)).toEqual(['л. 8']);
    await isSafe(page);
    await undo(page);
    await expect.poll(() => cells(page)).toEqual([]);
    await page.goBack();
    await page.getByRole('button', { name: ru('leaves.showLeaves') }).click();
    await expect.poll(() => cells(page)).toEqual([...before, ...after]);
  });

  await test.step('a run is numbered on, along the leaves of the unit', async () => {
    await cell(page, 'л. 4').click();
    await cell(page, 'л. 6').click({ modifiers: ['Shift'] });
    await page.keyboard.press('Alt+L');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(ru('leaves.firstLeaf')).fill('5');
    await expect(dialog.locator('[data-preview]')).toContainText('5, 5а, 6');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect
      .poll(async () => (await cells(page)).slice(2, 7))
      .toEqual(['л. 3', 'л. 4: не отсканирован', 'л. 5', 'л. 5а', 'л. 6']);
    await undo(page);
    await expect.poll(() => cells(page)).toEqual([...before, ...after]);
    // What stands there already is no trouble.
    await cell(page, 'л. 4').click();
    await page.keyboard.press('Alt+L');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
  });

  await test.step('a page goes into the bin, and comes back to its place', async () => {
    await cell(page, 'л. 3').click();
    await page.keyboard.press('Delete');
    await expect(cell(page, 'л. 3: не отсканирован')).toBeVisible();
    await isSafe(page);
    await page.getByRole('link', { name: ru('nav.bin') }).click();
    await page.getByRole('option', { name: 'л. 3' }).click();
    await page.getByRole('button', { name: ru('act.restore') }).click();
    await expect(page.getByRole('option', { name: 'л. 3' })).toBeHidden();
    await page.goBack();
    await page.getByRole('button', { name: ru('leaves.showLeaves') }).click();
    await expect.poll(() => cells(page)).toEqual([...before, ...after]);
  });

  await cell(page, 'л. 2').dblclick();
  await expect(stageOf(page)).toHaveAttribute('data-shown', '2');
  const upright = await atRest(page);
  const strip = page.getByRole('listbox', { name: ru('viewer.strip') });
  const thumb = strip.getByRole('option', { name: 'л. 2', exact: true });

  await test.step('the page in hand stays before the eyes when it is moved', async () => {
    await strip.focus();
    await page.keyboard.press('Alt+ArrowDown');
    await expect(page).toHaveURL(/\/3$/u);
    await expect(stageOf(page)).toHaveAttribute('data-shown', '3');
    await isSafe(page);
    await undo(page);
    await expect(page).toHaveURL(/\/2$/u);
    await expect(stageOf(page)).toHaveAttribute('data-shown', '2');
  });

  await test.step('turned, also after a reload; then as it was', async () => {
    await expect(strip.getByRole('option', { name: 'л. 5а: не отсканирован' })).toBeVisible();
    await page.keyboard.press('Alt+R');
    await expect(thumb.locator('[data-turned="90"]')).toBeVisible();
    // The square lies nearer to the left than to the right edge: turned, nearer to the top than to the bottom.
    const isTurned = async () => {
      const stage = (await stageOf(page).boundingBox()) ?? { y: 0, height: 0 };
      const square = await atRest(page);
      return square.y + square.height / 2 < stage.y + stage.height * 0.45 && square.x > upright.x;
    };
    await expect.poll(isTurned).toBe(true);
    await isSafe(page);
    await page.reload();
    await expect(stageOf(page)).toHaveAttribute('data-shown', '2');
    await expect.poll(isTurned).toBe(true);
    await page.screenshot({ path: 'test-results/leaf-turned.png' });
    await undo(page);
    await expect(thumb.locator('[data-turned="0"]')).toBeVisible();
    await expect.poll(async () => Math.abs((await atRest(page)).x - upright.x) < 3).toBe(true);
  });

  await test.step('replaced, and brought back from the history', async () => {
    const picture = thumb.locator('img');
    const old = (await picture.getAttribute('src')) ?? '';
    await thumb.click();
    const file = await makePicture(app, 'пересъёмка.jpg');
    await give(page, file, () => fromMenu(page, 'leaves.replace'));
    await expect(picture).not.toHaveAttribute('src', old, { timeout: 30_000 });
    await page.getByText(ru('history.heading'), { exact: true }).click();
    const changed = page.locator('[data-kind="set"] [data-field="image"]').first();
    await expect(changed.locator('del img')).toHaveAttribute('src', old);
    await undo(page);
    await expect(picture).toHaveAttribute('src', old);
    await page.keyboard.press('Control+Shift+Z');
    await expect(picture).not.toHaveAttribute('src', old);
    await isSafe(page);
    const made = page.locator('[data-kind="new"] [data-field="image"]');
    await made.getByRole('button', { name: ru('history.restore') }).click();
    await expect(picture).toHaveAttribute('src', old);
    await isSafe(page);
  });
  expect(app.faults).toEqual([]);
});
