/** Reading by lists: a text that came with its scan looks misread, the unit says its language, one act reads it again, and it goes out as a PDF. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { openPdf } from '../../electron/services/decode/pdf-document.ts';
import { plainText } from '../../shared/page-text/page-text.ts';
import { drawTextPage } from '../fixtures/draw-text-page.ts';
import { lettersWrong } from '../fixtures/letters-wrong.ts';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, importFolder, makeRecord } from './steps.ts';
import { wordsOf, type Words } from './words.ts';

const LINES = [
  'Ауылдық кеңестің кеңейтілген жиналысы',
  'Күн тәртібінде егін жинау жұмыстары',
  'мен мал қорасын дайындау мәселесі қаралды',
];
/** As a Russian engine had read the same page. */
const LOST = [
  'Ауылдык кенестш кенейтшген жиналысы',
  'Кун тэртЮшде егш жинау жумыстары',
  'мен мал корасын дайындау мэселеа каралды',
];
const kk = wordsOf('kk');
const ru = wordsOf('ru');

/** Chooses one of the acts of the text menu below the description. */
async function textAct(page: Page, words: Words, name: string): Promise<void> {
  const panel = page.locator('aside').getByRole('region', { name: words('reading.heading'), exact: true });
  await panel.getByRole('button', { name: words('reading.heading') }).press('Enter');
  await page.getByRole('menuitem', { name: words(name) }).press('Enter');
}

test('a unit says its language, what looks misread is read again by one act, and goes out as a PDF', async ({
  app,
}) => {
  const { page } = app;
  const folder = path.join(app.scratch, 'Д 1');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, '1.png'),
    await drawTextPage({ lines: LINES, width: 1000, height: 420, left: 60, top: 90, step: 70, size: 34 }),
  );
  writeFileSync(path.join(folder, '1.txt'), LOST.join('\n'));
  writeFileSync(path.join(folder, 'жетім.txt'), 'сканы жоқ мәтін');
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: '5', title: 'Ауылдық кеңес' });

  // The fonds says the language; what stands below follows it.
  const readAs = page.locator('[data-read-as]');
  await expect(readAs).toContainText(kk('reading.notSet'));
  await readAs.getByRole('button', { name: kk('reading.changeName') }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: kk('reading.inherit') }).press('Space');
  const kazakh = dialog.getByRole('checkbox', { name: kk('text.language.kaz') });
  await expect(kazakh).toBeVisible();
  await kazakh.press('Space');
  await dialog.getByRole('button', { name: kk('reading.keep') }).press('Enter');
  await expect(readAs).toHaveAttribute('data-read-as', 'kaz');
  await makeRecord(page, kk, 'unit', { number: '1', title: 'Хаттамалар' });
  await expect(readAs).toHaveAttribute('data-read-as', 'kaz');
  await expect(readAs).toContainText('5');

  // The text that came with the scan is its text; the one without a scan is told.
  const sums = await importFolder(page, kk, folder);
  expect(sums).toMatchObject({ stored: 2, refused: 1 });
  await expect(page.getByText(kk('refusal.NO_SCAN_BESIDE'))).toBeVisible();
  await page.getByRole('link', { name: '1.png' }).first().click();
  await expect(page.locator('[data-shown="1"]')).toBeVisible();
  const doubt = page.locator('[data-looks-like="kaz"]');
  await expect(doubt).toBeVisible();
  await page.screenshot({ path: 'test-results/screens/reading-doubt.png' });

  // The list of what looks misread, and the one act.
  await textAct(page, kk, 'reading.misread');
  await expect(dialog.locator('[data-misread="1"]')).toBeVisible();
  await page.screenshot({ path: 'test-results/screens/misread.png' });
  expect(await axeFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: kk('reading.readAgainAll') }).press('Enter');
  await expect(dialog).toBeHidden();
  const readings = page.locator('aside').getByRole('combobox', { name: kk('text.reading') });
  await expect(readings.getByRole('option')).toHaveCount(2, { timeout: 90_000 });
  await expect(doubt).toBeHidden();

  // What would be read is counted first: this page has been, by these very models.
  await textAct(page, kk, 'reading.read');
  await expect(dialog.locator('[data-to-read="0"][data-read="1"]')).toBeVisible();
  await page.screenshot({ path: 'test-results/screens/read-selection.png' });
  await page.keyboard.press('Escape');

  // The PDF says what stands on the page.
  await textAct(page, kk, 'reading.exportAs.pdf');
  await expect(dialog.locator('[data-exported="1"]')).toBeVisible({ timeout: 60_000 });
  await page.screenshot({ path: 'test-results/screens/export-pdf.png' });
  const download = page.waitForEvent('download');
  await dialog.getByRole('link').press('Enter');
  const file = path.join(app.scratch, 'out.pdf');
  await (await download).saveAs(file);
  const opening = await openPdf(file);
  if (!opening.ok) throw new Error(opening.code);
  const { text } = await opening.pdf.describePage(0);
  await opening.pdf.close();
  expect(lettersWrong(text === null ? '' : plainText(text), LINES.join(' '))).toBeLessThan(2);
  await page.keyboard.press('Escape');
  expect(app.faults).toEqual([]);
});

test('a model of one’s own is tried before it is taken in, and taken out again', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page, 'Русский');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${app.host.origin}/#/settings`);
  const section = page.getByRole('region', { name: ru('settings.section.reading') });
  await expect(section.locator('[data-model="kaz"]')).toBeVisible();
  const input = section.locator('input[type=file]');

  const bad = path.join(app.scratch, 'uzb.traineddata');
  writeFileSync(bad, 'no model at all');
  await input.setInputFiles(bad);
  const trouble = page.getByRole('alertdialog');
  await expect(trouble).toContainText(ru('error.NOT_A_MODEL.what'));
  await trouble.getByRole('button', { name: ru('trouble.close') }).click();

  const good = path.join(app.scratch, 'kir.traineddata.gz');
  copyFileSync('node_modules/@tesseract.js-data/kaz/4.0.0_best_int/kaz.traineddata.gz', good);
  await input.setInputFiles(good);
  const added = section.locator('[data-model="kir"]');
  await expect(added).toContainText(ru('reading.added'), { timeout: 60_000 });
  expect(readFileSync(path.join(app.dataFolder, 'models/kir.traineddata')).length).toBeGreaterThan(100_000);
  await added.scrollIntoViewIfNeeded();
  await page.screenshot({ path: 'test-results/screens/models-dark.png' });
  expect(await axeFaults(page)).toEqual([]);
  await added.getByRole('button').press('Enter');
  await expect(added).toBeHidden();
  // The browser notes the answer to the file that is no model.
  expect(app.faults.filter((fault) => !fault.includes('422'))).toEqual([]);
});
