/** Searches that are kept: saved for everybody, undone, found again after a start; and everything that was found as a file. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { openFindingWorld, pagesAre } from './finding-world.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

/** Gives a command by the palette. */
async function give(page: Page, label: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  const palette = page.getByRole('combobox', { name: kk('palette.find') });
  await expect(palette).toBeFocused();
  await page.keyboard.type(label);
  await expect(page.getByRole('option', { name: label, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
}

test('a search is saved, found again and taken back, and its whole list goes out', async ({ app }) => {
  await openFindingWorld(app);
  const { page } = app;
  const words = page.getByRole('searchbox', { name: kk('find.words') });
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('отырысында НЕМЕСЕ тұрғындары');
  await page.keyboard.press('Enter');
  await pagesAre(page, 4);

  await test.step('it is saved, found among the saved ones, and the bin takes it', async () => {
    await page.getByRole('checkbox', { name: kk('level.page') }).press('Space');
    await pagesAre(page, 4);
    await give(page, kk('find.saved.save'));
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('textbox', { name: kk('find.saved.name') })).toBeFocused();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Отырыстар');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(page.getByText(kk('said.searchSaved'))).toBeVisible();
    await give(page, kk('find.clear'));
    await words.fill('жоқсөз');
    await give(page, kk('find.saved.manage'));
    await dialog.getByRole('button', { name: 'Отырыстар', exact: true }).press('Enter');
    await expect(words).toHaveValue('отырысында НЕМЕСЕ тұрғындары');
    await pagesAre(page, 4);
    await expect(page.getByRole('checkbox', { name: kk('level.page') })).toBeChecked();
    await expect(page).toHaveURL(/level=page/u);
    await page.reload();
    await pagesAre(page, 4);
    await give(page, kk('find.saved.manage'));
    await dialog.getByRole('button', { name: kk('find.saved.bin', { name: 'Отырыстар' }) }).press('Enter');
    await expect(dialog.getByText(kk('find.saved.none'))).toBeVisible();
    await page.keyboard.press('Escape');
    await give(page, kk('act.undo'));
    await give(page, kk('find.saved.manage'));
    await expect(dialog.getByRole('button', { name: 'Отырыстар', exact: true })).toBeVisible();
    expect(await axeFaults(page, { within: '[role="dialog"]' })).toEqual([]);
    await page.keyboard.press('Escape');
  });

  await test.step('the last searches are at hand where nothing is asked', async () => {
    // A query that stands for a moment is one of them.
    await expect
      .poll(() => page.evaluate(() => (localStorage.getItem('searches') ?? '').includes('level=page')))
      .toBe(true);
    await page.goto(`${app.host.origin}/#/find`);
    const recent = page.getByRole('button', { name: /^отырысында НЕМЕСЕ тұрғындары · Парақ беті$/u });
    await recent.press('Enter');
    await pagesAre(page, 4);
    await expect(words).toHaveValue('отырысында НЕМЕСЕ тұрғындары');
  });

  await test.step('everything that was found, as CSV', async () => {
    await give(page, kk('find.list.label'));
    const dialog = page.getByRole('dialog');
    await expect(dialog.locator('[data-gathered="4"]')).toBeVisible();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: kk('report.csv') }).press('Enter');
    const text = readFileSync(await (await download).path(), 'utf8');
    expect(text.split('\r\n')[3]).toBe(`${kk('find.list.total')};4`);
    expect(text).toContain(kk('find.texts.possible'));
    expect(text).toMatch(/Р-417-қор, 2-тізімдеме, 133-іс/u);
    await page.keyboard.press('Escape');
  });
  expect(app.faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]);
});
