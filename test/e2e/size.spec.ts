/**
 * A branch and a list of 12,000 (of 60,000 with QOIMA_FULL_SIZE=1) opened, scrolled to the end, typed in, sorted and
 * chosen from, without holding up the window. Benches measure exactly (`size-steps.ts`); this guards against a step that
 * grows with the list (`bound.ts`).
 */
import { expect, HOST_AWAY, test, type App } from './app.ts';
import { bound } from './bound.ts';
import { fillGenerated } from './fill-archive.ts';
import { tasksDuring } from './main-thread.ts';
import { pageThrough, rowsAreFilled, wheelToEnd } from './size-steps.ts';
import { chooseLanguage } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const FULL = process.env['QOIMA_FULL_SIZE'] === '1';
const UNITS = FULL ? 60_000 : 12_000;

async function openBig(app: App): Promise<void> {
  await chooseLanguage(app.page);
  await app.host.stop();
  await fillGenerated(app.dataFolder, { units: UNITS, unitsPerInventory: UNITS, unitsPerDocument: 0 });
  await app.startHost();
  await app.page.reload();
  await expect(app.page.getByRole('treeitem')).toBeVisible({ timeout: 90_000 });
  // Catalogue and search index are whole before anything is measured.
  await app.page.getByRole('treeitem').click();
  await app.page
    .getByRole('listbox', { name: kk('nav.catalogue') })
    .getByRole('option')
    .dblclick();
  await expect(app.page.getByText(kk('list.count_other', { count: UNITS }))).toBeVisible({ timeout: 90_000 });
  await app.page.getByRole('combobox').first().fill('1');
  await expect(app.page.locator('search').getByRole('option').first()).toBeVisible({ timeout: 60_000 });
  await app.page.keyboard.press('Escape');
  await app.page
    .getByRole('link', { name: kk('nav.catalogue') })
    .first()
    .click();
  await app.page.reload();
  await expect(app.page.getByRole('treeitem')).toBeVisible();
}

test('a branch and list of many thousands hold nobody up', async ({ app }) => {
  await openBig(app);
  const { page } = app;
  const tree = page.getByRole('tree');
  const list = page.getByRole('listbox', { name: kk('nav.catalogue') });
  const all: number[] = [];
  const step = async (name: string, run: () => Promise<unknown>) => {
    const began = performance.now();
    const tasks = await tasksDuring(page, run);
    const long = tasks.filter((ms) => ms > 50).map(Math.round);
    const took = Math.round(performance.now() - began);
    console.log(`${name}: ${took} ms, tasks over 50 ms of the processor ${JSON.stringify(long)}`);
    // Nothing was seen means that nothing was looked at.
    expect(tasks.length).toBeGreaterThan(0);
    all.push(...tasks);
  };
  await step('fonds opened', async () => {
    await page.getByRole('treeitem').click();
    await expect(list.getByRole('option')).toHaveCount(1);
    await tree.focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('treeitem', { level: 2 })).toBeVisible();
  });
  await step('big branch opened', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('treeitem', { level: 3 }).first()).toBeVisible();
    await expect(page.locator('[data-whole="true"]')).toBeVisible();
    await rowsAreFilled(tree);
  });
  await expect(page.getByText(kk('list.count_other', { count: UNITS }))).toBeVisible();
  await step('tree scrolled by the wheel', () => wheelToEnd(tree, 40));
  await step('list scrolled by the wheel', () => wheelToEnd(list, 40));
  await step('list gone through by keys', () => pageThrough(list, 15));
  await step('typed in the list', async () => {
    await list.focus();
    await page.keyboard.type(String(UNITS - 7));
    await expect(list.locator('[data-current="true"]')).toContainText(String(UNITS - 7));
  });
  await step('a sorting begun and stopped', async () => {
    await page.getByRole('button', { name: kk('list.sortBy', { column: kk('list.dates') }) }).click();
    await page.getByRole('button', { name: kk('list.stopSorting') }).click();
    await expect(page.locator('[data-sorting="false"]')).toBeVisible();
  });
  await step('sorted by title', async () => {
    await page.getByRole('button', { name: kk('list.sortBy', { column: kk('list.title') }) }).click();
    await expect(page.locator('[data-sorting="true"]')).toBeVisible();
    await expect(page.locator('[data-sorting="false"]')).toBeVisible({ timeout: 60_000 });
  });
  await step('5,000 chosen by Shift, all by Ctrl+A', async () => {
    await list.focus();
    await page.keyboard.press('Control+a');
    await expect(page.getByText(kk('list.chosen_other', { count: UNITS, total: UNITS }))).toBeVisible();
    await page.keyboard.press('Home');
    await list.getByRole('option').first().click();
    await list.evaluate((box) => box.scrollTo(0, 4999 * 30));
    await rowsAreFilled(list);
    await list.locator('[aria-posinset="5000"]').click({ modifiers: ['Shift'] });
    await expect(page.getByText(kk('list.chosen_other', { count: 5000, total: UNITS }))).toBeVisible();
    await expect(page.getByRole('button', { name: kk('act.bin') })).toBeEnabled({ timeout: 30_000 });
  });
  await step('5,000 into the bin and out of it', async () => {
    await page.getByRole('button', { name: kk('act.bin') }).click();
    await expect(page.getByText(kk('list.count_other', { count: UNITS - 5000 }))).toBeVisible({
      timeout: 60_000,
    });
    await page.getByRole('link', { name: kk('nav.bin') }).click();
    await expect(page.getByText(kk('list.count_other', { count: 5000 }), { exact: true })).toBeVisible({
      timeout: 30_000,
    });
    const bin = page.getByRole('listbox', { name: kk('nav.bin') });
    await bin.focus();
    // At once, before the list is known whole: all of it is meant.
    await page.keyboard.press('Control+a');
    await expect(page.getByText(kk('list.chosen_other', { count: 5000, total: 5000 }))).toBeVisible();
    await expect(page.getByRole('button', { name: kk('act.restore') })).toBeEnabled({ timeout: 30_000 });
    await page.getByRole('button', { name: kk('act.restore') }).click();
    await expect(page.getByText(kk('empty.bin'))).toBeVisible({ timeout: 60_000 });
    await page.goBack();
    await expect(page.getByText(kk('list.count_other', { count: UNITS }))).toBeVisible({ timeout: 30_000 });
  });
  await page.screenshot({ path: 'test-results/size.png' });
  expect(all.filter((ms) => ms > bound(50))).toEqual([]);
  expect(app.faults.filter((fault) => !HOST_AWAY.test(fault))).toEqual([]);
});
