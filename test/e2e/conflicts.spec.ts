/** Two stations wrote without knowing of each other: both values are there, a person decides, the history tells all. */
import { expect, test, type App } from './app.ts';
import { axeFaults } from './axe.ts';
import { writeElsewhere } from './other-station.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const TITLE = 'Жиналыс хаттамалары';

async function startWithUnit({ page }: App): Promise<void> {
  await chooseLanguage(page);
  await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Атқару комитеті' });
  await makeRecord(page, kk, 'inventory', { number: '1', title: 'Тізімдеме' });
  await makeRecord(page, kk, 'unit', { number: '123', title: TITLE });
  await isSafe(page);
}

/** The other station writes while the host is stopped; then the window looks again. */
async function meanwhile(app: App, writings: Parameters<typeof writeElsewhere>[2]): Promise<void> {
  await app.host.stop();
  await writeElsewhere(app.dataFolder, 'Ерлан', writings);
  await app.startHost();
  await app.page.reload();
}

test('a field that two people filled is settled by a person, by keys alone, and undone', async ({ app }) => {
  await startWithUnit(app);
  const { page } = app;
  await meanwhile(app, [{ title: TITLE, op: () => ({ f: { 'title/kk': 'Отырыс хаттамалары' } }) }]);
  const conflict = page.locator('[data-conflict="title/kk"]');
  await expect(conflict.getByText('Отырыс хаттамалары')).toBeVisible();
  await expect(conflict.getByText(TITLE)).toBeVisible();
  await expect(conflict.getByText(/Ерлан/)).toBeVisible();
  await page.screenshot({ path: 'test-results/conflict.png' });
  expect(await axeFaults(page)).toEqual([]);

  await conflict
    .getByRole('button', { name: kk('conflict.choose') })
    .last()
    .focus();
  await page.keyboard.press('Enter');
  await expect(conflict).toBeHidden();
  await isSafe(page);
  await expect(page.getByRole('textbox', { name: kk('field.title/kk') })).toHaveValue(TITLE);

  await page.getByText(kk('history.heading')).click();
  const history = page.getByRole('list', { name: kk('history.heading') });
  await expect(history.getByText('Отырыс хаттамалары').first()).toBeVisible();

  await page.keyboard.press('Control+Z');
  await expect(conflict).toBeVisible();
});

test('a record deleted by one and edited by another stays in sight until a person decides', async ({
  app,
}) => {
  await startWithUnit(app);
  const { page } = app;
  await page.getByRole('textbox', { name: kk('field.title/ru') }).fill('Протоколы');
  await page.keyboard.press('Enter');
  await isSafe(page);
  // They had seen the record before the Russian title was given.
  await meanwhile(app, [
    {
      title: TITLE,
      op: (ours) => {
        const seen = Object.entries(ours.f).filter(([field]) => field !== 'title/ru');
        return {
          k: 'del',
          f: { _del: true },
          saw: seen.flatMap(([, { heads }]) => heads.map(({ id }) => id)),
        };
      },
    },
  ]);
  const conflict = page.locator('[data-conflict="deleted"]');
  await expect(conflict.getByText(/Ерлан/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: kk('field.title/ru') })).toHaveValue('Протоколы');
  await page.screenshot({ path: 'test-results/conflict-deleted.png' });
  await conflict.getByRole('button', { name: kk('conflict.keep') }).click();
  await expect(conflict).toBeHidden();
  await isSafe(page);
  await expect(page.getByText(kk('bin.banner'))).toBeHidden();
  await expect(page.getByRole('treeitem', { name: new RegExp(TITLE) })).toBeVisible();
});

test('the history tells who wrote what over what, and puts an earlier value back', async ({ app }) => {
  await startWithUnit(app);
  const { page } = app;
  const title = page.getByRole('textbox', { name: kk('field.title/kk') });
  await title.fill('Бюро хаттамалары');
  await page.keyboard.press('Enter');
  await isSafe(page);
  await page.getByText(kk('history.heading')).focus();
  await page.keyboard.press('Enter');
  const history = page.getByRole('list', { name: kk('history.heading') });
  const last = history.locator('[data-kind="set"]').first();
  await expect(last.locator('del')).toHaveText(TITLE);
  await expect(last.locator('ins')).toHaveText('Бюро хаттамалары');
  await page.screenshot({ path: 'test-results/history.png' });
  expect(await axeFaults(page)).toEqual([]);
  const made = history.locator('[data-kind="new"]').locator('[data-field="title/kk"]');
  await made.getByRole('button', { name: kk('history.restore') }).click();
  await expect(title).toHaveValue(TITLE);
  await expect(history.locator('[data-kind="set"]')).toHaveCount(2);
  expect(app.faults).toEqual([]);
});
