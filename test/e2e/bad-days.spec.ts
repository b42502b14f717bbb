/** Bad days, made by real sabotage: each ends in a clear message and no loss. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, testOnDisk } from './app.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

async function startWithFonds(page: Page): Promise<void> {
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Қаратал атқару комитеті' });
  await isSafe(page);
}

const fondsInTree = (page: Page) => page.getByRole('treeitem', { name: /Қаратал атқару комитеті/ });

/** The databases of the window with their versions. */
const databasesOf = (page: Page) => page.evaluate(() => indexedDB.databases());

test('a catalogue written by a newer program is left alone and said', async ({ app }) => {
  await startWithFonds(app.page);
  const databases = await databasesOf(app.page);
  await app.page.evaluate(async (list) => {
    for (const { name = '', version = 1 } of list) {
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name, version + 100);
        request.addEventListener('success', () => {
          request.result.close();
          resolve();
        });
        request.addEventListener('error', () => reject(new Error('not raised')));
      });
    }
  }, databases);
  await app.page.goto(app.host.origin);
  await expect(app.page.locator('[data-code="CATALOGUE_NEWER"]')).toBeVisible();
  await expect(app.page.getByText(kk('error.CATALOGUE_NEWER.what'))).toBeVisible();
  await app.page.screenshot({ path: 'test-results/newer.png' });
  const after = await databasesOf(app.page);
  expect(after.map((each) => each.version)).toEqual(
    expect.arrayContaining(databases.map(({ version = 1 }) => version + 100)),
  );
});

testOnDisk('a profile that held another archive shows ours, complete', async ({ app }) => {
  await startWithFonds(app.page);
  const other = await app.openOtherArchive();
  await expect(other.locator('footer')).toBeVisible();
  await expect(fondsInTree(other)).toBeHidden();
  await expect(other.getByText(kk('empty.top'))).toBeVisible();
});

test('a damaged settings file is set aside and said; nothing else is touched', async ({ app }) => {
  await startWithFonds(app.page);
  await app.host.stop();
  writeFileSync(path.join(app.dataFolder, 'settings.json'), '{ "language": ');
  await app.startHost();
  await app.page.reload();
  await chooseLanguage(app.page);
  await expect(app.page.locator('[data-code="SETTINGS_SET_ASIDE"]')).toBeVisible();
  await expect(fondsInTree(app.page)).toBeVisible();
  expect(readdirSync(app.dataFolder).filter((name) => name.startsWith('settings')).length).toBeGreaterThan(1);
  expect(existsSync(path.join(app.dataFolder, 'settings.json'))).toBe(true);
  expect(readFileSync(path.join(app.dataFolder, 'settings.json'), 'utf8')).toContain('kk');
});

testOnDisk(
  'the host is killed during typing: the text stays, is not called safe, and is saved when the host is back',
  async ({ app }) => {
    await startWithFonds(app.page);
    const title = app.page.getByRole('textbox', { name: kk('field.title/ru') });
    await title.fill('Каратальский исполком');
    await app.killHost();
    await app.page.keyboard.press('Enter');
    await expect(app.page.locator('[data-safety="not-saved"]')).toBeVisible();
    await expect(app.page.getByRole('alertdialog')).toBeVisible();
    await app.page.screenshot({ path: 'test-results/host-gone.png' });
    await app.page.getByRole('button', { name: kk('trouble.close') }).click();
    await expect(title).toHaveValue('Каратальский исполком');
    await app.startHost();
    await expect(app.page.locator('[data-code="HOST_GONE"]')).toBeHidden();
    await app.page
      .locator('footer')
      .getByRole('button', { name: kk('trouble.retry') })
      .click();
    await isSafe(app.page);
    await app.restart();
    await fondsInTree(app.page).click();
    await expect(app.page.getByRole('textbox', { name: kk('field.title/ru') })).toHaveValue(
      'Каратальский исполком',
    );
  },
);

testOnDisk('a window that dies during typing offers the text again', async ({ app }) => {
  await startWithFonds(app.page);
  const title = app.page.getByRole('textbox', { name: kk('field.title/en') });
  await title.fill('Karatal committee');
  await expect.poll(() => draftsOf(app.page)).toContain('Karatal committee');
  await app.killWindow();
  await app.openAgain();
  await fondsInTree(app.page).click();
  await expect(app.page.getByText(kk('draft.left', { text: 'Karatal committee' }))).toBeVisible();
  await app.page.screenshot({ path: 'test-results/draft.png' });
  await app.page.getByRole('button', { name: kk('draft.take') }).click();
  await isSafe(app.page);
  await expect(app.page.getByRole('textbox', { name: kk('field.title/en') })).toHaveValue(
    'Karatal committee',
  );
  await expect(app.page.getByText(kk('draft.left', { text: 'Karatal committee' }))).toBeHidden();
});

test('a second window sees what the first one writes', async ({ app }) => {
  await startWithFonds(app.page);
  const second = await app.openWindow();
  await expect(fondsInTree(second)).toBeVisible();
  await makeRecord(app.page, kk, 'inventory', { number: '1', title: 'Екінші терезе үшін' });
  await fondsInTree(second).click();
  await expect(second.getByRole('option', { name: /Екінші терезе үшін/ })).toBeVisible();
});

/** All draft texts in the databases of the window. */
async function draftsOf(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const texts: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error('not opened')));
      });
      if (database.objectStoreNames.contains('drafts')) {
        const rows = await new Promise<{ text: string }[]>((resolve) => {
          const request = database.transaction('drafts').objectStore('drafts').getAll();
          request.addEventListener('success', () => resolve(request.result as { text: string }[]));
        });
        texts.push(...rows.map((row) => row.text));
      }
      database.close();
    }
    return texts;
  });
}
