/** What a person does, by the names that stand on the screen. */
import type { Locator, Page } from '@playwright/test';
import { expect } from './app.ts';
import { wordsOf, type Words } from './words.ts';

const LANGUAGE_BY_NAME = { Қазақша: 'kk', Русский: 'ru', English: 'en' } as const;

/** Through the first start to an empty catalogue: the language, no name, no sample. */
export async function chooseLanguage(
  page: Page,
  name: keyof typeof LANGUAGE_BY_NAME = 'Қазақша',
): Promise<void> {
  const words = wordsOf(LANGUAGE_BY_NAME[name]);
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('button', { name: words('start.skip') }).click();
  await page.getByRole('button', { name: words('start.empty') }).click();
  await expect(page.locator('footer')).toBeVisible();
}

/** Chooses a folder and waits for the end of the import; answers its sums as they stand on the screen. */
export async function importFolder(
  page: Page,
  words: Words,
  folder: string,
): Promise<Record<string, number>> {
  const button = page.getByRole('button', { name: words('import.folder') }).first();
  // A press on a button that is drawn anew in the same moment comes to nothing; a person presses again.
  await expect(async () => {
    const chooser = page.waitForEvent('filechooser', { timeout: 10_000 });
    await button.click();
    await (await chooser).setFiles(folder);
  }).toPass({ timeout: 60_000 });
  await page.getByRole('button', { name: words('binding.takeLoose') }).click();
  await expect(page.locator('[data-import="done"]')).toBeVisible({ timeout: 90_000 });
  return await importSums(page);
}

export async function importSums(page: Page): Promise<Record<string, number>> {
  const sums = page.locator('[data-sum]');
  const entries = await sums.evaluateAll((nodes) =>
    nodes.map(
      (node) => [node.getAttribute('data-sum') ?? '', Number(node.getAttribute('data-count'))] as const,
    ),
  );
  return Object.fromEntries(entries);
}

/** Makes a record of a level in the place that the window shows, and waits until it is shown itself. */
export async function makeRecord(
  page: Page,
  words: Words,
  level: string,
  values: { number: string; title?: string; dates?: string },
): Promise<void> {
  const direct = page.getByRole('button', { name: words(`create.${level}`), exact: true });
  const menu = page.getByRole('button', { name: words('act.new'), exact: true });
  await direct.or(menu).first().click();
  if (await page.getByRole('menu').isVisible()) {
    await page.getByRole('menuitem', { name: words(`create.${level}`) }).click();
  }
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('field.number')).fill(values.number);
  if (values.title !== undefined) await dialog.getByLabel(words('field.title/kk')).fill(values.title);
  if (values.dates !== undefined) await dialog.getByLabel(words('field.dates')).fill(values.dates);
  await dialog.getByRole('button', { name: words('act.create') }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/#\/record\//);
}

export async function isSafe(page: Page): Promise<void> {
  await expect(page.locator('[data-safety="safe"]')).toBeVisible();
}

/** Types into the search box and waits until a hit holds `expected`; `within` milliseconds where it has to be read first. */
export async function find(
  page: Page,
  text: string,
  expected: string | RegExp,
  within = 30_000,
): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox').first().fill(text);
  const results = page.locator('search').getByRole('option');
  await expect(results.filter({ hasText: expected }).first()).toBeVisible({ timeout: within });
}

/** Opens the first hit by Enter. */
export async function openFirst(page: Page): Promise<void> {
  await page.keyboard.press('Enter');
  await expect(page.locator('search').getByRole('listbox')).toBeHidden();
}

/** Goes on by Tab (or `key`) until the focus is there; a person would do no other. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (await target.evaluate((node) => node === document.activeElement).catch(() => false)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}
