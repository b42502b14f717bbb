/**
 * A window and a real server: founding, what is not at the centre yet, with a line and without one; a disk in its place; signing in
 * and out; work of a closed account, which comes by another's hand and is kept out until a person has looked at it.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, HOST_AWAY, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { giveCommand, PASSWORD, signIn, startServer } from './sync-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

/** What stands before the numbers. */
function nameOf(text: string): string {
  return text.split(':')[0] ?? text;
}

test('an archive is founded at the centre, and what is not there yet is told; by a line, by a disk, by other hands', async ({
  app,
}) => {
  test.setTimeout(180_000);
  const { server, code } = await startServer(app);
  try {
    const { page } = app;
    await chooseLanguage(page);
    await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Атқару комитеті' });
    await isSafe(page);
    await page.goto(`${app.host.origin}/#/settings`);
    // Nobody answers yet: tried again from there, it goes on as if it had been asked once.
    await server.stop();
    await page.getByLabel(kk('sync.connect.address')).fill(`http://127.0.0.1:${server.port}`);
    await page.keyboard.press('Enter');
    const refusal = page.getByRole('alertdialog');
    await expect(refusal).toContainText(kk('error.OFFLINE.what'));
    await server.start();
    await refusal.getByRole('button', { name: kk('trouble.retry') }).click();
    await expect(page.locator('[data-looked]')).toBeVisible();
    await page.getByLabel(kk('sync.connect.code')).fill('ABCD-0000');
    await page.getByLabel(kk('sync.connect.name')).fill('Оқу залы, 2-үстел');
    await page.screenshot({ path: 'test-results/sync-connect.png' });
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    // A code that nobody gave is refused in plain words, and nothing is changed.
    await expect(refusal).toContainText(kk('error.CODE_UNKNOWN.what'));
    await page.keyboard.press('Escape');
    await page.getByLabel(kk('sync.connect.code')).fill(code);
    await page.keyboard.press('Enter');
    await signIn(page);
    // The form that it came from is gone: the keyboard goes on where it stood.
    await expect(page.locator('main :focus')).toBeVisible();
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

    await test.step('without a line a disk is written, looked at and taken in, twice without harm', async () => {
      const disk = path.join(app.scratch, 'disk');
      mkdirSync(disk);
      await page.goto(`${app.host.origin}/#/settings`);
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
    });

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
    await test.step('what is typed is refused and stays on the screen', async () => {
      await page.goto(`${app.host.origin}/#/`);
      await page.getByRole('treeitem', { name: /Жер бөлімі/ }).click();
      const title = page.locator('[data-edit="title/kk"]').getByRole('textbox');
      await title.fill('Жер бөлімінің қоры');
      await title.press('Enter');
      await expect(refusal).toContainText(kk('error.SIGN_IN_NEEDED.what'));
      await page.keyboard.press('Escape');
      await expect(page.locator('[data-safety="not-saved"]')).toBeVisible();
      await expect(title).toHaveValue('Жер бөлімінің қоры');
    });
    await band.getByRole('button').focus();
    await page.keyboard.press('Enter');
    await page.screenshot({ path: 'test-results/sync-sign-in.png' });
    expect(await axeFaults(page)).toEqual([]);
    await signIn(page);
    await expect(band).toBeHidden();
    await expect(page.locator('body :focus')).toHaveCount(1);
    // What waited for that is written without another word.
    await isSafe(page);
    await expect(page.getByRole('treeitem', { name: /Жер бөлімінің қоры/ })).toBeVisible();
    await page.screenshot({ path: 'test-results/sync-written-after.png' });

    await test.step('what one wrote whose account is closed meanwhile, is held back and let in by keys', async () => {
      await server.stop();
      await page.goto(`${app.host.origin}/#/`);
      await makeRecord(page, kk, 'fonds', { number: 'Р-7', title: 'Оқу бөлімі' });
      await isSafe(page);
      server.addPerson('yerlan', PASSWORD, 'Ерлан');
      server.command(['people', 'close', 'aigul']);
      await server.start();
      await giveCommand(page, kk('sync.signIn.title'));
      await signIn(page, 'yerlan');
      const inbox = page.locator('footer [data-inbox]');
      await expect(inbox).toHaveAttribute('data-inbox', /[1-9]/);
      await inbox.focus();
      await page.keyboard.press('Enter');
      const held = page.locator('[data-held="PERSON_CLOSED"]');
      for (const text of ['Айгүл', 'Оқу залы', 'Оқу бөлімі']) await expect(held).toContainText(text);
      await page.screenshot({ path: 'test-results/sync-held.png' });
      expect(await axeFaults(page)).toEqual([]);
      await held.getByRole('button').first().focus();
      await page.keyboard.press('Enter');
      await expect(page.getByText(kk('inbox.none.held'))).toBeVisible();
      await expect(page.getByRole('region', { name: kk('inbox.part.held') })).toBeFocused();
      await expect(page.getByRole('treeitem', { name: /Оқу бөлімі/ })).toBeVisible();
      await expect(sign).toHaveText(kk('sync.line.all'));
    });
    expect(app.faults.filter((fault) => !HOST_AWAY.test(fault))).toEqual([]);
  } finally {
    await server.kill();
  }
});
