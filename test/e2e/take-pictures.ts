/**
 * `npm run pictures`: opens the sample archive and takes a picture of every screen in three languages, light and dark, into
 * `test-results/pictures`. The best of the light ones are put into the README and the help, so that both show the program
 * as it is.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { takePicture } from './picture-file.ts';
import { enrichSample, fullestInventory, type Row } from './picture-sample.ts';
import { wordsOf } from './words.ts';
import { must } from '../../shared/must.ts';

const LANGUAGES = { kk: 'Қазақша', ru: 'Русский', en: 'English' } as const;
type Language = keyof typeof LANGUAGES;

/** Written into many records at once. */
const SHELF = { kk: '2-қойма, 14-сөре', ru: 'Хранилище 2, стеллаж 14', en: 'Store 2, shelf 14' } as const;

test('pictures of every screen', async ({ app }) => {
  test.setTimeout(15 * 60_000);
  const { page } = app;
  await openSample(page);
  const rows = await recordsOf(page);
  const document = must(
    rows.find(({ t, values }) => t === 'document' && JSON.stringify(values['file']).includes('pdf')),
    'a PDF',
  ).id;
  const unit = await enrichSample((method, input) => call(page, method, input), rows, document);
  await expect.poll(() => isIdle(page), { timeout: 180_000 }).toBe(true);
  await call(page, 'audit.begin', { what: 'all' });
  await expect.poll(() => isIdle(page), { timeout: 180_000 }).toBe(true);
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    await page.locator('footer').getByRole('combobox').selectOption({ label: LANGUAGES[language] });
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    for (const colours of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: colours });
      await takeAll(page, { rows, document, unit }, language, colours);
    }
  }
  expect(app.faults).toEqual([]);
});

async function openSample(page: Page): Promise<void> {
  const words = wordsOf('ru');
  await page.getByRole('button', { name: LANGUAGES.ru, exact: true }).click();
  await page.getByRole('textbox', { name: words('start.archiveName') }).fill('Теректисайский районный архив');
  await page.getByRole('button', { name: words('start.next') }).click();
  await page.getByRole('button', { name: words('start.openSample') }).click();
  await expect(page.getByRole('treeitem')).toHaveCount(3, { timeout: 60_000 });
  await expect.poll(() => isIdle(page), { timeout: 180_000 }).toBe(true);
  await page.getByRole('button', { name: words('status.closeNotice') }).click();
}

/** Asks the host as the window does. */
async function call<T>(page: Page, method: string, input: object): Promise<T> {
  return page.evaluate(
    async ([name, value]) => {
      const response = await fetch('/rpc', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ method: name, input: value }),
      });
      return ((await response.json()) as { value: unknown }).value as never;
    },
    [method, input] as const,
  );
}

async function isIdle(page: Page): Promise<boolean> {
  const { jobs } = await call<{ jobs: { state: string }[] }>(page, 'job.list', {});
  return jobs.length > 0 && jobs.every(({ state }) => state === 'done');
}

/** All records with their shown values; of a sample nothing is in conflict. */
async function recordsOf(page: Page): Promise<Row[]> {
  type State = { id: string; t: string; f: Record<string, { heads: { v: unknown }[] }> };
  const { states } = await call<{ states: State[] }>(page, 'journal.states', { after: null, limit: 5000 });
  return states.map(({ id, t, f }) => ({
    id,
    t,
    values: Object.fromEntries(Object.entries(f).map(([field, register]) => [field, register.heads[0]?.v])),
  }));
}

async function takeAll(
  page: Page,
  { rows, document, unit }: { rows: readonly Row[]; document: string; unit: string },
  language: Language,
  colours: string,
): Promise<void> {
  const words = wordsOf(language);
  const shot = (name: string) => takePicture(page, name, language, colours);
  const go = async (hash: string) => {
    await page.goto(`${new URL(page.url()).origin}/${hash}`);
    await page.locator('main').first().waitFor();
    await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
  };
  const find = (test: (row: Row) => boolean) => rows.find(test)?.id ?? '';

  await go('#/');
  await expect(page.locator('main').getByRole('option').first()).toBeVisible();
  await shot('top');
  await go(`#/record/${fullestInventory(rows)}`);
  await page.locator('main').getByRole('option').nth(1).click();
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  await shot('list');
  await page.keyboard.press('Control+A');
  await page.getByRole('button', { name: words('act.batch') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: words('batch.field') }).selectOption('storage');
  await dialog.getByRole('textbox', { name: words('batch.text') }).fill(SHELF[language]);
  await shot('batch');
  await page.keyboard.press('Escape');
  await go(`#/record/${document}`);
  await expect(page.locator('[data-shown="1"]')).toBeVisible();
  await shot('viewer');
  const lines = page.getByRole('grid', { name: words('text.lines') });
  await expect(lines).toBeVisible();
  await page.getByRole('application').focus();
  await page.keyboard.press('l');
  await expect(lines).toBeFocused();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowDown');
  await expect(page.locator('svg [data-kind="line"]')).toHaveCount(1);
  await shot('text');
  await go(`#/record/${unit}`);
  await page.getByRole('button', { name: words('leaves.showLeaves') }).click();
  const leaves = page.getByRole('listbox', { name: words('leaves.heading'), exact: true });
  await leaves.getByRole('option').nth(1).click();
  await expect
    .poll(() => leaves.locator('img').evaluateAll((all) => all.every((img) => img.clientHeight > 20)))
    .toBe(true);
  await shot('leaves');
  await go('#/find?q=%D0%BC%D0%B5%D0%BA%D1%82%D0%B5%D0%BF');
  await expect(page.locator('[data-found]').getByRole('option').first()).toBeVisible();
  await expect(page.locator('[data-phase="done"][data-total]')).toBeVisible();
  await shot('finding');
  for (const screen of [
    'unplaced',
    'bin',
    'imports',
    'jobs',
    'vocabulary',
    'templates',
    'fixity',
    'settings',
    'help',
  ] as const) {
    await go(`#/${screen}`);
    const text = screen === 'help' ? page.locator('article') : page.locator('main');
    await expect(text.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await shot(screen);
  }
  await go(`#/import/${find(({ t }) => t === 'import')}`);
  await expect(page.locator('[data-sum]').first()).toBeVisible();
  await shot('report');
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByRole('dialog')).toBeVisible();
  await shot('palette');
  await page.keyboard.press('Escape');
}
