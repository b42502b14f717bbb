/** A misread page of the sample archive: found as possible at first, read again with the Kazakh model, and certain afterwards. */
import { expect, test } from './app.ts';
import { openFound, pagesAre } from './finding-world.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

/** Stands on one page of the sample alone, in a unit whose PDF carries the text of a Russian-only engine. */
const WORD = 'туысқандарым';

test('a page that lost its Kazakh letters is read again, and what it says is certain', async ({ app }) => {
  test.setTimeout(300_000);
  const { page } = app;
  await page.getByRole('button', { name: 'Қазақша', exact: true }).click();
  await page.getByRole('button', { name: kk('start.skip') }).click();
  await page.getByRole('button', { name: kk('start.openSample') }).click();
  await expect(page.getByRole('treeitem')).toHaveCount(3);
  // Its files come in one by one; what they say is found as soon as they are there.
  await expect(page.locator('[data-jobs="0"]')).toBeVisible({ timeout: 90_000 });
  const list = page.locator('[data-found]').getByRole('listbox');
  const row = list.locator('[data-kind="page"]').first();

  await test.step('it is found as what may be', async () => {
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type(WORD);
    await page.keyboard.press('Enter');
    await expect(row.getByText(kk('find.texts.possible'))).toBeVisible({ timeout: 60_000 });
    await pagesAre(page, 1);
    await expect(row).toContainText(`(${WORD}?)`);
    await page.screenshot({ path: 'test-results/screens/finding-misread.png' });
  });

  await test.step('the list leads to reading it again', async () => {
    await page.getByRole('button', { name: kk('find.texts.found', { count: 1, units: 1 }) }).press('Enter');
    await expect(list).toBeFocused();
    await page.getByRole('button', { name: kk('find.readAgain') }).press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.locator('[data-misread="2"]')).toBeVisible();
    await page.screenshot({ path: 'test-results/screens/finding-read-again.png' });
    await dialog.getByRole('button', { name: kk('reading.readAgainAll') }).press('Enter');
    await expect(dialog).toBeHidden();
  });

  await test.step('without another question it stands among the certain ones', async () => {
    await expect(row.getByText(kk('find.texts.possible'))).toBeHidden({ timeout: 90_000 });
    await expect(row.locator('mark')).toHaveText(/^туысқандарым/iu);
    await pagesAre(page, 1);
    await page.screenshot({ path: 'test-results/screens/finding-certain.png' });
    await openFound(page, WORD);
    await expect(page.locator('[data-kind="hit"]')).toHaveCount(1);
  });
});
