/** From hit to hit, from page to page and from unit to unit of what was found, by keys. */
import { expect, test } from './app.ts';
import { foundBar, openFindingWorld, openFound } from './finding-world.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('F3 goes from hit to hit, from page to page and from unit to unit, and back', async ({ app }) => {
  await openFindingWorld(app);
  const { page } = app;
  await openFound(page, 'кеңес НЕМЕСЕ бригада НЕМЕСЕ тұрғындары');
  const where = async () =>
    [
      await foundBar(page).getAttribute('data-at'),
      await foundBar(page).getAttribute('data-hit'),
      await foundBar(page).getAttribute('data-hits'),
    ].join('/');
  const total = Number(
    /\d+/u.exec((await foundBar(page).locator('output').textContent())?.split('/')[1] ?? '')?.[0],
  );
  expect(total).toBe(4);
  const seen: string[] = [];
  await expect(foundBar(page)).toHaveAttribute('data-hit', /\d/u);
  for (let i = 0; i < 12; i++) {
    seen.push(await where());
    await page.keyboard.press('F3');
    const before = seen.at(-1) ?? '';
    await expect
      .poll(async () => {
        const isEnd = (await foundBar(page).getByText(kk('found.end')).count()) > 0;
        const now = await where();
        return isEnd || (now !== before && !now.includes('//') && !now.endsWith('/'));
      })
      .toBe(true);
    if ((await foundBar(page).getByText(kk('found.end')).count()) > 0) break;
  }
  // Every page that was found, each of its hits, none twice.
  expect(new Set(seen).size).toBe(seen.length);
  expect(new Set(seen.map((each) => each.split('/')[0]))).toEqual(new Set(['1', '2', '3', '4']));
  await expect(
    foundBar(page).getByText(new RegExp(kk('found.possible', { word: 'тұрғындары' }))),
  ).toBeVisible();
  await page.screenshot({ path: 'test-results/screens/found-possible.png' });
  for (const expected of seen.toReversed().slice(1)) {
    await page.keyboard.press('Shift+F3');
    await expect.poll(where).toBe(expected);
  }
  // Back leads to the list, however many pages were gone through, and to the row that was opened.
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(kk('find.title'));
  await expect(page.locator('[data-found] [data-current="true"] [data-kind="page"]')).toBeVisible();
  await page.goForward();
  await expect(foundBar(page)).toBeVisible();
  await foundBar(page)
    .getByRole('button', { name: kk('found.close') })
    .press('Enter');
  await expect(foundBar(page)).toBeHidden();
  await expect(page.locator('[data-kind="hit"]')).toHaveCount(0);
  expect(app.faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]);
});
