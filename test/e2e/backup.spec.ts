/** J16 by hand: a backup to a folder by a button, a rehearsal, and the restore on another machine. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { restoreBackup } from '../../electron/services/backup/restore-backup.ts';
import { expect, testOnDisk as test } from './app.ts';
import { makeTextPdf } from './make-text-pdf.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('the disk dies, and everything is there again from the last backup', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Облыстық атқару комитеті' });
  await isSafe(page);
  await page.evaluate(() => {
    window.location.hash = '#/unplaced';
  });
  writeFileSync(path.join(app.scratch, 'хат.pdf'), makeTextPdf(['хат']));
  const chooser = page.waitForEvent('filechooser');
  await page
    .getByRole('button', { name: kk('import.files') })
    .first()
    .click();
  await (await chooser).setFiles(path.join(app.scratch, 'хат.pdf'));
  await expect(page.locator('[data-import="done"]')).toBeVisible();

  await page.evaluate(() => {
    window.location.hash = '#/settings';
  });
  const section = page.getByRole('region', { name: kk('backup.title') });
  await expect(section).toContainText(kk('backup.none'));
  const folder = section.getByLabel(kk('backup.folder'));
  await folder.fill(path.join(app.scratch, 'no disk', 'backup'));
  await section.getByRole('button', { name: kk('backup.begin') }).click();
  const trouble = page.getByRole('alertdialog');
  await expect(trouble).toContainText(kk('error.BACKUP_TARGET_MISSING.what'));
  await trouble.getByRole('button', { name: kk('trouble.close') }).click();

  const target = path.join(app.scratch, 'backup');
  await folder.fill(target);
  await section.getByRole('button', { name: kk('backup.begin') }).click();
  const made = section.locator(`[data-target="${target}"]`);
  await expect(made).toHaveAttribute('data-state', 'fine');
  await made.getByRole('button', { name: kk('backup.rehearse') }).click();
  await expect(made.getByText(/толық қалпына келеді/)).toBeVisible();
  if (process.env['QOIMA_PICTURES'] !== undefined)
    await page.screenshot({ path: path.join(process.env['QOIMA_PICTURES'], 'backup.png') });

  await app.killHost();
  for (const name of [
    'vault',
    'journal.db',
    'journal.db-wal',
    'journal.db-shm',
    'backup-state',
    'jobs.db',
    'jobs.db-wal',
    'jobs.db-shm',
  ])
    rmSync(path.join(app.dataFolder, name), { recursive: true, force: true });
  const restored = path.join(app.scratch, 'new disk');
  expect(await restoreBackup({ source: target, folder: restored })).toMatchObject({
    isEqual: true,
    damaged: [],
  });
  // The new disk takes the old one's place.
  for (const name of ['vault', 'journal.db', 'backup-state'])
    renameSync(path.join(restored, name), path.join(app.dataFolder, name));
  await app.restart();
  await expect(app.page.getByRole('treeitem', { name: /Облыстық атқару комитеті/ })).toBeVisible();
  await app.page.evaluate(() => {
    window.location.hash = '#/unplaced';
  });
  await expect(app.page.getByText('хат.pdf').first()).toBeVisible();
  // The restored station knows what it has of the backup.
  await expect(app.page.locator('[data-backup="fine"]')).toBeVisible();
});
