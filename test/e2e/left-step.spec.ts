/** A change of thousands whose window is killed in the midst of it: nothing is seen, and the next window offers it. */
import type { Page } from '@playwright/test';
import { expect, testOnDisk as test } from './app.ts';
import { axeFaults } from './axe.ts';
import { fillArchive } from './fill-archive.ts';
import { chooseLanguage, isSafe } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const COUNT = 1200;

const listOf = (page: Page) => page.getByRole('listbox', { name: kk('nav.catalogue') });

async function openList(page: Page): Promise<void> {
  await page.getByRole('treeitem', { name: /Қор/ }).click();
  await page.getByRole('option', { name: /Тізімдеме/ }).dblclick();
  await expect(listOf(page).getByRole('option').first()).toBeVisible();
}

/** Chooses all and has every title replaced; what came is on its way when this ends. */
async function replaceAll(page: Page): Promise<void> {
  await listOf(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+A');
  await expect(
    page.getByRole('heading', { name: kk('inspector.several_other', { count: COUNT }) }),
  ).toBeVisible();
  await page.keyboard.press('Alt+B');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: kk('batch.mode') }).selectOption('replace');
  await dialog.getByRole('textbox', { name: kk('batch.find') }).fill('хаттамалар');
  await dialog.getByRole('textbox', { name: kk('batch.by') }).fill('шешімдер');
  await expect(dialog.locator(`[data-changes="${COUNT}"]`)).toBeVisible();
  await dialog.getByRole('button', { name: kk('batch.write_other', { count: COUNT }) }).click();
}

test('a batch whose window was killed is offered, written after all and taken back; one can be stopped', async ({
  app,
}) => {
  test.setTimeout(300_000);
  await chooseLanguage(app.page);
  await app.host.stop();
  await fillArchive(
    app.dataFolder,
    Array.from({ length: COUNT }, (_, i) => ({ number: { num: i + 1 }, 'title/kk': `${i + 1}: хаттамалар` })),
  );
  await app.startHost();
  await app.page.reload();
  await openList(app.page);

  await test.step('stopped while parts are missing, it leaves nothing', async () => {
    // The second part waits until a person has seen how far it is.
    let letGo = (): void => undefined;
    await app.page.route('**/rpc', async (route) => {
      if (route.request().postData()?.includes('"no":1,') === true) {
        await new Promise<void>((resolve) => (letGo = resolve));
      }
      await route.continue();
    });
    await replaceAll(app.page);
    const progress = app.page.locator('[data-writing="500"]');
    await expect(progress).toContainText(
      kk('status.writing', { command: kk('command.record.batch'), done: 500, total: COUNT }),
    );
    await app.page.screenshot({ path: 'test-results/batch-progress.png' });
    await progress.getByRole('button', { name: kk('status.stopWriting') }).click();
    letGo();
    await expect(
      app.page.getByText(kk('said.stopped', { command: kk('command.record.batch') })),
    ).toBeVisible();
    await isSafe(app.page);
    await app.page.unroute('**/rpc');
  });

  await test.step('killed before it was told to be written, it is offered by the next window', async () => {
    let arrived = (): void => undefined;
    const word = new Promise<void>((resolve) => (arrived = resolve));
    await app.page.route('**/rpc', async (route) => {
      if (route.request().postData()?.includes('"step.write"') === true) arrived();
      else await route.continue();
    });
    await replaceAll(app.page);
    await word;
    await app.killWindow();
    await app.openAgain();
    await openList(app.page);
    await expect(listOf(app.page).getByRole('option', { name: /шешімдер/ })).toHaveCount(0);
    const offer = app.page.getByRole('region', { name: kk('left.heading') });
    await expect(offer).toContainText(kk('command.record.batch'));
    await app.page.screenshot({ path: 'test-results/left-step.png' });
    expect(await axeFaults(app.page, { within: '[data-left]' })).toEqual([]);
    await offer.getByRole('button', { name: kk('left.write') }).click();
    await expect(
      listOf(app.page)
        .getByRole('option', { name: /1: шешімдер/ })
        .first(),
    ).toBeVisible();
    await expect(offer).toBeHidden();
  });

  await listOf(app.page).focus();
  await app.page.keyboard.press('Control+Z');
  await expect(listOf(app.page).getByRole('option', { name: /шешімдер/ })).toHaveCount(0);
  await isSafe(app.page);
});
