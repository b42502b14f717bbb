/** Texts that no machine reads: a PDF's own words, a page written down by hand, also through a crash and by two people. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, testOnDisk as test } from './app.ts';
import { axeFaults } from './axe.ts';
import { makeTextPdf } from './make-text-pdf.ts';
import { writeElsewhere } from './other-station.ts';
import { chooseLanguage, importFolder, isSafe } from './steps.ts';
import { draftsOf } from './text-page.ts';
import { openDocument } from './viewer-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('a PDF’s own text, a page written down by hand, what a crash left, and what two people wrote', async ({
  app,
}) => {
  test.setTimeout(300_000);
  const { page } = app;
  await chooseLanguage(page);
  const folder = path.join(app.scratch, 'scans');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'мәтінді.pdf'), makeTextPdf(['Қаратал кеңшары', 'Жиналыс хаттамасы']));
  await importFolder(page, kk, folder);
  await page.getByRole('link', { name: new RegExp(kk('nav.unplaced')) }).click();
  await openDocument(page, 'мәтінді');

  await test.step('the file’s own words need no reading', async () => {
    const lines = page.getByRole('grid', { name: kk('text.lines') });
    await expect(lines.getByRole('row').filter({ hasText: 'Қаратал кеңшары' })).toHaveCount(1);
    await expect(page.getByText(kk('text.ownHint'))).toBeVisible();
    await page.keyboard.press('Control+F');
    await page.keyboard.type('хаттамасы');
    await expect(page.locator('search[data-found="1"]')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-shown="2"]')).toBeVisible();
    await expect(page.locator('svg [data-kind="hit"][data-selected="true"]')).toHaveCount(1);
    await page.keyboard.press('Escape');
  });

  const typed = 'Көшірме: Жетісу губерниясы, 1921 жыл';
  await test.step('a page written down by hand: what is typed outlives a crash and is found', async () => {
    await page.getByRole('button', { name: kk('text.writeByHand') }).click();
    await page.getByRole('textbox', { name: kk('text.byHand') }).fill(typed);
    await expect.poll(() => draftsOf(page)).toContain(typed);
    const address = page.url();
    await app.killWindow();
    await app.openAgain();
    await app.page.goto(address);
    await app.page.getByRole('button', { name: kk('text.writeByHand') }).click();
    const again = app.page.getByRole('textbox', { name: kk('text.byHand') });
    await expect(again).toHaveValue(typed);
    await again.press('Control+Enter');
    await isSafe(app.page);
    await app.page.keyboard.press('Control+F');
    await app.page.keyboard.type('ГУБЕРНИЯСЫ, 1921');
    await expect(app.page.locator('search[data-found="1"]')).toBeVisible();
    await app.page.keyboard.press('Escape');
  });

  await test.step('another station wrote the same page down: both are there, and a person decides', async () => {
    const address = app.page.url();
    await app.page.goto('about:blank');
    await app.host.stop();
    const other = 'Көшірме: Жетісу облысы';
    await writeElsewhere(app.dataFolder, 'Ерлан', [
      { title: typed, op: () => ({ f: { transcription: other } }) },
    ]);
    await app.startHost();
    await app.page.goto(address);
    const clash = app.page.getByRole('region', { name: kk('conflict.label') });
    await expect(clash).toContainText(typed);
    await expect(clash).toContainText(other);
    await expect(clash).toContainText('Ерлан');
    expect(await axeFaults(app.page)).toEqual([]);
    await clash
      .getByRole('button', { name: kk('conflict.choose') })
      .last()
      .press('Enter');
    await expect(clash).toHaveCount(0);
    await expect(app.page.getByRole('textbox', { name: kk('text.byHand') })).toHaveValue(typed);
  });
  expect(app.faults).toEqual([]);
});
