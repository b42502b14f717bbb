/** The first start as a person has it who has never seen the program: language, archive, sample, the first word found. */
import type { Page } from '@playwright/test';
import { expect, test, testOnDisk } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, find, openFirst } from './steps.ts';
import { wordsOf } from './words.ts';

/** Russian is looked at on the way of the first test. */
const LANGUAGES = [
  ['kk', 'Қазақша'],
  ['en', 'English'],
] as const;

async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/screens/${name}.png` });
  expect.soft([name, await axeFaults(page)]).toEqual([name, []]);
}

testOnDisk(
  'by keys alone: Russian, a name, the sample, and a word of a page is found without a network',
  async ({ app }) => {
    test.setTimeout(300_000);
    const { page, context } = app;
    const ru = wordsOf('ru');
    const elsewhere: string[] = [];
    context.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') elsewhere.push(request.url());
    });
    await page.reload();
    await expect(page.getByRole('button', { name: 'Қазақша' })).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    await expect(page.getByRole('heading', { level: 1 })).toHaveText(ru('start.archiveTitle'));
    await expect(page.getByRole('textbox', { name: ru('start.archiveName') })).toBeFocused();
    await look(page, 'welcome-ru');
    await page.keyboard.type('Теректисайский районный архив');
    await page.keyboard.press('Tab');
    await page.keyboard.type('ТРА');
    await page.keyboard.press('Enter');

    await expect(page.getByRole('button', { name: ru('start.openSample') })).toBeFocused();
    await look(page, 'welcome-begin-ru');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('treeitem', { name: /Р-5/ })).toBeVisible();
    await expect(page.getByRole('treeitem')).toHaveCount(3);

    // The sample's pages come to be found while it is made: on a busy machine that takes a while.
    await find(page, 'таволгой', /Записки|курган/i, 200_000);
    await openFirst(page);
    await expect(page.locator('[data-shown="1"]')).toBeVisible();
    await expect(page.getByRole('navigation', { name: ru('nav.path') })).toContainText('Д. 4');
    await page.screenshot({ path: 'test-results/screens/sample-page.png' });
    await find(page, 'Ф. Р-5. Оп. 1. Д. 4', 'Акбулакской школы');
    await page.keyboard.press('Escape');

    // The name outlives a restart, and nobody is asked again.
    await app.restart();
    await expect(app.page.locator('footer')).toBeVisible();
    await app.page.goto(`${app.host.origin}/#/settings`);
    await expect(app.page.getByRole('textbox', { name: ru('start.archiveName') })).toHaveValue(
      'Теректисайский районный архив',
    );
    await expect(app.page.getByRole('textbox', { name: ru('start.archiveCode') })).toHaveValue('ТРА');
    await look(app.page, 'settings-sample-ru');

    await test.step('the sample goes into the bin as one act, and one undo brings it back', async () => {
      await app.page.getByRole('button', { name: ru('sample.remove') }).click();
      await expect(app.page.getByRole('treeitem')).toHaveCount(0);
      await app.page.getByRole('button', { name: ru('sample.remove') }).waitFor({ state: 'detached' });
      await app.page.getByRole('heading', { level: 1 }).click();
      await app.page.keyboard.press('Control+Z');
      await expect(app.page.getByRole('treeitem')).toHaveCount(3);
    });
    expect(elsewhere).toEqual([]);
    expect(app.faults).toEqual([]);
  },
);

for (const [language, name] of LANGUAGES) {
  test(`each step is sound in ${language} and can be skipped`, async ({ app }) => {
    const { page } = app;
    const words = wordsOf(language);
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('textbox', { name: words('start.archiveName') })).toBeVisible();
    await look(page, `welcome-${language}`);
    await page.getByRole('button', { name: words('start.skip') }).click();
    await expect(page.getByRole('button', { name: words('start.openSample') })).toBeFocused();
    await look(page, `welcome-begin-${language}`);
    await page.getByRole('button', { name: words('start.empty') }).click();
    await expect(page.getByText(words('empty.top'))).toBeVisible();
    expect(app.faults).toEqual([]);
  });
}

test('who began with an empty catalogue opens the sample later, and the map of 200 megapixels', async ({
  app,
}) => {
  test.setTimeout(300_000);
  const { page } = app;
  const kk = wordsOf('kk');
  await chooseLanguage(page);
  await page.goto(`${app.host.origin}/#/settings`);
  const began = Date.now();
  await page.getByRole('button', { name: kk('sample.map') }).click();
  await find(page, 'жер пайдалану картасы', 'Теректісай ауданының жер пайдалану картасы', 200_000);
  const there = Date.now();
  await openFirst(page);
  await expect(page.locator('[data-shown="1"]')).toBeVisible({ timeout: 60_000 });
  console.log(`map: ${there - began} ms to be found, ${Date.now() - there} ms more to be shown`);
  await page.screenshot({ path: 'test-results/screens/map.png' });
  expect(app.faults).toEqual([]);
});
