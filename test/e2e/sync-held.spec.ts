/** Work of a closed account comes to the centre by another's hand: it is kept out until a person has looked at it, and then let in. */
import { expect, HOST_AWAY, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { giveCommand, lookAt, PASSWORD, signIn, startServer } from './sync-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('held work tells what it is, by whom, from where and why, and is let in by keys', async ({ app }) => {
  const { server, code } = await startServer(app);
  server.addPerson('yerlan', PASSWORD, 'Ерлан');
  try {
    const { page } = app;
    await chooseLanguage(page);
    await page.goto(`${app.host.origin}/#/settings`);
    await lookAt(page, server);
    await page.getByRole('radio', { name: kk('sync.connect.found') }).focus();
    await page.keyboard.press('Space');
    await page.getByLabel(kk('sync.connect.code')).fill(code);
    await page.getByLabel(kk('sync.connect.name')).fill('Оқу залы');
    await page.keyboard.press('Enter');
    await signIn(page);
    const sign = page.locator('footer [data-sync]');
    await expect(sign).toHaveText(kk('sync.line.all'));

    // Written without a line, by one whose account is closed meanwhile; another one signs in on the same machine.
    await server.stop();
    await page.goto(`${app.host.origin}/#/`);
    await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Атқару комитеті' });
    await isSafe(page);
    server.command(['people', 'close', 'aigul']);
    await server.start();
    await giveCommand(page, kk('sync.signIn.title'));
    await signIn(page, 'yerlan');
    const inbox = page.locator('footer [data-inbox]');
    await expect(inbox).toHaveAttribute('data-inbox', /[1-9]/);
    await page.screenshot({ path: 'test-results/sync-held-sign.png' });
    await inbox.focus();
    await page.keyboard.press('Enter');
    const held = page.locator('[data-held="PERSON_CLOSED"]');
    await expect(held).toContainText('Айгүл');
    await expect(held).toContainText('Оқу залы');
    await expect(held).toContainText('Атқару комитеті');
    await page.screenshot({ path: 'test-results/sync-held.png' });
    expect(await axeFaults(page)).toEqual([]);
    await held.getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText(kk('inbox.none.held'))).toBeVisible();
    await expect(page.getByRole('treeitem', { name: /Атқару комитеті/ })).toBeVisible();
    await expect(sign).toHaveText(kk('sync.line.all'));
    expect(app.faults.filter((fault) => !HOST_AWAY.test(fault))).toEqual([]);
  } finally {
    await server.kill();
  }
});
