/** What was found on the picture itself: its box lies over its word, whichever way the page is turned. */
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { foundBar, MARKED, openFindingWorld, openFound } from './finding-world.ts';
import { offset, rectOf } from './text-page.ts';
import { atRest } from './viewer-steps.ts';

const boxes = (page: Page) => page.locator('[data-kind="hit"] > rect:last-of-type');

test('the box of a hit lies over its word, also when the page is turned', async ({ app }) => {
  await openFindingWorld(app);
  const { page } = app;
  await openFound(page, MARKED);
  await expect(page.locator('[data-shown="2"]')).toBeVisible();
  await expect(foundBar(page)).toHaveAttribute('data-hits', '1');
  await expect(boxes(page)).toHaveCount(1);
  for (const turn of ['', 'r', 'r']) {
    if (turn !== '') {
      await page.getByRole('application').focus();
      await page.keyboard.press(turn);
    }
    // The square stands where the word is; its box is the same one, whichever way the page lies.
    await expect
      .poll(async () => {
        const square = await atRest(page);
        const box = await rectOf(boxes(page));
        const isAlike = Math.abs(box.width - square.width) < 4 && Math.abs(box.height - square.height) < 4;
        return isAlike ? offset(box, square) : 100;
      })
      .toBeLessThan(3);
    await page.screenshot({ path: `test-results/screens/found-turned-${turn}.png` });
  }
  expect(await axeFaults(page, { within: 'main' })).toEqual([]);
  // The address alone leads there, with its boxes.
  await page.reload();
  await expect(foundBar(page)).toHaveAttribute('data-hits', '1');
  await expect(boxes(page)).toHaveCount(1);
});
