/** Every command by the palette and by its key, without the mouse. */
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, isSafe } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

async function isAccessible(page: Page): Promise<void> {
  expect(await axeFaults(page)).toEqual([]);
}

/** Opens the palette, types and gives the first command found. */
async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByRole('combobox', { name: kk('palette.find') })).toBeFocused();
  await page.keyboard.type(text);
  await expect(page.getByRole('option', { name: text, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: kk('palette.find') })).toBeHidden();
}

test('a fonds is made, binned, brought back and found with keys alone', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByRole('option', { name: kk('create.fonds') })).toBeVisible();
  await page.screenshot({ path: 'test-results/palette.png' });
  await isAccessible(page);
  await page.keyboard.press('Escape');

  await command(page, kk('create.fonds'));
  await expect(page.getByRole('dialog').getByLabel(kk('field.number'))).toBeFocused();
  await page.keyboard.type('Р-5');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Атқару комитеті');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /Атқару комитеті/ })).toBeVisible();
  await isSafe(page);

  await command(page, kk('act.bin'));
  await expect(
    page
      .getByText(kk('bin.banner'))
      .or(page.getByText(kk('empty.tree')))
      .first(),
  ).toBeVisible();
  await page.keyboard.press('Control+Z');
  await expect(page.getByRole('treeitem', { name: /Атқару комитеті/ })).toBeVisible();

  await command(page, kk('find.label'));
  await expect(page.getByRole('combobox', { name: kk('find.label') })).toBeFocused();
  await page.keyboard.type('Delete?');
  await expect(page.getByRole('combobox', { name: kk('find.label') })).toHaveValue('Delete?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await command(page, kk('palette.go', { place: kk('nav.settings') }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(kk('nav.settings'));
  await command(page, kk('palette.theme', { theme: kk('settings.themes.dark') }));
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await command(page, kk('palette.language', { language: 'English' }));
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(app.faults).toEqual([]);
});

test('the question mark shows the keys, but not while typing', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await page.keyboard.press('/');
  await page.keyboard.press('?');
  await expect(page.getByRole('combobox', { name: kk('find.label') })).toHaveValue('?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  const map = page.getByRole('dialog', { name: kk('palette.keys') });
  await expect(map.getByText('Ctrl+Shift+P')).toBeVisible();
  await expect(map.getByText(kk('keys.tree.what'))).toBeVisible();
  await page.screenshot({ path: 'test-results/keys.png' });
  await isAccessible(page);
  await page.keyboard.press('Escape');
  await expect(map).toBeHidden();
});
