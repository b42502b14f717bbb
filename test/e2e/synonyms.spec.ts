/** Synonyms: a query for one word finds the others; groups are added, changed, turned off, undone and brought back. */
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, find, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

async function goToSynonyms(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+KeyP');
  await page.keyboard.type(kk('settings.goTo', { section: kk('settings.section.synonyms') }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: kk('settings.section.synonyms') })).toBeFocused();
}

/** The words of the groups that hold this one. */
async function groupsWith(page: Page, word: string): Promise<string[]> {
  await page.getByLabel(kk('synonyms.find')).fill(word);
  await expect(page.locator('[data-words]:not([data-words*="' + word + '"])')).toHaveCount(0);
  return page.locator('[data-words]').evaluateAll((rows) => rows.map((row) => row.dataset['words'] ?? ''));
}

test('words that mean the same are found together, as the archive wants it', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: '«Еңбек» кеңшарының басқармасы' });
  await find(page, 'совхоз ', 'кеңшарының');

  await test.step('a group of its own, by keys', async () => {
    await goToSynonyms(page);
    await page.keyboard.press('Control+Shift+KeyP');
    await page.keyboard.type(kk('synonyms.new'));
    await page.keyboard.press('Enter');
    const words = page.getByLabel(kk('synonyms.words'));
    await expect(words).toBeFocused();
    await page.keyboard.type('Басқарма');
    await page.keyboard.press('Enter');
    await expect(page.getByText(kk('synonyms.tooFew'))).toBeVisible();
    await page.keyboard.type(', правление');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
    await isSafe(page);
    expect(await groupsWith(page, 'правление')).toEqual(['басқарма, правление']);
    await find(page, 'правления ', 'басқармасы');
  });

  await test.step('one that came with the program is changed, turned off, undone and brought back', async () => {
    await goToSynonyms(page);
    const usual = 'кеңшар, совхоз';
    expect(await groupsWith(page, 'кеңшар')).toEqual([usual]);
    await page.getByRole('button', { name: kk('synonyms.edit', { words: usual }) }).click();
    await page.getByLabel(kk('synonyms.words')).fill('кеңшар, совхоз, ауыл шаруашылық кәсіпорны');
    await page.keyboard.press('Enter');
    const changed = `${usual}, ауыл шаруашылық кәсіпорны`;
    const row = page.locator(`[data-words="${changed}"]`);
    await expect(row.getByText(kk('synonyms.isChanged'))).toBeVisible();
    await row.getByRole('button', { name: kk('synonyms.turnOff', { words: changed }) }).click();
    await expect(row).toHaveAttribute('data-off', 'true');
    await isSafe(page);
    await page.setViewportSize({ width: 1280, height: 1800 });
    await page.getByRole('heading', { name: kk('settings.section.synonyms') }).scrollIntoViewIfNeeded();
    await page.screenshot({ path: 'test-results/screens/synonyms-kk.png' });
    expect(await axeFaults(page, { within: 'main' })).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await axeFaults(page, { within: 'main', rules: ['color-contrast'] })).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('heading', { name: kk('settings.section.synonyms') }).click();
    await page.keyboard.press('Control+Z');
    await expect(row).toHaveAttribute('data-off', 'false');
    await page.getByRole('button', { name: kk('synonyms.allBack') }).click();
    await expect(page.locator(`[data-words="${usual}"]`)).toHaveAttribute('data-off', 'false');
    await isSafe(page);
  });

  await test.step('all of it is kept, and the search goes by it', async () => {
    await page.getByLabel(kk('synonyms.find')).fill('кеңшар');
    await page.getByRole('button', { name: kk('synonyms.turnOff', { words: 'кеңшар, совхоз' }) }).click();
    await expect(page.locator('[data-off="true"]')).toHaveCount(1);
    await isSafe(page);
    await page.reload();
    await expect(page.locator('[data-off="true"]')).toHaveCount(1);
    expect(await groupsWith(page, 'правление')).toEqual(['басқарма, правление']);
    await find(page, 'правления ', 'басқармасы');
    await page.getByRole('combobox').first().fill('совхоз ');
    await expect(page.locator('search').getByRole('option').filter({ hasText: 'кеңшарының' })).toHaveCount(0);
  });
  expect(app.faults).toEqual([]);
});
