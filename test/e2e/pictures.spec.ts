/** Documents as small pictures: chosen, walked and opened by keys, and shown so at the next start. */
import { expect, testOnDisk as test } from './app.ts';
import { axeFaults } from './axe.ts';
import { makeScanFolder } from './make-scans.ts';
import { chooseLanguage, importFolder } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('scans not placed yet are looked through as pictures with keys alone', async ({ app }) => {
  await chooseLanguage(app.page);
  const scans = await makeScanFolder(app.scratch);
  await importFolder(app.page, kk, scans.folder);
  await app.page.getByRole('link', { name: new RegExp(kk('nav.unplaced')) }).click();
  await app.page.getByRole('button', { name: kk('list.asPictures') }).click();
  await app.restart();
  const { page } = app;
  await page.getByRole('link', { name: new RegExp(kk('nav.unplaced')) }).click();
  const grid = page.getByRole('listbox', { name: kk('nav.unplaced') });
  const cells = grid.getByRole('option');
  await expect(cells.first()).toBeVisible();
  await expect
    .poll(() => grid.locator('img').evaluateAll((all) => all.some((img) => img.clientHeight > 20)))
    .toBe(true);
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(cells.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  const across = await cells.evaluateAll(
    (all) => all.findIndex((cell) => cell.getAttribute('aria-selected') === 'true') - 1,
  );
  expect(across).toBeGreaterThan(2);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(
    page.getByRole('heading', { name: kk('inspector.several_other', { count: 2 }) }),
  ).toBeVisible();
  await page.screenshot({ path: 'test-results/pictures.png' });
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('application')).toBeVisible();
  expect(app.faults).toEqual([]);
});
