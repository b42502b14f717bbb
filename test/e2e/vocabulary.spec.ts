/** The tag vocabulary: counts, several tags at once, labels and colours, merging and its one undo; by keys too. */
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { isSafe } from './steps.ts';
import { wordsOf } from './words.ts';

async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/screens/${name}.png` });
  expect.soft([name, await axeFaults(page)]).toEqual([name, []]);
}

const countOf = async (page: Page, tag: string) =>
  Number(await page.locator(`[data-tag="${tag}"]`).getAttribute('data-count'));

test('tags are counted, filtered by several, renamed, merged and brought back', async ({ app }) => {
  test.setTimeout(300_000);
  const { page } = app;
  const kk = wordsOf('kk');
  await page.getByRole('button', { name: 'Қазақша' }).click();
  await page.getByRole('button', { name: kk('start.skip') }).click();
  await page.getByRole('button', { name: kk('start.openSample') }).click();
  await page.getByRole('link', { name: kk('nav.vocabulary') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(kk('nav.vocabulary'));
  await expect(page.locator('[data-tag]')).toHaveCount(9);

  await test.step('two tags at once leave what carries both', async () => {
    await expect.poll(() => countOf(page, 'Жер')).toBeGreaterThan(3);
    const letters = await countOf(page, 'Хат');
    await page.getByRole('checkbox', { name: 'Жер' }).focus();
    await page.keyboard.press('Space');
    await expect.poll(() => countOf(page, 'Хат')).toBeLessThan(letters);
    const both = await countOf(page, 'Хат');
    expect(both).toBeGreaterThan(0);
    await page.getByRole('checkbox', { name: 'Хат' }).focus();
    await page.keyboard.press('Space');
    const carriers = page.getByRole('region', { name: 'Жер + Хат' });
    await expect(carriers.getByRole('listitem')).toHaveCount(both);
    await expect(carriers.getByRole('link', { name: 'Азаматтардың өтініштері' })).toBeVisible();
    await look(page, 'vocabulary-kk');
    await page.getByRole('checkbox', { name: 'Хат' }).uncheck();
    await page.getByRole('checkbox', { name: 'Жер' }).uncheck();
    await expect.poll(() => countOf(page, 'Хат')).toBe(letters);
  });

  await test.step('labels in three languages and a colour', async () => {
    await page.getByRole('button', { name: kk('vocabulary.edit', { label: 'Суару' }) }).click();
    await page.getByLabel(kk('vocabulary.label/kk')).fill('Су шаруашылығы');
    await page.getByLabel(kk('vocabulary.label/en')).fill('Water management');
    await page.getByRole('radio', { name: kk('vocabulary.colourNo', { number: 3 }) }).check();
    await look(page, 'vocabulary-edit-kk');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-tag="Су шаруашылығы"]')).toBeVisible();
    await isSafe(page);
  });

  await test.step('one tag takes the place of another, and one undo gives both back', async () => {
    const [letters, schools] = [await countOf(page, 'Хат'), await countOf(page, 'Мектеп')];
    await page.getByRole('button', { name: kk('vocabulary.mergeAway', { label: 'Хат' }) }).click();
    await page.getByRole('dialog').getByRole('combobox').selectOption({ label: 'Мектеп' });
    await expect(
      page.getByText(kk('vocabulary.mergeHint_other', { count: letters, label: 'Хат', into: 'Мектеп' })),
    ).toBeVisible();
    await look(page, 'vocabulary-merge-kk');
    await page.getByRole('button', { name: kk('vocabulary.merge'), exact: true }).click();
    await expect(page.locator('[data-tag]')).toHaveCount(8);
    // One unit carried both.
    await expect.poll(() => countOf(page, 'Мектеп')).toBe(letters + schools - 1);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('Control+Z');
    await expect(page.locator('[data-tag]')).toHaveCount(9);
    await expect.poll(() => countOf(page, 'Хат')).toBe(letters);
    expect(await countOf(page, 'Мектеп')).toBe(schools);
    await isSafe(page);
  });
  expect(app.faults).toEqual([]);
});
