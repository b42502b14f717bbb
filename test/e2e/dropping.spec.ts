/** Files and folders dropped on the window, as the system's own drag and drop hands them over. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './app.ts';
import { makeTextPdf } from './make-text-pdf.ts';
import { chooseLanguage, importSums } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('a folder with folders inside and a file are imported, and the import is undone', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  const folder = path.join(app.scratch, 'Істер');
  mkdirSync(path.join(folder, '1937', 'наурыз'), { recursive: true });
  writeFileSync(path.join(folder, '1937', 'наурыз', 'бұйрық.pdf'), makeTextPdf(['Бұйрық']));
  writeFileSync(path.join(folder, 'хат.pdf'), makeTextPdf(['Хат']));
  const single = path.join(app.scratch, 'записка.txt');
  writeFileSync(single, 'это не документ');

  const session = await app.context.newCDPSession(page);
  const data = { items: [], files: [folder, single], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  }
  await expect(page.getByText(kk('import.dropLoose'))).toBeVisible();
  await session.send('Input.dispatchDragEvent', { type: 'drop', x: 600, y: 400, data });
  // One key takes them in as documents.
  await expect(page.getByRole('button', { name: kk('binding.takeLoose') })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-import="done"]')).toBeVisible();
  expect(await importSums(page)).toEqual({ seen: 3, stored: 2, known: 0, refused: 1 });
  await expect(page.getByText('Істер/1937/наурыз/бұйрық.pdf')).toBeVisible();

  await page.getByRole('button', { name: kk('import.undo') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: kk('import.undo') })
    .click();
  await page.getByRole('link', { name: kk('nav.bin') }).click();
  await expect(page.getByRole('option', { name: /бұйрық.pdf/ })).toBeVisible();
});
