/** The text of a page as a person has it read: in the wrong language first, then in the right one, both side by side. */
import type { Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawTextPage } from '../fixtures/draw-text-page.ts';
import { lettersWrong } from '../fixtures/letters-wrong.ts';
import { expect, testOnDisk as test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, importFolder } from './steps.ts';
import { wordsOf } from './words.ts';

const LINES = [
  'Ауылдық кеңестің кеңейтілген жиналысы',
  'Күн тәртібінде егін жинау жұмыстары мен мал қорасын',
  'дайындау мәселесі қаралды. Баяндамашы Нұрғалиев Әбіш',
  'өткен жылғы шығынды айтып, қысқа қам жасауға шақырды.',
  'Ұйғарылды: кеңшар директорына ескерту жасалсын, ал үш',
  'бригаданың еңбек күні толық есептелсін.',
];
const kk = wordsOf('kk');

/** Chooses one language in the dialog and begins; the page has so many readings afterwards. */
async function read(
  page: Page,
  language: string,
  readings: number,
  label = kk(`text.language.${language}`),
): Promise<void> {
  const dialog = page.getByRole('dialog');
  const group = dialog.getByRole('group', { name: kk('text.languages') });
  const wanted = group.getByRole('checkbox', { name: label });
  await expect(wanted).toBeVisible();
  for (const box of await group.getByRole('checkbox', { checked: true }).all()) await box.press('Space');
  await wanted.press('Space');
  await dialog.getByRole('button', { name: kk('text.begin') }).press('Enter');
  await expect(dialog).toBeHidden();
  const options = page
    .locator('aside')
    .getByRole('combobox', { name: kk('text.reading') })
    .getByRole('option');
  await expect(options).toHaveCount(readings, { timeout: 60_000 });
}

async function shownText(page: Page): Promise<string> {
  const text = page.getByRole('grid', { name: kk('text.lines') });
  await expect(text).toBeVisible();
  return text.innerText();
}

test('a Kazakh page read with the wrong model is read again with the right one', async ({ app }) => {
  test.setTimeout(300_000);
  const { page } = app;
  const folder = path.join(app.scratch, 'scans');
  mkdirSync(folder);
  const drawn = await drawTextPage({ lines: LINES, width: 1654, height: 2339, size: 38, step: 76 });
  writeFileSync(path.join(folder, 'хаттама.png'), drawn);
  await chooseLanguage(page);
  await importFolder(page, kk, folder);
  await page
    .getByRole('link', { name: /хаттама/ })
    .first()
    .click();
  await expect(page.locator('[data-shown="1"]')).toBeVisible();

  await page.getByRole('button', { name: kk('text.read') }).click();
  const known = page.getByRole('checkbox', { name: kk('text.language.rus') });
  await expect(page.getByRole('checkbox', { name: kk('text.language.kaz') })).toBeVisible();
  // Debian's model; elsewhere English stands for the wrong language.
  const wrong = (await known.count()) > 0 ? 'rus' : 'eng';
  await read(page, wrong, 1);
  const first = lettersWrong(await shownText(page), LINES.join(' '));
  expect(first).toBeGreaterThan(8);

  await page.getByRole('button', { name: kk('text.again') }).click();
  await read(page, 'kaz', 2);
  await expect.poll(async () => lettersWrong(await shownText(page), LINES.join(' '))).toBeLessThan(1);

  await page.getByRole('button', { name: kk('text.compare') }).click();
  const sides = page.getByRole('dialog').getByRole('region');
  await expect(sides).toHaveCount(2);
  expect(lettersWrong(await sides.nth(0).innerText(), LINES.join(' '))).toBeCloseTo(first);
  expect(lettersWrong(await sides.nth(1).innerText(), LINES.join(' '))).toBeLessThan(1);
  await page.screenshot({ path: 'test-results/screens/compare-readings.png' });
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.screenshot({ path: 'test-results/screens/reading.png' });

  // A model that a person added and that is damaged: what fails in the queue is told.
  mkdirSync(path.join(app.dataFolder, 'models'));
  writeFileSync(path.join(app.dataFolder, 'models/uzb.traineddata'), 'no model');
  await page.getByRole('button', { name: kk('text.again') }).click();
  await read(page, 'uzb', 2, 'uzb');
  const trouble = page.getByRole('alertdialog');
  await expect(trouble).toContainText(kk('error.MODEL_BROKEN.what'), { timeout: 60_000 });
  await trouble.getByRole('button', { name: kk('trouble.close') }).click();

  await app.restart();
  await app.page.goto(page.url());
  await expect.poll(async () => lettersWrong(await shownText(app.page), LINES.join(' '))).toBeLessThan(1);
  expect(app.faults).toEqual([]);
});
