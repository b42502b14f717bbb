/** What is typed while the journal is busy with what was typed before. */
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const titleOf = (page: Page) => page.getByRole('textbox', { name: kk('field.title/ru') });

/** Holds back each write of `text`; `arrived` resolves when one has come, `letGo` lets it go on. */
async function holdBack(page: Page, text: string) {
  let letGo = (): void => undefined;
  let come = (): void => undefined;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  const arrived = new Promise<void>((resolve) => (come = resolve));
  await page.route('**/rpc', async (route) => {
    if (route.request().postData()?.includes(`"${text}"`) === true) {
      come();
      await released;
    }
    await route.continue();
  });
  return { arrived, letGo };
}

test('a field that is typed on and left while it is written has the last words, on whichever record one goes to', async ({
  app,
}) => {
  const { page } = app;
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Қаратал атқару комитеті' });
  await isSafe(page);
  const first = await holdBack(page, 'Исполком');
  await titleOf(page).fill('Исполком');
  await page.keyboard.press('Enter');
  await first.arrived;
  await titleOf(page).fill('Исполком Каратала');
  await page
    .getByRole('treeitem', { name: kk('nav.bin') })
    .or(page.getByRole('link', { name: kk('nav.bin') }))
    .first()
    .click();
  await expect(titleOf(page)).toBeHidden();
  first.letGo();
  await isSafe(page);
  await page.getByRole('treeitem', { name: /Қаратал атқару комитеті/ }).click();
  await expect(titleOf(page)).toHaveValue('Исполком Каратала');
  await expect(page.getByText(kk('draft.left', { text: 'Исполком Каратала' }))).toBeHidden();
  await expect(page.locator('[data-conflict]')).toHaveCount(0);
});

test('what was typed after a write that failed stays when that one is written after all', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Қаратал атқару комитеті' });
  await isSafe(page);
  await page.route('**/rpc', (route) =>
    route.request().postData()?.includes('"Исполком"') === true ? route.abort() : route.continue(),
  );
  await titleOf(page).fill('Исполком');
  await page.keyboard.press('Enter');
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: kk('trouble.close') })
    .click();
  await page.unroute('**/rpc');
  await titleOf(page).fill('Исполком Каратала');
  // The field is not left: the key alone has the first one sent again.
  await page
    .locator('footer')
    .getByRole('button', { name: kk('trouble.retry') })
    .evaluate((button: HTMLElement) => button.click());
  await isSafe(page);
  await expect(titleOf(page)).toHaveValue('Исполком Каратала');
});

test('a record that a key leaves while a field is typed in has what was typed', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Қаратал атқару комитеті' });
  await makeRecord(page, kk, 'inventory', { number: '1', title: 'Тұрақты сақтау істері' });
  await isSafe(page);
  await page.goBack();
  await expect(titleOf(page)).toHaveValue('');
  await titleOf(page).fill('Каратальский исполком');
  await page.goForward();
  await expect(page.getByRole('textbox', { name: kk('field.title/kk') })).toHaveValue(
    'Тұрақты сақтау істері',
  );
  await isSafe(page);
  await page.goBack();
  await expect(titleOf(page)).toHaveValue('Каратальский исполком');
  await expect(page.getByText(kk('draft.left', { text: 'Каратальский исполком' }))).toBeHidden();
});
