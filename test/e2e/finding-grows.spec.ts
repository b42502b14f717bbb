/** A query that finds nothing yet: what an import brings in stands in its list by itself, nobody asks a second time. */
import { expect, test } from './app.ts';
import { pagesAre, writeScans } from './finding-world.ts';
import { chooseLanguage, importFolder } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('pages that come in are found by the query that stands there', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  const folder = await writeScans(app);
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('отырысында');
  await page.keyboard.press('Enter');
  await expect(page.getByText(kk('find.nothing'))).toBeVisible();
  await expect(page.locator('[data-searched="0"]')).toBeVisible();

  const other = await page.context().newPage();
  await other.goto(`${app.host.origin}/#/import`);
  await importFolder(other, kk, folder);
  await pagesAre(page, 3);
  await expect(page.locator('[data-found] [data-kind="page"] mark').first()).toHaveText('отырысында');
  await page.screenshot({ path: 'test-results/screens/finding-grown.png' });
});
