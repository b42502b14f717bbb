/** The frame: panes as wide as a person wants them, light or dark, large type, room on the disk. All of it is remembered. */
import type { Page } from '@playwright/test';
import { expect, test, testOnDisk } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

const widthOf = async (page: Page, role: 'navigation' | 'complementary') =>
  (await page.getByRole(role).first().boundingBox())?.width ?? 0;

async function isAccessible(page: Page): Promise<void> {
  expect(await axeFaults(page)).toEqual([]);
}

testOnDisk('panes are drawn by mouse, moved by keys, and stand so after a restart', async ({ app }) => {
  await chooseLanguage(app.page);
  const { page } = app;
  const left = page.getByRole('separator', { name: kk('frame.left') });
  const right = page.getByRole('separator', { name: kk('frame.right') });
  const before = await widthOf(page, 'navigation');
  const box = await left.boundingBox();
  if (box === null) throw new Error('no splitter');
  await page.mouse.move(box.x + 4, 300);
  await page.mouse.down();
  await page.mouse.move(box.x + 84, 300, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => widthOf(page, 'navigation')).toBeCloseTo(before + 80, 0);

  const inspector = await widthOf(page, 'complementary');
  await right.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => widthOf(page, 'complementary')).toBeCloseTo(inspector + 32, 0);
  await expect(right).toHaveAttribute('aria-valuenow', '21');
  await isAccessible(page);

  await app.restart();
  await expect.poll(() => widthOf(app.page, 'navigation')).toBeCloseTo(before + 80, 0);
  await expect.poll(() => widthOf(app.page, 'complementary')).toBeCloseTo(inspector + 32, 0);
  await app.page.getByRole('link', { name: kk('nav.settings') }).click();
  await app.page.getByRole('button', { name: kk('settings.panes') }).click();
  await expect.poll(() => widthOf(app.page, 'navigation')).toBeCloseTo(before, 0);
});

testOnDisk('dark and large type are chosen in the settings, by keys, and remembered', async ({ app }) => {
  await chooseLanguage(app.page);
  await makeRecord(app.page, kk, 'fonds', { number: 'Р-5', title: 'Атқару комитеті', dates: '1921–1937' });
  await makeRecord(app.page, kk, 'inventory', { number: '1', title: 'Тұрақты сақталатын істер' });
  await isSafe(app.page);
  await app.page.getByRole('link', { name: kk('nav.settings') }).click();
  await app.page.getByRole('radio', { name: kk('settings.themes.system') }).focus();
  await app.page.keyboard.press('ArrowDown');
  await app.page.keyboard.press('ArrowDown');
  await expect(app.page.getByRole('radio', { name: kk('settings.themes.dark') })).toBeChecked();
  await app.page.getByRole('radio', { name: kk('settings.percent', { size: 150 }) }).check();
  await app.page.screenshot({ path: 'test-results/settings-dark-150.png' });
  await isAccessible(app.page);

  await app.restart();
  const { page } = app;
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('24px');
  await page.getByRole('treeitem', { name: /Атқару/ }).click();
  await page.getByRole('option', { name: /Тұрақты/ }).click();
  await page.screenshot({ path: 'test-results/frame-dark-150.png' });
  await isAccessible(page);
  await page.getByRole('link', { name: kk('nav.settings') }).click();
  await page.getByRole('radio', { name: kk('settings.themes.system') }).check();
  await page.getByRole('radio', { name: kk('settings.percent', { size: 125 }) }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('treeitem', { name: /Атқару/ }).click();
  await expect(page.getByRole('option', { name: /Тұрақты/ })).toBeVisible();
  await page.screenshot({ path: 'test-results/frame-125.png' });
});

test('the status bar tells the room on the disk and warns before there is too little', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await expect(page.locator('[data-disk]')).toContainText('ГБ');
  // A disk of the test's own size: only this one answer is changed.
  await page.route('**/rpc', async (route) => {
    const isDisk = route.request().postData()?.includes('disk.status') === true;
    const limits = { low: 5e9, short: 2e9, full: 1e9 };
    const value = { free: 4.2e9, total: 9e9, level: 'low', limits, ballast: 0, waiting: [] };
    if (isDisk) await route.fulfill({ json: { ok: true, value } });
    else await route.continue();
  });
  await page.reload();
  await expect(page.locator('[data-disk="low"]')).toHaveText(kk('disk.sign.low', { size: '4,2' }));
  await isAccessible(page);
});
