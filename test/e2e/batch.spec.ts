/** Five hundred units described in one go, with what would change before it is written, and taken back by one undo. */
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { fillArchive } from './fill-archive.ts';
import { chooseLanguage, isSafe } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('a batch of 500 by keys alone at 200 %: preview, one change, one undo', async ({ app }) => {
  const { page } = app;
  // 200 % on a screen of 1280 × 800.
  await page.setViewportSize({ width: 640, height: 400 });
  await chooseLanguage(page);
  await app.host.stop();
  await fillArchive(
    app.dataFolder,
    Array.from({ length: 500 }, (_, i) => ({
      number: { num: i + 1 },
      'title/kk': `${i + 1}-іс: хаттамалар 1937 ж`,
      ...(i < 20 ? { 'title/ru': 'Протоколы' } : {}),
    })),
  );
  await app.startHost();
  await page.reload();
  await page.getByRole('treeitem', { name: /Қор/ }).click();
  await page.getByRole('option', { name: /Тізімдеме/ }).dblclick();
  const list = page.getByRole('listbox', { name: kk('nav.catalogue') });
  await expect(list.getByRole('option').first()).toBeVisible();
  await list.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+A');
  await expect(
    page.getByRole('heading', { name: kk('inspector.several_other', { count: 500 }) }),
  ).toBeVisible();

  await page.keyboard.press('Alt+B');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('combobox', { name: kk('batch.mode') }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await dialog.getByRole('textbox', { name: kk('batch.find') }).focus();
  await page.keyboard.type('1937 ж');
  await page.keyboard.press('Tab');
  await page.keyboard.type('1937 жыл');
  await expect(dialog.locator('[data-changes="500"]')).toBeVisible();
  await expect(dialog.getByRole('cell', { name: '1-іс: хаттамалар 1937 жыл', exact: true })).toBeVisible();
  await page.screenshot({ path: 'test-results/batch.png' });
  expect(await axeFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: kk('batch.write_other', { count: 500 }) }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await isSafe(page);
  await expect(page.getByText(kk('said.batched_other', { count: 500 }))).toBeVisible();
  await expect(list.getByRole('option', { name: '1-іс: хаттамалар 1937 жыл' }).first()).toBeVisible();

  await list.focus();
  await page.keyboard.press('Alt+B');
  await dialog.getByRole('combobox', { name: kk('batch.field') }).selectOption('title/ru');
  await dialog.getByRole('combobox', { name: kk('batch.mode') }).selectOption('fill');
  await dialog.getByRole('textbox', { name: kk('batch.text') }).fill('Протоколы заседаний');
  await expect(dialog.locator('[data-changes="480"]')).toBeVisible();
  await page.keyboard.press('Escape');

  await list.focus();
  await page.keyboard.press('Control+Z');
  await expect(list.getByRole('option', { name: /1937 жыл/ })).toHaveCount(0);
  await expect(list.getByRole('option', { name: '1-іс: хаттамалар 1937 ж' }).first()).toBeVisible();
  // While the host was stopped the window could not reach it.
  expect(app.faults.filter((fault) => !/net::ERR_(?:CONNECTION|EMPTY)/.test(fault))).toEqual([]);
});
