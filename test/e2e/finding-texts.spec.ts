/** Journey J8 by keys alone: ten kinds of query find the page or the record that is meant, and say how sure they are. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { openFindingWorld } from './finding-world.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

type Asked = {
  readonly kind: string;
  readonly text: string;
  /** What is marked on the page, as the text stands; null: a record is meant. */
  readonly marked: RegExp | null;
  /** The unit that it stands in. */
  readonly unit: string;
  readonly isPossible?: true;
};

const QUERIES: readonly Asked[] = [
  {
    kind: 'another ending in Kazakh',
    text: 'мектептерге',
    marked: /^мектептердің$/,
    unit: 'Жиналыс хаттамалары',
  },
  { kind: 'another case in Russian', text: 'бригада', marked: /^бригадами$/, unit: 'Переписка о посевной' },
  {
    kind: 'without a Kazakh keyboard',
    text: 'жылкы санагы',
    marked: /^(?:Жылқы|санағы)$/,
    unit: 'Жиналыс хаттамалары',
  },
  { kind: 'in Latin letters', text: 'otyrysynda', marked: /^отырысында$/, unit: 'Жиналыс хаттамалары' },
  {
    kind: 'a misread page',
    text: 'көктемгі науқаны',
    marked: /^(?:Кектемг1|науканы)$/,
    unit: 'Тұрғындардың өтініштері',
    isPossible: true,
  },
  { kind: 'a phrase', text: '"семян пшеницы"', marked: /^(?:семян|пшеницы)$/, unit: 'Переписка о посевной' },
  { kind: 'a reference code', text: 'Р-417/2/133', marked: null, unit: 'Жиналыс хаттамалары' },
  {
    kind: 'a range of years',
    text: 'отырысында 1930..1934',
    marked: /^отырысында$/,
    unit: 'Жиналыс хаттамалары',
  },
  {
    kind: 'a name in another spelling',
    text: 'Турар Рыскулов',
    marked: /^(?:Тұрар|Рысқұлов)$/,
    unit: 'Тұрғындардың өтініштері',
  },
];

const isFocused = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === document.activeElement);
const field = (page: Page): Locator => page.getByRole('searchbox', { name: kk('find.words') });
const settled = (page: Page): Locator =>
  page.locator('[data-phase="done"][data-total], [data-phase="idle"][data-total]');

test('ten kinds of query find what is meant, by keys alone', async ({ app }) => {
  await openFindingWorld(app);
  const { page } = app;
  await page.keyboard.press('Control+Shift+F');
  await expect(field(page)).toBeFocused();
  const list = page.locator('[data-found]').getByRole('listbox');
  for (const { kind, text, marked, unit, isPossible } of QUERIES) {
    await test.step(kind, async () => {
      await field(page).focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
      await expect(settled(page)).toBeVisible();
      await expect(list.getByRole('option').filter({ hasText: unit }).first()).toBeVisible();
      if (marked !== null) {
        const hit = list.locator('[data-kind="page"]').filter({ has: page.locator('mark') });
        await expect(hit.locator('mark').first()).toHaveText(marked);
        await expect(hit.getByText(kk('find.texts.possible'))).toHaveCount(isPossible === true ? 1 : 0);
      }
      await page.screenshot({
        path: `test-results/finding-${QUERIES.findIndex((each) => each.kind === kind)}.png`,
      });
    });
  }
  await test.step('a tag with a text', async () => {
    await field(page).focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('отырысында');
    await expect(page.locator('[data-pages="3"][data-phase="done"]')).toBeVisible();
    const tags = page.getByRole('combobox', { name: kk('find.tags') });
    for (let i = 0; i < 30 && !(await isFocused(tags)); i++) await page.keyboard.press('Tab');
    await page.keyboard.type('Хат');
    await expect(page.getByRole('option', { name: /^Хаттама/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-pages="2"][data-phase="done"]')).toBeVisible();
    await expect(list.locator('[data-kind="page"] mark').first()).toHaveText('отырысында');
  });
  expect(app.faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]);
});
