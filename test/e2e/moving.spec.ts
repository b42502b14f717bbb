/** Going to records by their code, and moving them: by keys alone, by the mouse, each with one undo. */
import { v7 as newId } from 'uuid';
import { newRecord } from '../../shared/sync/edits.ts';
import { expect, test, type App } from './app.ts';
import { axeFaults } from './axe.ts';
import { fillRecords } from './fill-archive.ts';
import { chooseLanguage, isSafe } from './steps.ts';
import { wordsOf } from './words.ts';

const ru = wordsOf('ru');

/** Two fonds; in the first an inventory with 12 units, the first of which has three documents; in the second an empty one. */
async function openArchive(app: App): Promise<void> {
  const { page } = app;
  await chooseLanguage(page, 'Русский');
  await app.host.stop();
  const [first, second, full, empty] = [newId(), newId(), newId(), newId()];
  const units = Array.from({ length: 12 }, () => newId());
  await fillRecords(app.dataFolder, [
    newRecord(first, 'fonds', { parent: null, number: { prefix: 'Р', num: 5 }, 'title/ru': 'Первый' }),
    newRecord(second, 'fonds', { parent: null, number: { num: 7 }, 'title/ru': 'Второй' }),
    newRecord(full, 'inventory', { parent: first, number: { num: 1 }, 'title/ru': 'Полная' }),
    newRecord(empty, 'inventory', { parent: second, number: { num: 2 }, 'title/ru': 'Пустая' }),
    ...units.map((id, i) =>
      newRecord(id, 'unit', { parent: full, number: { num: i + 1 }, 'title/ru': `Дело ${i + 1}` }),
    ),
    ...['Приказ', 'Отчёт', 'Письмо'].map((title, i) =>
      newRecord(newId(), 'document', { parent: units[0] ?? '', order: `a${i}`, 'title/ru': title }),
    ),
  ]);
  await app.startHost();
  await page.reload();
  await expect(page.getByRole('treeitem', { name: /Первый/ })).toBeVisible();
}

test('a code opens the tree at its record, a missing one at the nearest, a typed number in the list', async ({
  app,
}) => {
  await openArchive(app);
  const { page } = app;
  await page.keyboard.press('Control+j');
  const field = page.getByRole('textbox', { name: ru('jump.label') });
  await expect(field).toBeFocused();
  await field.fill('Ф. Р-5. Оп. 1. Д. 11');
  await page.keyboard.press('Enter');
  const unit = page.getByRole('treeitem', { name: /Дело 11/ });
  await expect(unit).toHaveAttribute('aria-selected', 'true');
  await expect(unit).toHaveAttribute('aria-level', '3');
  await expect(unit).toHaveAttribute('aria-posinset', '11');
  await expect(unit).toHaveAttribute('aria-setsize', '12');
  await field.fill('Р-5/1/99');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Р-5/1/99' })).toContainText('Д. 12');
  await expect(page.getByRole('treeitem', { name: /Дело 12/ })).toHaveAttribute('aria-selected', 'true');
  await page.screenshot({ path: 'test-results/jump-nearest.png' });
  expect(await axeFaults(page, { within: 'nav' })).toEqual([]);
  await field.fill('3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treeitem', { name: /Дело 3/ })).toHaveAttribute('aria-selected', 'true');
  await field.fill('неведомо');
  await page.keyboard.press('Enter');
  await expect(page.getByText(ru('jump.notACode', { text: 'неведомо' }))).toBeVisible();

  await page.getByRole('tree').focus();
  await page.keyboard.type('10');
  await expect(page.getByRole('treeitem', { name: /Дело 10/ })).toHaveAttribute('aria-selected', 'true');
  await field.fill('Р-5/1');
  await page.keyboard.press('Enter');
  const list = page.getByRole('listbox', { name: ru('nav.catalogue') });
  await list.focus();
  // Playwright's keyboard has no Cyrillic keys: it would put the letters in without pressing any.
  for (const key of 'дело 7') await list.dispatchEvent('keydown', { key, bubbles: true, cancelable: true });
  await expect(list.getByRole('option', { name: /Дело 7/ })).toHaveAttribute('aria-selected', 'true');
});

test('many are cut in the list and put elsewhere by keys alone, and one undo brings them back', async ({
  app,
}) => {
  await openArchive(app);
  const { page } = app;
  const field = page.getByRole('textbox', { name: ru('jump.label') });
  await page.keyboard.press('Control+j');
  await field.fill('Р-5/1');
  await page.keyboard.press('Enter');
  const list = page.getByRole('listbox', { name: ru('nav.catalogue') });
  await expect(list.getByRole('option')).toHaveCount(12);
  await list.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+x');
  await expect(list.locator('[data-cut]')).toHaveCount(5);
  // A place where units do not stand refuses, and they are still cut.
  await page.keyboard.press('Control+j');
  await field.fill('Р-5/1/12');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treeitem', { name: /Дело 12/ })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tree').focus();
  await page.keyboard.press('Control+v');
  await expect(page.getByText(ru('problem.wrongPlace', { place: 'Д. 12 · Дело 12' }))).toBeVisible();
  await page.keyboard.press('Control+j');
  await field.fill('7/2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treeitem', { name: /Пустая/ })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tree').focus();
  await page.screenshot({ path: 'test-results/cut-waits.png' });
  await page.keyboard.press('Control+v');
  await expect(list.getByRole('option')).toHaveCount(5);
  await isSafe(page);
  await expect(page.locator('[data-cut]')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByText(ru('empty.place'))).toBeVisible();
  await page.keyboard.press('Control+j');
  await field.fill('Р-5/1');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('option')).toHaveCount(12);
});

test('chosen rows are dragged onto a branch that opens beneath them; Escape lets them be', async ({
  app,
}) => {
  await openArchive(app);
  const { page } = app;
  await page.keyboard.press('Control+j');
  await page.getByRole('textbox', { name: ru('jump.label') }).fill('Р-5/1');
  await page.keyboard.press('Enter');
  const list = page.getByRole('listbox', { name: ru('nav.catalogue') });
  await expect(page.getByRole('treeitem', { name: /Полная/ })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tree').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('treeitem', { name: /Дело 1$/ })).toBeVisible();
  await list.getByRole('option', { name: /Дело 2$/ }).click();
  await list.getByRole('option', { name: /Дело 4$/ }).click({ modifiers: ['Shift'] });
  const drag = async () => {
    await list.getByRole('option', { name: /Дело 3$/ }).hover();
    await page.mouse.down();
    await page.getByRole('treeitem', { name: /Второй/ }).hover();
  };
  await drag();
  const target = page.getByRole('treeitem', { name: /Второй/ });
  await expect(target).toHaveAttribute('data-drop', 'into');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(list.getByRole('option')).toHaveCount(12);

  await drag();
  const inner = page.getByRole('treeitem', { name: /Пустая/ });
  await expect(inner).toBeVisible();
  await page.getByRole('treeitem', { name: /Дело 1$/ }).hover();
  await expect(page.locator('[data-drop="refused"]')).toBeVisible();
  await inner.hover();
  await expect(inner).toHaveAttribute('data-drop', 'into');
  await page.screenshot({ path: 'test-results/drag.png' });
  await page.mouse.up();
  await expect(list.getByRole('option')).toHaveCount(9);
  await isSafe(page);
  await expect(list.getByRole('option', { name: /Дело 3$/ })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(list.getByRole('option')).toHaveCount(12);
});

test('documents are put in order by Alt with an arrow and by dragging between two', async ({ app }) => {
  await openArchive(app);
  const { page } = app;
  await page.keyboard.press('Control+j');
  await page.getByRole('textbox', { name: ru('jump.label') }).fill('Р-5/1/1');
  await page.keyboard.press('Enter');
  const list = page.getByRole('listbox', { name: ru('nav.catalogue') });
  await expect(list.getByRole('option')).toHaveCount(3);
  const order = async () =>
    (await list.getByRole('option').allInnerTexts())
      .map((text) => /Приказ|Отчёт|Письмо/.exec(text)?.[0])
      .join(' ');
  await list.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(order).toBe('Отчёт Приказ Письмо');
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(order).toBe('Отчёт Письмо Приказ');
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(order).toBe('Отчёт Приказ Письмо');
  const [from, to] = [
    list.getByRole('option', { name: /Письмо/ }),
    list.getByRole('option', { name: /Отчёт/ }),
  ];
  await from.hover();
  await page.mouse.down();
  const box = await to.boundingBox();
  if (box === null) throw new Error('it is on the screen');
  await page.mouse.move(box.x + 60, box.y + 4, { steps: 4 });
  await expect(to).toHaveAttribute('data-drop', 'before');
  await page.mouse.up();
  await expect.poll(order).toBe('Письмо Отчёт Приказ');
  await page.keyboard.press('Control+z');
  await expect.poll(order).toBe('Отчёт Приказ Письмо');
});
