/** The screens of finding as people see them: in Russian and Kazakh, light and dark, at 200 % and in a narrow window. */
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { foundBar, openFindingWorld, openFound, pagesAre } from './finding-world.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const ru = wordsOf('ru');

test('what is found is sound in light and dark, at 200 %, in a narrow window', async ({ app }) => {
  await openFindingWorld(app);
  const { page } = app;
  const shoot = (name: string) => page.screenshot({ path: `test-results/screens/${name}.png` });
  await page.getByRole('combobox', { name: kk('settings.language') }).selectOption('ru');
  await expect(page.getByRole('combobox', { name: ru('find.label') })).toBeVisible();

  await page.keyboard.press('Control+K');
  await page.keyboard.type('отырысында');
  await expect(page.locator('[data-way="texts"]')).toBeVisible();
  await shoot('find-box-ru');
  expect(await axeFaults(page, { within: 'search' })).toEqual([]);
  await page.keyboard.press('Escape');

  const asked = 'отырысында OR тұрғындары OR "семян пшеницы" OR хаттамалары';
  await page.goto(`${app.host.origin}/#/find?q=${encodeURIComponent(asked)}`);
  await pagesAre(page, 5);
  await shoot('find-list-ru');
  expect(await axeFaults(page, { within: 'main' })).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await axeFaults(page, { within: 'main', rules: ['color-contrast'] })).toEqual([]);
  await shoot('find-list-dark');
  for (const [name, width, height] of [
    ['200', 640, 400],
    ['narrow', 600, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await shoot(`find-list-${name}`);
    // Nothing stands beyond the edge, and a row of what was found is in sight.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await page.locator('[data-found] [data-kind="page"]').first().scrollIntoViewIfNeeded();
    await expect(page.locator('[data-found] [data-kind="page"]').first()).toBeInViewport();
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${app.host.origin}/#/`);
  await page.getByRole('combobox', { name: ru('settings.language') }).selectOption('kk');
  await openFound(page, 'тұрғындары');
  await expect(foundBar(page)).toHaveAttribute('data-hits', '1');
  expect(await axeFaults(page, { within: 'main', rules: ['color-contrast'] })).toEqual([]);
  await shoot('found-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await axeFaults(page, { within: 'main' })).toEqual([]);
  await shoot('found-light');
});
