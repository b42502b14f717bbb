/** The list: sorted by its headings in the order of the language, with the columns that a person wants. */
import { expect, HOST_AWAY, test, testOnDisk, type App } from './app.ts';
import { bound } from './bound.ts';
import { axeFaults } from './axe.ts';
import { fillArchive } from './fill-archive.ts';
import { tasksDuring } from './main-thread.ts';
import { chooseLanguage } from './steps.ts';
import { wordsOf } from './words.ts';
import type { Json } from '../../shared/json.ts';

const kk = wordsOf('kk');

async function openUnits(app: App, units: Parameters<typeof fillArchive>[1]): Promise<void> {
  const { page } = app;
  await chooseLanguage(page);
  await app.host.stop();
  await fillArchive(app.dataFolder, units);
  await app.startHost();
  await page.reload();
  await page.getByRole('treeitem', { name: /Қор/ }).click();
  await page.getByRole('option', { name: /Тізімдеме/ }).dblclick();
  await expect(page.getByRole('option', { name: /1-іс/ }).first()).toBeVisible();
}

testOnDisk(
  'titles in Kazakh order up and down, dates by their days, columns chosen and remembered',
  async ({ app }) => {
    const titles = ['Іс', 'Ұжым', 'Әліпби', 'Азамат', 'Өтініш'];
    const years = ['1937', '1918', '1925', '1921', '1930'];
    await openUnits(
      app,
      titles.map((title, i): Record<string, Json> => ({
        number: { num: i + 1 },
        'title/kk': title,
        dates: { written: `${years[i]} ж.`, edtf: years[i] ?? null },
      })),
    );
    const { page } = app;
    const shown = () => page.getByRole('listbox').getByRole('option').allInnerTexts();
    const order = async () =>
      (await shown()).map((text) => titles.find((title) => text.includes(title))).join(' ');
    await page.getByRole('button', { name: kk('list.sortBy', { column: kk('list.title') }) }).click();
    await expect.poll(order).toBe('Азамат Әліпби Өтініш Ұжым Іс');
    await page.screenshot({ path: 'test-results/list-sorted.png' });
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: kk('list.sorted.up', { column: kk('list.title') }) }).click();
    await expect.poll(order).toBe('Іс Ұжым Өтініш Әліпби Азамат');
    // A range is a range of what is on the screen.
    await page.getByRole('option', { name: /Ұжым/ }).click();
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByRole('option', { name: /Өтініш/ })).toHaveAttribute('aria-selected', 'true');

    await page.getByRole('button', { name: kk('list.sortBy', { column: kk('list.dates') }) }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(order).toBe('Ұжым Азамат Әліпби Өтініш Іс');

    await page.getByRole('button', { name: kk('list.columns') }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemcheckbox', { name: kk('list.dates') }).click();
    await page.getByRole('menuitemcheckbox', { name: kk('list.tags') }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByText('1937 ж.', { exact: true })).toHaveCount(0);
    await app.restart();
    await app.page.getByRole('treeitem', { name: /Қор/ }).click();
    const tags = app.page.getByRole('button', { name: kk('list.sortBy', { column: kk('list.tags') }) });
    await expect(tags).toBeVisible();
    // While the host was stopped the window could not reach it.
    expect(app.faults.filter((fault) => !HOST_AWAY.test(fault))).toEqual([]);
  },
);

test('a list of 4,000 is sorted without holding up the window, and stays windowed', async ({ app }) => {
  await openUnits(
    app,
    Array.from({ length: 4000 }, (_, i) => ({
      number: { num: i + 1 },
      'title/kk': `Атауы ${(i * 7919) % 4001}`,
    })),
  );
  const { page } = app;
  const [longest = 0] = await tasksDuring(page, async () => {
    await page.getByRole('button', { name: kk('list.sortBy', { column: kk('list.title') }) }).click();
    const first = page.getByRole('listbox').getByRole('option').first();
    await expect(first).toContainText('Атауы 0');
    await expect(page.locator('[data-sorting="false"]')).toBeVisible();
  });
  expect(await page.getByRole('listbox').getByRole('option').count()).toBeLessThan(60);
  console.log(`longest task while sorting 4,000: ${Math.round(longest)} ms of the processor`);
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThan(bound(50));
});
