/**
 * Describing as a person does it, by keys alone on a screen at 200 %: a unit, its documents with their leaves, titles in
 * several languages, dates, a template with a required field, the next incomplete record, undo, history and putting back.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, isSafe, tabTo } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

/** 200 % on a screen of 1280 points. */
const ZOOMED = { width: 640, height: 400 };

/** Gives a command by the palette. */
async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByRole('combobox', { name: kk('palette.find') })).toBeFocused();
  await page.keyboard.type(text);
  await expect(page.getByRole('option', { name: text, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: kk('palette.find') })).toBeHidden();
}

async function openUnit(page: Page): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.keyboard.type('Хаттамалар');
  await expect(page.locator('search').getByRole('option', { name: /1-іс/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /Хаттамалар/ })).toBeVisible();
}

async function isSound(page: Page, place: string): Promise<void> {
  expect(await axeFaults(page, { within: place })).toEqual([]);
}

test('a unit and its documents are described by keys alone at 200 %', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize(ZOOMED);
  await chooseLanguage(page);
  const dialog = page.getByRole('dialog');
  /** Opens a dialog by its command, and waits until its first field has the focus. */
  const open = async (name: string) => {
    await command(page, name);
    await expect(dialog.getByRole('textbox').first()).toBeFocused();
  };
  const field = (name: string) => page.getByRole('textbox', { name: kk(name), exact: true });

  await open(kk('create.fonds'));
  await page.keyboard.type('Р-5');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Қаратал аудандық атқару комитеті');
  await tabTo(page, dialog.getByRole('textbox', { name: kk('field.dates') }));
  await page.keyboard.type('1921–1937');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await open(kk('create.inventory'));
  await expect(dialog.getByRole('textbox', { name: kk('field.number') })).toHaveValue('1');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Тұрақты сақталатын істер');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: /Тұрақты/ })).toBeVisible();

  await test.step('units one after another, as a paper inventory is read out', async () => {
    await open(kk('create.unit'));
    await expect(dialog.getByRole('textbox', { name: kk('field.number') })).toHaveValue('1');
    const again = dialog.getByRole('checkbox', { name: kk('create.again') });
    await tabTo(page, again);
    await page.keyboard.press('Space');
    await expect(again).toBeChecked();
    await tabTo(page, dialog.getByRole('textbox', { name: kk('field.title/kk') }), 'Shift+Tab');
    await page.keyboard.type('Хаттамалар');
    await page.keyboard.press('Enter');
    await expect(dialog.locator('[data-made="1"]')).toContainText('Хаттамалар');
    await expect(dialog.getByRole('textbox', { name: kk('field.number') })).toHaveValue('2');
    await expect(dialog.getByRole('textbox', { name: kk('field.title/kk') })).toBeFocused();
    await page.keyboard.type('Бұйрықтар');
    await tabTo(page, dialog.getByRole('textbox', { name: kk('field.number') }), 'Shift+Tab');
    await page.keyboard.press('Delete');
    await expect(dialog.getByText(kk('create.nextNumber', { number: 2 }))).toBeVisible();
    await page.keyboard.type('1');
    // The number is taken: told while it is typed, with a way there; nothing is refused.
    await expect(dialog.locator('[data-clash="1"]')).toContainText('1-іс · Хаттамалар');
    await page.screenshot({ path: 'test-results/describe-clash.png' });
    await page.keyboard.press('Control+A');
    await page.keyboard.type('7');
    await expect(dialog.locator('[data-clash]')).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(dialog.locator('[data-made="2"]')).toBeVisible();
    await expect(dialog.getByRole('textbox', { name: kk('field.number') })).toHaveValue('8');
    await tabTo(page, dialog.getByRole('checkbox', { name: kk('create.again') }));
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  await test.step('a template of documents that asks for leaves', async () => {
    await command(page, kk('palette.go', { place: kk('nav.templates') }));
    await open(kk('template.newTitle', { level: kk('level.document') }));
    await page.keyboard.type('Хаттама');
    const required = dialog.getByRole('checkbox', {
      name: kk('template.requiredOf', { name: kk('field.leaves') }),
    });
    await tabTo(page, required);
    await page.keyboard.press('Space');
    await expect(required).toBeChecked();
    const kind = dialog.getByRole('textbox', { name: kk('template.presetOf', { name: kk('field.kind') }) });
    await tabTo(page, kind, 'Shift+Tab');
    await page.keyboard.type('хаттама');
    await page.screenshot({ path: 'test-results/describe-template.png' });
    await isSound(page, '[role="dialog"]');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(page.locator('[data-template="Хаттама"]')).toBeVisible();
    await isSafe(page);
  });

  await test.step('two documents with their leaves', async () => {
    await openUnit(page);
    await open(kk('create.document'));
    await tabTo(page, dialog.getByRole('combobox', { name: kk('field.template') }), 'Shift+Tab');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, dialog.getByRole('textbox', { name: kk('field.title/kk') }));
    await page.keyboard.type('№ 1 отырыс');
    await tabTo(page, dialog.getByRole('textbox', { name: kk('field.leaves') }));
    await page.keyboard.type('1-3об');
    await expect(dialog.getByText(kk('field.leavesRead', { leaves: '1–3 (арты)' }))).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: /№ 1 отырыс/ })).toBeVisible();
    await tabTo(page, page.getByRole('link', { name: '1-іс · Хаттамалар', exact: true }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: /Хаттамалар/ })).toBeVisible();
    await open(kk('create.document'));
    await tabTo(page, dialog.getByRole('textbox', { name: kk('field.title/kk') }));
    await page.keyboard.type('№ 2 отырыс');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: /№ 2 отырыс/ })).toBeVisible();
    await isSafe(page);
  });

  await test.step('titles, one more title, dates that are checked, the required field', async () => {
    await expect(field('field.kind')).toHaveValue('хаттама');
    await expect(page.locator('[data-missing="1"]')).toBeVisible();
    await tabTo(page, field('field.title/ru'));
    await page.keyboard.type('Протокол заседания № 2');
    await page.keyboard.press('Enter');
    await isSafe(page);
    await tabTo(page, page.getByRole('button', { name: kk('addEntry.otherTitles') }));
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('list', { name: kk('field.otherTitles') }).getByRole('textbox'),
    ).toBeFocused();
    await page.keyboard.type('Заседание исполкома');
    await page.keyboard.press('Enter');
    await isSafe(page);
    const language = page.getByRole('combobox', { name: new RegExp(kk('field.entryLanguage')) });
    await tabTo(page, language);
    await page.keyboard.press('ArrowDown');
    await expect(language).toHaveValue('ru');
    await isSafe(page);
    await tabTo(page, field('field.dates'));
    await page.keyboard.type('1937–1935');
    await expect(page.getByText(kk('field.datesBackwards'))).toBeVisible();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('1935–1938');
    await expect(page.getByText(/1921–1937/).last()).toBeVisible();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('1935–1936 жж.');
    await expect(page.getByText(kk('field.datesRead', { edtf: '1935/1936' }))).toBeVisible();
    await page.keyboard.press('Enter');
    await isSafe(page);
    // What was written stays in its field.
    await expect(field('field.dates')).toHaveValue('1935–1936 жж.');
    await page.screenshot({ path: 'test-results/describe-200.png' });

    const missing = page.locator('[data-missing]').getByRole('button', { name: kk('field.leaves') });
    await tabTo(page, missing, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(field('field.leaves')).toBeFocused();
    await page.keyboard.type('3–5');
    await page.keyboard.press('Enter');
    await isSafe(page);
    await expect(page.locator('[data-missing]')).toBeHidden();
  });

  await test.step('sound, light and dark', async () => {
    await isSound(page, 'aside');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await axeFaults(page, { within: 'aside', rules: ['color-contrast'] })).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  await test.step('undo takes back the leaves, history tells and puts back', async () => {
    await page.keyboard.press('Tab');
    await command(page, kk('act.undo'));
    await expect(page.locator('[data-missing="1"]')).toBeVisible();
    await command(page, kk('act.redo'));
    await expect(page.locator('[data-missing]')).toBeHidden();
    await isSafe(page);
    await tabTo(page, page.getByText(kk('history.heading')));
    await page.keyboard.press('Enter');
    const history = page.getByRole('list', { name: kk('history.heading') });
    const leaves = history.locator('[data-kind="set"]').first();
    await expect(leaves.locator('ins')).toHaveText('3–5');
    await expect(history.getByText('Заседание исполкома (орысша)')).toBeVisible();
    await expect(history.getByText(/\d{2}:\d{2}/).first()).toBeVisible();
    const first = history.locator('[data-kind="new"]').getByRole('button', {
      name: new RegExp(kk('history.restoreAll_other').split(' (')[0] ?? ''),
    });
    await tabTo(page, first);
    await page.keyboard.press('Enter');
    await isSafe(page);
    await expect(field('field.title/ru')).toHaveValue('');
    await expect(field('field.title/kk')).toHaveValue('№ 2 отырыс');
    await expect(page.locator('[data-missing="1"]')).toBeVisible();
    await command(page, kk('act.undo'));
    await expect(field('field.title/ru')).toHaveValue('Протокол заседания № 2');
  });

  await test.step('the unit compares its leaves, and the next incomplete record is found', async () => {
    await openUnit(page);
    await tabTo(page, field('field.leafCount'));
    await page.keyboard.type('6');
    await page.keyboard.press('Enter');
    await isSafe(page);
    const check = page.locator('[data-leaf-check]');
    await expect(check).toContainText(kk('leafCheck.gaps', { leaves: '6' }));
    await expect(check).toContainText(kk('leafCheck.overlaps', { leaves: '3' }));
    await page.screenshot({ path: 'test-results/describe-leaves.png' });
    await command(page, kk('required.next'));
    await expect(page.getByRole('heading', { level: 1, name: /Бұйрықтар/ })).toBeVisible();
  });
  expect(app.faults).toEqual([]);
});
