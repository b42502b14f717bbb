/** A window and a real server: founding, what is not at the centre yet, with a line and without one, signing in and out. */
import { expect, HOST_AWAY, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { giveCommand, lookAt, signIn, startServer } from './sync-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('an archive is founded at the centre; what is not there yet is told, with a line and without one', async ({
  app,
}) => {
  const { server, code } = await startServer(app);
  try {
    const { page } = app;
    await chooseLanguage(page);
    await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Атқару комитеті' });
    await isSafe(page);
    await page.goto(`${app.host.origin}/#/settings`);
    await lookAt(page, server);
    await page.getByLabel(kk('sync.connect.code')).fill('ABCD-0000');
    await page.getByLabel(kk('sync.connect.name')).fill('Оқу залы, 2-үстел');
    await page.screenshot({ path: 'test-results/sync-connect.png' });
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    // A code that nobody gave is refused in plain words, and nothing is changed.
    const refusal = page.getByRole('alertdialog');
    await expect(refusal).toContainText(kk('error.CODE_UNKNOWN.what'));
    await page.keyboard.press('Escape');
    await page.getByLabel(kk('sync.connect.code')).fill(code);
    await page.keyboard.press('Enter');
    await signIn(page);
    const sign = page.locator('footer [data-sync]');
    await expect(sign).toHaveText(kk('sync.line.all'));
    await page.screenshot({ path: 'test-results/sync-linked.png' });
    expect(await axeFaults(page)).toEqual([]);

    await server.stop();
    await page.goto(`${app.host.origin}/#/`);
    await makeRecord(page, kk, 'fonds', { number: 'Р-6', title: 'Жер бөлімі' });
    await isSafe(page);
    await expect(sign).toHaveAttribute('data-unsent', /[1-9]/);
    await expect(sign).not.toHaveText(kk('sync.line.all'));
    await expect(sign).toContainText(kk('sync.aside.offline'));
    await page.screenshot({ path: 'test-results/sync-unsent.png' });
    await server.start();
    // It would try again by itself, some time.
    await giveCommand(page, kk('sync.now'));
    await expect(sign).toHaveText(kk('sync.line.all'));

    // Nobody signed in: everything can be looked at, and what is typed stays on the screen until somebody is.
    await giveCommand(page, kk('sync.signOut'));
    const band = page.locator('[data-band="sign-in"]');
    await expect(band).toBeVisible();
    await page.screenshot({ path: 'test-results/sync-nobody.png' });
    expect(await axeFaults(page)).toEqual([]);
    await band.getByRole('button').focus();
    await page.keyboard.press('Enter');
    await page.screenshot({ path: 'test-results/sync-sign-in.png' });
    expect(await axeFaults(page)).toEqual([]);
    await signIn(page);
    await expect(band).toBeHidden();
    expect(app.faults.filter((fault) => !HOST_AWAY.test(fault))).toEqual([]);
  } finally {
    await server.kill();
  }
});
