/** The finding page by keys: facets, certainty, one place only, saved and recent searches, the whole list as a file. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { openFindingWorld } from './finding-world.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const pagesAre = (page: Page, pages: number) =>
  expect(page.locator(`[data-pages="${pages}"][data-phase="done"]`)).toBeVisible();

/** Gives a command by the palette. */
async function give(page: Page, label: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type(label);
  await page.keyboard.press('Enter');
}

/** Goes on by Tab until the focus is there. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const isThere = () => wanted.evaluate((element) => element === document.activeElement);
  for (let i = 0; i < 40 && !(await isThere()); i++) await page.keyboard.press('Tab');
  await expect(wanted).toBeFocused();
}

test('facets, certainty, a place, saved searches and the whole list, by keys', async ({ app }) => {
  await openFindingWorld(app);
  const { page } = app;
  const words = page.getByRole('searchbox', { name: kk('find.words') });
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('отырысында НЕМЕСЕ тұрғындары');
  await page.keyboard.press('Enter');
  await pagesAre(page, 4);

  await test.step('only what is sure, only what may be', async () => {
    const certain = page.getByRole('radio', { name: kk('find.certainty.certain') });
    await words.focus();
    await tabTo(page, page.getByRole('radio', { name: kk('find.certainty.all') }));
    await page.keyboard.press('ArrowRight');
    await expect(certain).toBeChecked();
    await pagesAre(page, 3);
    await page.keyboard.press('ArrowRight');
    await pagesAre(page, 1);
    await expect(page.locator('[data-found]').getByText(kk('find.texts.possible')).first()).toBeVisible();
    await expect(page).toHaveURL(/sure=uncertain/u);
    await page.screenshot({ path: 'test-results/screens/finding-possible.png' });
    await page.keyboard.press('ArrowRight');
    await pagesAre(page, 4);
  });

  await test.step('a decade and a level, with their counts', async () => {
    await words.focus();
    const unit = page.getByRole('checkbox', { name: kk('level.page') });
    await tabTo(page, unit);
    await page.keyboard.press('Space');
    await expect(unit).toBeChecked();
    await pagesAre(page, 4);
    await page.getByRole('combobox', { name: kk('find.decade') }).selectOption('1930');
    await pagesAre(page, 4);
    await expect(page).toHaveURL(/from=1930&to=1939/u);
  });

  await test.step('it is saved, found among the saved ones, and the bin takes it', async () => {
    await give(page, kk('find.saved.save'));
    const dialog = page.getByRole('dialog');
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
    await page.reload();
    await pagesAre(page, 4);
    await give(page, kk('find.saved.manage'));
    await dialog.getByRole('button', { name: kk('find.saved.bin', { name: 'Отырыстар' }) }).press('Enter');
    await expect(dialog.getByText(kk('find.saved.none'))).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Z');
    await give(page, kk('find.saved.manage'));
    await expect(dialog.getByRole('button', { name: 'Отырыстар', exact: true })).toBeVisible();
    expect(await axeFaults(page, { within: '[role="dialog"]' })).toEqual([]);
    await page.keyboard.press('Escape');
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

  await test.step('inside one unit, and out again', async () => {
    await page.goto(`${app.host.origin}/#/find?q=${encodeURIComponent('Р-417/2/135')}`);
    await page.locator('[data-found]').getByRole('option').first().dblclick();
    await page.keyboard.press('Control+Shift+K');
    await expect(page.locator('[data-within]')).toContainText('135');
    await page.keyboard.type('отырысында');
    await page.keyboard.press('Enter');
    await pagesAre(page, 1);
    await words.fill('бригада');
    await expect(page.locator('[data-searched]')).toBeVisible();
    await page.screenshot({ path: 'test-results/screens/finding-nothing.png' });
    expect(await axeFaults(page, { within: 'main' })).toEqual([]);
    await page.getByRole('button', { name: kk('find.searchEverywhere') }).press('Enter');
    await pagesAre(page, 1);
  });
  expect(app.faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]);
});
