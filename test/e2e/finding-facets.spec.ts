/** Narrowing what was found, by keys: certainty, facets, one place only; and what stands where nothing is found. */
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { openFindingWorld, pagesAre } from './finding-world.ts';
import { tabTo } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('what was found is narrowed by certainty, facets and place, by keys', async ({ app }) => {
  await openFindingWorld(app);
  const { page } = app;
  const words = page.getByRole('searchbox', { name: kk('find.words') });
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('отырысында НЕМЕСЕ тұрғындары');
  await page.keyboard.press('Enter');
  await pagesAre(page, 4);

  await test.step('only what is sure, only what may be', async () => {
    const certain = page.getByRole('radio', { name: kk('find.certainty.certain') });
    await words.focus();
    await tabTo(page, page.getByRole('radio', { name: kk('find.certainty.all') }));
    await page.keyboard.press('ArrowRight');
    await expect(certain).toBeChecked();
    await pagesAre(page, 3);
    await page.keyboard.press('ArrowRight');
    await pagesAre(page, 1);
    await expect(page.locator('[data-found]').getByText(kk('find.texts.possible')).first()).toBeVisible();
    await expect(page).toHaveURL(/sure=uncertain/u);
    await page.screenshot({ path: 'test-results/screens/finding-possible.png' });
    await page.keyboard.press('ArrowRight');
    await pagesAre(page, 4);
  });

  await test.step('a decade and a level, with their counts', async () => {
    await words.focus();
    const unit = page.getByRole('checkbox', { name: kk('level.page') });
    await tabTo(page, unit);
    await page.keyboard.press('Space');
    await expect(unit).toBeChecked();
    await pagesAre(page, 4);
    await page.getByRole('combobox', { name: kk('find.decade') }).selectOption('1930');
    await pagesAre(page, 4);
    await expect(page).toHaveURL(/from=1930&to=1939/u);
  });

  await test.step('inside one unit, and out again', async () => {
    const list = `${app.host.origin}/#/find?q=${encodeURIComponent('Р-417/2/135')}`;
    // What the former query found stands there until the new answer is in, and the command is there as soon as the record is
    // read: a person who came to another one goes back and tries again.
    await expect(async () => {
      await page.goto(list);
      await page.locator('[data-found]').getByRole('option').filter({ hasText: '135' }).first().dblclick();
      await expect(page).toHaveURL(/#\/record\//u);
      await page.keyboard.press('Control+Shift+K');
      await expect(page.locator('[data-within]')).toContainText('135', { timeout: 2000 });
    }).toPass();
    await page.keyboard.type('отырысында');
    await page.keyboard.press('Enter');
    await pagesAre(page, 1);
    await words.fill('бригада');
    await expect(page.locator('[data-searched]')).toBeVisible();
    await page.screenshot({ path: 'test-results/screens/finding-nothing.png' });
    expect(await axeFaults(page, { within: 'main' })).toEqual([]);
    await page.getByRole('button', { name: kk('find.searchEverywhere'), exact: true }).press('Enter');
    await pagesAre(page, 1);
  });
  expect(app.faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]);
});
