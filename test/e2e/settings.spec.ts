/** The settings with all that they can show, in three languages and two themes: sound, and reached by keys. */
import { AxeBuilder } from '@axe-core/playwright';
import path from 'node:path';
import { expect, test } from './app.ts';
import { chooseLanguage } from './steps.ts';
import { wordsOf } from './words.ts';

const LANGUAGES = { kk: 'Қазақша', ru: 'Русский', en: 'English' } as const;

test('every section is sound in three languages, light and dark', async ({ app }) => {
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
  for (const [language, name] of Object.entries(LANGUAGES)) {
    await page.locator('footer').getByRole('combobox').selectOption({ label: name });
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `test-results/settings-${language}-${colorScheme}.png` });
      const { violations } = await new AxeBuilder({ page }).include('main').analyze();
      const found = violations.map(
        ({ id, nodes }) => `${language} ${colorScheme}: ${id}: ${nodes.map((node) => node.html).join(' | ')}`,
      );
      expect.soft(found).toEqual([]);
    }
  }
  // 200 % zoom on a screen of 1280 points.
  await page.setViewportSize({ width: 640, height: 400 });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(app.faults).toEqual([]);
});
