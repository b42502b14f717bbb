/** Small things that a person trips over: where a path begins, what an import is called, which branches open. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './app.ts';
import { makeTextPdf } from './make-text-pdf.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('files chosen one by one are named by the first and how many more; their path begins where they lie', async ({
  app,
}) => {
  const { page } = app;
  await chooseLanguage(page);
  const files = ['шар.pdf', 'хат.pdf', 'бұйрық.pdf'].map((name) => path.join(app.scratch, name));
  for (const file of files) writeFileSync(file, makeTextPdf([path.basename(file)]));
  const chooser = page.waitForEvent('filechooser');
  await page
    .getByRole('button', { name: kk('import.files') })
    .first()
    .click();
  await (await chooser).setFiles(files);
  await expect(page.locator('[data-import="done"]')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    kk('import.andMore_other', { first: 'шар.pdf', count: 2 }),
  );
  await page.getByRole('link', { name: 'хат.pdf' }).click();
  const crumbs = page.getByRole('navigation', { name: kk('nav.path') });
  await crumbs.getByRole('link', { name: kk('nav.unplaced') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(kk('nav.unplaced'));
});

test('only branches that hold something can be opened', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Бос қор' });
  await isSafe(page);
  const fonds = page.getByRole('treeitem', { name: /Бос қор/ });
  await expect(fonds).toBeVisible();
  await expect(fonds).not.toHaveAttribute('aria-expanded');
  await makeRecord(page, kk, 'inventory', { number: '1', title: 'Тізімдеме' });
  await expect(fonds).toHaveAttribute('aria-expanded', 'true');
});
