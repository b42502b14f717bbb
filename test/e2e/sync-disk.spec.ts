/** No line at all: a station's work goes onto a disk, and a bundle on a disk is looked at and taken in, twice without harm. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, HOST_AWAY, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { lookAt, signIn, startServer } from './sync-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

/** What stands before the numbers. */
function nameOf(text: string): string {
  return text.split(':')[0] ?? text;
}

test('work is written to a disk, and what lies on one is looked at and taken in', async ({ app }) => {
  const { server, code } = await startServer(app);
  try {
    const { page } = app;
    await chooseLanguage(page);
    await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Атқару комитеті' });
    await isSafe(page);
    await page.goto(`${app.host.origin}/#/settings`);
    await lookAt(page, server);
    await page.getByLabel(kk('sync.connect.code')).fill(code);
    await page.getByLabel(kk('sync.connect.name')).fill('Далалық ноутбук');
    await page.keyboard.press('Enter');
    await signIn(page);
    await expect(page.locator('footer [data-sync]')).toHaveText(kk('sync.line.all'));
    await server.stop();

    const disk = path.join(app.scratch, 'disk');
    mkdirSync(disk);
    await page.getByLabel(kk('sync.disk.folder')).fill(disk);
    await page.getByRole('button', { name: kk('sync.disk.write') }).focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-bundle-job="done"]')).toBeVisible();
    await page.getByRole('button', { name: kk('sync.disk.look') }).click();
    const bundle = page.locator('[data-bundle]');
    await expect(bundle).toHaveCount(1);
    await bundle.scrollIntoViewIfNeeded();
    await page.screenshot({ path: 'test-results/sync-disk.png' });
    expect(await axeFaults(page)).toEqual([]);
    for (let i = 0; i < 2; i += 1) {
      await bundle.getByRole('button', { name: kk('sync.disk.take') }).click();
      const told = page.locator('[data-bundle-job="done"]');
      await expect(told).toContainText(nameOf(kk('sync.disk.done.bundleTake')));
    }
    expect(app.faults.filter((fault) => !HOST_AWAY.test(fault))).toEqual([]);
  } finally {
    await server.kill();
  }
});
