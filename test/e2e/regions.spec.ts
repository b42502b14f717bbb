/** Regions: drawn by mouse and by keys, always over the same pixels, with words and tags, undone, and there after a restart. */
import type { Page } from '@playwright/test';
import { expect, testOnDisk as test } from './app.ts';
import { chooseLanguage, isSafe } from './steps.ts';
import { atRest, makeMarkedTiff, openScans, stageOf, type Rect } from './viewer-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

const boxes = (page: Page) => page.locator('svg [data-box] > rect:nth-of-type(2)');

async function boxOnScreen(page: Page): Promise<Rect> {
  return (await boxes(page).first().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
}

/** How far the sides of two rectangles lie apart at most, in pixels. */
const apart = (one: Rect, other: Rect): number =>
  Math.max(
    Math.abs(one.x - other.x),
    Math.abs(one.y - other.y),
    Math.abs(one.x + one.width - other.x - other.width),
    Math.abs(one.y + one.height - other.y - other.height),
  );

/** Over the red square once both have come to rest: on a busy machine one of them is drawn a while before the other. */
async function isOverSquare(page: Page, when: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const pixels = await atRest(page);
        return apart(await boxOnScreen(page), pixels);
      },
      { message: when },
    )
    .toBeLessThan(4);
}

test('a region is drawn by mouse, stays over its pixels, gets words, and outlives a restart', async ({
  app,
}) => {
  const { page } = app;
  await chooseLanguage(page);
  await openScans(app, kk, { 'іс.tif': await makeMarkedTiff(3) });
  const square = await atRest(page);

  await test.step('drawn around the red square', async () => {
    await page.getByRole('button', { name: kk('viewer.drawRegion') }).click();
    await page.mouse.move(square.x, square.y);
    await page.mouse.down();
    await page.mouse.move(square.x + square.width / 2, square.y + square.height / 3);
    await page.mouse.move(square.x + square.width, square.y + square.height);
    await page.mouse.up();
    await expect(boxes(page)).toHaveCount(1);
    await isSafe(page);
    const words = page.getByRole('textbox', { name: kk('region.text') });
    await expect(words).toBeFocused();
    await words.fill('Қызыл мөр\nекінші жол');
    await page.keyboard.press('Control+Enter');
    await expect(stageOf(page)).toBeFocused();
    await isSafe(page);
    await expect(page.getByRole('option', { name: 'Қызыл мөр' })).toBeVisible();
    await page.screenshot({ path: 'test-results/region.png' });
  });

  await test.step('over the same pixels, however the page is zoomed, turned and moved', async () => {
    // Where the square is on the page is known: 20 % and 30 % from its corner, a tenth of its width.
    const kept = await boxes(page)
      .first()
      .evaluate((rect) => ['x', 'y', 'width'].map((name) => Number(rect.getAttribute(name))));
    for (const [i, percent] of [20, 30, 10].entries()) {
      expect(Math.abs((kept[i] ?? 0) - percent)).toBeLessThan(0.6);
    }
    for (const key of ['+', 'r', 'Shift+ArrowLeft', 'r', '-', 'r', '0', 'w', '0', 'd', 'Home', 'd']) {
      await page.keyboard.press(key);
      await isOverSquare(page, `after ${key}`);
    }
    await page.keyboard.press('r');
    await page.keyboard.press('0');
  });

  await test.step('moved by mouse, and that is undone', async () => {
    await page.keyboard.press('0');
    const before = await atRest(page);
    const middle = { x: before.x + before.width / 2, y: before.y + before.height / 2 };
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await page.mouse.move(middle.x + 60, middle.y + 30, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => Math.round((await boxOnScreen(page)).x - before.x)).toBeGreaterThan(50);
    const undo = kk('act.undoWhat', { command: kk('command.region.move') });
    await expect(page.getByRole('button', { name: undo })).toBeEnabled();
    await stageOf(page).focus();
    await page.keyboard.press('Control+Z');
    await expect.poll(async () => apart(await boxOnScreen(page), before)).toBeLessThan(4);
  });

  await test.step('a tag', async () => {
    await page
      .getByRole('combobox', { name: kk('tag.add_one', { count: 1 }) })
      .first()
      .fill('Мөр');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: 'Мөр' }).first()).toBeVisible();
    await isSafe(page);
  });

  await app.restart();
  await app.page.getByRole('link', { name: new RegExp(kk('nav.unplaced')) }).click();
  await app.page.getByRole('option', { name: /іс.tif/ }).dblclick();
  await expect(boxes(app.page)).toHaveCount(1);
  await isOverSquare(app.page, 'after a restart');
  await app.page.getByRole('option', { name: 'Қызыл мөр' }).click();
  await expect(app.page.getByRole('textbox', { name: kk('region.text') })).toHaveValue(
    'Қызыл мөр\nекінші жол',
  );
  await expect(app.page.getByRole('link', { name: 'Мөр' }).first()).toBeVisible();
  expect(app.faults).toEqual([]);
});

test('a region is drawn, changed, chosen and deleted with keys alone', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await openScans(app, kk, { 'іс.tif': await makeMarkedTiff(2) });
  await atRest(page);
  await stageOf(page).focus();

  await page.keyboard.press('a');
  await expect(boxes(page)).toHaveCount(1);
  const begun = await boxOnScreen(page);
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Shift+ArrowDown');
  const moved = await boxOnScreen(page);
  expect(Math.round(moved.x - begun.x)).toBe(40);
  expect(Math.round(moved.y - begun.y)).toBe(-8);
  expect(Math.round(moved.height - begun.height)).toBe(24);
  await page.screenshot({ path: 'test-results/region-keys.png' });
  await page.keyboard.press('Enter');
  await isSafe(page);
  await expect(page.getByRole('textbox', { name: kk('region.text') })).toBeFocused();
  await page.keyboard.type('Бірінші');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('option', { name: 'Бірінші' })).toBeVisible();
  expect(apart(await boxOnScreen(page), moved)).toBeLessThan(1);

  await test.step('words are written once, and Escape writes none', async () => {
    const undo = page.getByRole('button', {
      name: kk('act.undoWhat', { command: kk('command.region.text') }),
    });
    const words = page.getByRole('textbox', { name: kk('region.text') });
    await words.focus();
    await page.keyboard.type(' жоқ');
    await page.keyboard.press('Escape');
    await expect(stageOf(page)).toBeFocused();
    await expect(words).toHaveValue('Бірінші');
    await isSafe(page);
    await expect(undo).toBeEnabled();
    await page.keyboard.press('Control+Z');
    await expect(words).toHaveValue('');
    await expect(undo).toHaveCount(0);
    await page.keyboard.press('Control+Shift+Z');
    await expect(words).toHaveValue('Бірінші');
    await isSafe(page);
  });

  await test.step('changed by keys; Escape leaves it as it was', async () => {
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Escape');
    expect(apart(await boxOnScreen(page), moved)).toBeLessThan(1);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await expect.poll(async () => Math.round((await boxOnScreen(page)).x - moved.x)).toBe(-8);
    await isSafe(page);
  });

  await test.step('deleted and brought back', async () => {
    await stageOf(page).focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('s');
    await page.keyboard.press('Delete');
    await expect(boxes(page)).toHaveCount(0);
    const undo = kk('act.undoWhat', { command: kk('command.region.remove') });
    await expect(page.getByRole('button', { name: undo })).toBeEnabled();
    await page.keyboard.press('Control+Z');
    await expect(boxes(page)).toHaveCount(1);
    await isSafe(page);
  });
  await app.restart();
  await app.page.getByRole('link', { name: new RegExp(kk('nav.unplaced')) }).click();
  await app.page.getByRole('option', { name: /іс.tif/ }).dblclick();
  await expect(app.page.getByRole('option', { name: 'Бірінші' })).toBeVisible();
  await expect(boxes(app.page)).toHaveCount(1);

  await test.step('words are written also when a link takes the page away from under the hands', async () => {
    await app.page.getByRole('option', { name: 'Бірінші' }).click();
    const words = app.page.getByRole('textbox', { name: kk('region.text') });
    await words.fill('Екінші');
    await expect(words).toBeFocused();
    const goToPage = (number: number) =>
      app.page.evaluate((to) => {
        window.location.hash = [...window.location.hash.split('/').slice(0, 3), to].join('/');
      }, number);
    await goToPage(2);
    await expect(words).toHaveCount(0);
    await expect(app.page.locator('[data-shown="2"]')).toBeVisible();
    await isSafe(app.page);
    await goToPage(1);
    await expect(app.page.getByRole('option', { name: 'Екінші' })).toBeVisible();
  });

  await test.step('opened by its address it is chosen, and turning its page begins nothing anew', async () => {
    const region = await app.page.locator('svg [data-box]').first().getAttribute('data-box');
    await app.page.evaluate((id) => {
      window.location.hash = `#/record/${id}`;
    }, region);
    await expect(app.page).toHaveURL(new RegExp(`/1/${region}$`));
    await expect(app.page.locator('svg [data-selected="true"]')).toHaveCount(1);
    await atRest(app.page);
    await stageOf(app.page).evaluate((stage) => stage.setAttribute('data-same', ''));
    await stageOf(app.page).press('PageDown');
    await expect(app.page.locator('[data-shown="2"][data-same]')).toBeVisible();
  });
  expect(app.faults).toEqual([]);
});
