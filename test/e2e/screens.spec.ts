/**
 * Every screen in three languages, light and dark: no fault that axe sees, no fault on the console, a picture of each to look
 * at. A language changes names and no colours, a theme changes colours only: each is asked what it can change.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { makeScanFolder } from './make-scans.ts';
import { chooseLanguage, find, importFolder, isSafe, makeRecord } from './steps.ts';
import { wordsOf, type Words } from './words.ts';

const LANGUAGES = { kk: 'Қазақша', ru: 'Русский', en: 'English' } as const;

const CONTRAST = ['color-contrast'];

/** Looks at the present screen: its picture, and what axe finds. */
async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/screens/${name}.png` });
  expect.soft([name, await axeFaults(page)]).toEqual([name, []]);
}

async function lookInTheDark(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.screenshot({ path: `test-results/screens/${name}-dark.png` });
  expect.soft([name, await axeFaults(page, { rules: CONTRAST })]).toEqual([name, []]);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
}

async function lookAtAll(page: Page, language: keyof typeof LANGUAGES, words: Words): Promise<void> {
  const shot = async (screen: string) => {
    const name = `${screen}-${language}`;
    if (language === 'kk') {
      await look(page, name);
      await lookInTheDark(page, name);
      return;
    }
    await page.screenshot({ path: `test-results/screens/${name}.png` });
    expect.soft([name, await axeFaults(page, { without: CONTRAST })]).toEqual([name, []]);
  };
  await page
    .getByRole('link', { name: words('nav.catalogue') })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: words('nav.catalogue') }).first()).toBeVisible();
  await shot('catalogue');
  await page.getByRole('button', { name: words('create.fonds') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('act.create') })
    .click();
  await shot('create');
  await page.keyboard.press('Escape');
  await page.getByRole('treeitem', { name: /123/ }).click();
  await expect(page.getByRole('option', { name: /лист 14.jpg/ })).toBeVisible();
  await page.getByRole('option', { name: /лист 1.jpg/ }).click();
  await shot('unit');
  await page.getByRole('option', { name: /ведомость.pdf/ }).dblclick();
  await expect(page.locator('[data-shown="1"]')).toBeVisible();
  await shot('document');
  await page.getByRole('button', { name: words('act.move') }).click();
  await shot('move');
  await page.keyboard.press('Escape');
  await find(page, 'хаттама', 'хаттама.pdf');
  await shot('finding');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Карта', exact: true }).first().click();
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await shot('tag');
  for (const screen of ['unplaced', 'bin', 'imports', 'settings'] as const) {
    await page
      .getByRole('link', { name: words(`nav.${screen}`) })
      .first()
      .click();
    await expect(page.getByRole('heading', { level: 1 }).first()).toHaveText(words(`nav.${screen}`));
    await shot(screen);
  }
  for (const screen of ['jobs', 'vocabulary', 'templates', 'help', 'find?q=хаттама'] as const) {
    await page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#/${screen}`);
    const name = screen === 'find?q=хаттама' ? 'find.title' : `nav.${screen}`;
    await expect(page.getByRole('heading', { level: 1 }).first()).toHaveText(words(name));
    await shot(screen.split('?')[0] ?? screen);
  }
  await page.getByRole('link', { name: words('nav.imports') }).click();
  await page.getByRole('link', { name: 'Сканы 1937' }).click();
  await expect(page.getByText(words('refusal.NOT_A_DOCUMENT'))).toBeVisible();
  await shot('report');
}

test('every screen in Kazakh, Russian and English is sound and accessible', async ({ app }) => {
  test.setTimeout(300_000);
  const { page } = app;
  const kk = wordsOf('kk');
  await look(page, 'language');
  await chooseLanguage(page);
  await look(page, 'empty-kk');
  const scans = await makeScanFolder(app.scratch);
  await makeRecord(page, kk, 'fonds', {
    number: 'Р-5',
    title: 'Қаратал аудандық атқару комитеті',
    dates: '1921–1937',
  });
  await makeRecord(page, kk, 'inventory', { number: '1', title: 'Тұрақты сақталатын істер' });
  await makeRecord(page, kk, 'unit', { number: '123', title: 'Жиналыс хаттамалары', dates: '1937 ж.' });
  await importFolder(page, kk, scans.folder);
  await page.getByRole('treeitem', { name: /123-іс/ }).click();
  await page.getByRole('option', { name: /карта 1.png/ }).click();
  await page.keyboard.press('Shift+End');
  await expect(
    page.getByRole('heading', { name: kk('inspector.several_other', { count: 6 }) }),
  ).toBeVisible();
  await page.getByRole('combobox', { name: /белгі қосу/ }).fill('Карта');
  await page.getByRole('option', { name: kk('tag.create', { label: 'Карта' }) }).click();
  await isSafe(page);

  for (const [language, name] of Object.entries(LANGUAGES)) {
    await page.locator('footer').getByRole('combobox').selectOption({ label: name });
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await lookAtAll(page, language as keyof typeof LANGUAGES, wordsOf(language as keyof typeof LANGUAGES));
  }
  await page.getByRole('treeitem', { name: /123/ }).click();
  await expect(page.getByRole('option', { name: /хаттама.pdf/ })).toBeVisible();
  // 200 % zoom on a screen of 1280 points.
  await page.setViewportSize({ width: 640, height: 400 });
  await look(page, 'unit-200');
  expect(app.faults).toEqual([]);
});
