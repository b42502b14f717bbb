/** A backup plan made once: the host keeps it by itself, and each record says whether it is in a backup. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, testOnDisk as test } from './app.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const ru = wordsOf('ru');

test('a plan is made, keeps itself, and every record says whether it is in a backup', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page, 'Русский');
  await makeRecord(page, ru, 'fonds', { number: '1', title: 'Первый' });
  await isSafe(page);
  await expect(page.locator('aside [data-in-backup="false"]')).toContainText(ru('backup.record.notYet'));
  const sign = page.locator('footer [data-backup]');
  await expect(sign).toHaveText(ru('backup.sign.none'));

  // From the sign to the section, by keys.
  await sign.focus();
  await page.keyboard.press('Enter');
  const section = page.getByRole('region', { name: ru('backup.title') });
  await expect(section.getByRole('heading', { name: ru('backup.title') })).toBeFocused();
  await section.getByLabel(ru('backup.whenLabel')).selectOption({ label: ru('backup.when.daily') });
  await section.getByLabel(ru('backup.hourLabel')).selectOption('20');
  const save = section.getByRole('button', { name: ru('backup.planSave') });
  await expect(save).toBeDisabled();
  const target = path.join(app.scratch, 'disk');
  const away = path.join(app.scratch, 'not plugged in', 'second');
  await section.getByLabel(ru('backup.planFolder')).fill(target);
  await section.getByLabel(ru('backup.planSecond')).fill(away);
  await save.click();
  await expect(page.getByText(ru('backup.planSaved'))).toBeVisible();

  // Nobody pressed for a backup; no dialog about the disk that is not there.
  await expect(section.locator(`[data-target="${target}"]`)).toHaveAttribute('data-state', 'fine');
  await expect(section.locator(`[data-target="${away}"]`)).toContainText(ru('backup.away'));
  await expect(section.locator(`[data-target="${away}"]`)).toHaveAttribute('data-state', 'never');
  expect(existsSync(path.join(target, 'backup.json'))).toBe(true);
  await expect(page.getByRole('alertdialog')).toHaveCount(0);

  await page.getByRole('treeitem', { name: /Первый/ }).click();
  await expect(page.locator('aside [data-in-backup="true"]')).toBeVisible();
  // A window that is made anew knows it too, from the host.
  await app.wipeIndexedDb();
  await page.getByRole('treeitem', { name: /Первый/ }).click();
  await expect(page.locator('aside [data-in-backup="true"]')).toBeVisible();
  await makeRecord(page, ru, 'inventory', { number: '1', title: 'Вторая' });
  await isSafe(page);
  await expect(page.locator('aside [data-in-backup="false"]')).toBeVisible();

  await app.restart();
  await app.page.evaluate(() => {
    window.location.hash = '#/settings';
  });
  const again = app.page.getByRole('region', { name: ru('backup.title') });
  await expect(again.getByLabel(ru('backup.planFolder'))).toHaveValue(target);
  await expect(again.getByLabel(ru('backup.hourLabel'))).toHaveValue('20');
  // The command of the palette is enough for one more.
  await app.page.keyboard.press('Control+Shift+KeyP');
  await app.page.keyboard.type(ru('backup.now'));
  await app.page.keyboard.press('Enter');
  await app.page.getByRole('treeitem', { name: /Первый/ }).click();
  await app.page.getByRole('option', { name: /Вторая/ }).click();
  await expect(app.page.locator('aside [data-in-backup="true"]')).toBeVisible();
  expect(app.faults).toEqual([]);
});
