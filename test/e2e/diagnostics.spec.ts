/** What goes out when somebody is asked for help is shown first, and has nothing of the archive in it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './app.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('diagnostics are read, then saved, and name nothing of the archive', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: '77', title: 'Құпия комитет' });
  await isSafe(page);
  await page.keyboard.press('Control+Shift+KeyP');
  await page.keyboard.type(kk('settings.goTo', { section: kk('settings.section.diagnostics') }));
  await page.keyboard.press('Enter');
  const section = page.getByRole('region', { name: kk('settings.section.diagnostics') });
  await expect(section.getByRole('heading')).toBeFocused();
  await section.getByRole('button', { name: kk('diagnostics.collect') }).click();
  const shown = section.getByRole('region', { name: kk('diagnostics.content') });
  await expect(shown).toContainText('"fonds": 1');
  const text = await shown.textContent();
  expect(text).not.toContain('Құпия');
  expect(text).not.toContain(path.basename(app.scratch));

  await section.getByLabel(kk('diagnostics.folder')).fill(path.join(app.scratch, 'no folder'));
  await section.getByRole('button', { name: kk('diagnostics.save') }).click();
  const trouble = page.getByRole('alertdialog');
  await expect(trouble).toContainText('ENOENT');
  await trouble.getByRole('button', { name: kk('trouble.close') }).click();
  await section.getByLabel(kk('diagnostics.folder')).fill(app.scratch);
  await section.getByRole('button', { name: kk('diagnostics.save') }).click();
  await expect(page.locator('footer')).toContainText('qoima-diagnostics-');
  const [file] = readdirSync(app.scratch).filter((name) => name.startsWith('qoima-diagnostics-'));
  expect(readFileSync(path.join(app.scratch, file ?? ''), 'utf8')).toBe(text);
  expect(app.faults).toEqual([]);
});
