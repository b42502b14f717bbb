/** J3, without the work order: a scanner's folder, leaf by leaf, through a power cut, to a report that adds up. */
import type { Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawTextPage } from '../fixtures/draw-text-page.ts';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, importSums, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

/** Saves as a scanner does: under another name first. Answers when the file was complete. */
function save(folder: string, name: string, bytes: Uint8Array): number {
  const draft = path.join(folder, `${name}.tmp`);
  writeFileSync(draft, bytes);
  renameSync(draft, path.join(folder, name));
  return Date.now();
}

const drawLeaf = (word: string) =>
  drawTextPage({ lines: [word, 'парақ'], size: 90, step: 150, format: 'jpeg' });

/** Waits until the picture of a leaf stands on the screen; answers when it did. */
async function leafShown(page: Page, leaf: string): Promise<number> {
  const shown = await page.waitForFunction(
    (written) => {
      const image = document.querySelector(`[data-newest="${written}"] img`);
      return image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0 ? Date.now() : 0;
    },
    leaf,
    { polling: 'raf', timeout: 30_000 },
  );
  return await shown.jsonValue();
}

const next = (page: Page, leaf: string) => expect(page.locator(`[data-next="${leaf}"]`)).toBeVisible();

async function beginScanning(page: Page, folder: string): Promise<void> {
  await page.getByRole('button', { name: kk('capture.scan') }).click();
  await page.getByRole('textbox', { name: kk('capture.folder') }).fill(folder);
  await page.getByRole('combobox', { name: kk('capture.mode') }).selectOption('sides');
  await page.getByRole('button', { name: kk('capture.begin') }).press('Enter');
  await next(page, '1');
}

test('a unit is scanned from a hot folder, through a power cut', async ({ app }) => {
  const { page } = app;
  const folder = path.join(app.scratch, 'сканер');
  mkdirSync(folder);
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: '5' });
  await makeRecord(page, kk, 'inventory', { number: '1' });
  await makeRecord(page, kk, 'unit', { number: '123' });
  await beginScanning(page, folder);

  const scans = await Promise.all(Array.from({ length: 9 }, (_, i) => drawLeaf(`${i + 1}`)));
  const scan = (i: number) => scans[i] ?? Buffer.alloc(0);
  const waits: number[] = [];
  for (const [i, leaf] of ['1', '1 об.', '2'].entries()) {
    const complete = save(folder, `img ${i}.jpg`, scan(i));
    waits.push((await leafShown(page, leaf)) - complete);
  }
  test.info().annotations.push({ type: 'ms from file to page', description: waits.join(', ') });

  // The back is empty, an extra sheet follows, and one picture is made again.
  await next(page, '2 об.');
  await page.keyboard.press('b');
  await next(page, '3');
  await page.keyboard.press('a');
  await next(page, '2а');
  save(folder, 'img 3.jpg', scan(3));
  await leafShown(page, '2а');
  await page.keyboard.press('r');
  await next(page, '2а');
  save(folder, 'img 4.jpg', scan(4));
  await expect(page.locator('[data-newest="2а"] figcaption')).toContainText('img 4.jpg');
  await next(page, '2а об.');
  expect(await axeFaults(page)).toEqual([]);

  // The power goes while files come in; what the scanner saved meanwhile is taken in afterwards, once.
  save(folder, 'img 5.jpg', scan(5));
  await app.killHost();
  save(folder, 'img 6.jpg', scan(6));
  await app.startHost();
  await page.reload();
  await expect(page.locator('[data-newest="3"] img')).toBeVisible({ timeout: 30_000 });
  save(folder, 'img 7.jpg', scan(7));
  await leafShown(page, '3 об.');
  // The same file saved once more is no page.
  save(folder, 'img 7 копия.jpg', scan(7));
  await expect(page.locator('[data-scan="same"]')).toBeVisible();
  save(folder, 'img 8.jpg', scan(8));
  await leafShown(page, '4');

  await page.getByRole('button', { name: kk('capture.end') }).press('Enter');
  await expect(page.locator('[data-import="done"]')).toBeVisible({ timeout: 30_000 });
  expect(await importSums(page)).toMatchObject({ seen: 9, stored: 9, refused: 0 });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const list = readFileSync(await (await download).path(), 'utf8');
  for (const bytes of scans) expect(list).toContain(createHash('sha256').update(bytes).digest('hex'));
  expect(list.match(/[0-9a-f]{64}/g)).toHaveLength(9);
});
