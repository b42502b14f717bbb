/** The settings with all that they can show: sound, and reached by keys. `screens.spec.ts` has them in three languages. */
import path from 'node:path';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage } from './steps.ts';
import { wordsOf } from './words.ts';

test('every section with all that it can show is sound, light and dark', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  const kk = wordsOf('kk');
  await page.keyboard.press('Control+Shift+KeyP');
  await page.keyboard.type(kk('settings.goTo', { section: kk('settings.section.backup') }));
  await page.keyboard.press('Enter');
  const backup = page.getByRole('region', { name: kk('backup.title') });
  await backup.getByLabel(kk('backup.whenLabel')).selectOption({ label: kk('backup.when.weekly') });
  await backup.getByLabel(kk('backup.planFolder')).fill(path.join(app.scratch, 'disk'));
  await backup.getByLabel(kk('backup.planSecond')).fill(path.join(app.scratch, 'no', 'disk'));
  await backup.getByRole('button', { name: kk('backup.planSave') }).click();
  await expect(backup.locator('[data-state="fine"]')).toBeVisible();
  const diagnostics = page.getByRole('region', { name: kk('settings.section.diagnostics') });
  await diagnostics.getByRole('button', { name: kk('diagnostics.collect') }).click();
  await expect(diagnostics.getByText('"archive": 1')).toBeVisible();
  await page
    .getByRole('region', { name: kk('settings.section.about') })
    .locator('summary')
    .click();
  // Tall enough to see all of it at once.
  await page.setViewportSize({ width: 1280, height: 2900 });
  await page.screenshot({ path: 'test-results/settings-light.png' });
  expect(await axeFaults(page, { within: 'main' })).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: 'test-results/settings-dark.png' });
  expect(await axeFaults(page, { within: 'main', rules: ['color-contrast'] })).toEqual([]);
  // 200 % zoom on a screen of 1280 points.
  await page.setViewportSize({ width: 640, height: 400 });
  expect(await axeFaults(page)).toEqual([]);
  expect(app.faults).toEqual([]);
});
