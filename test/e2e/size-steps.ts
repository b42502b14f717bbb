/** What a person does in a long list or a big branch: for `size.spec.ts` and for benches, which bring their own page. */
import type { Locator } from '@playwright/test';

/** The rows on the screen hold their records: nothing is left blank by a list that was scrolled too fast. */
export async function rowsAreFilled(list: Locator): Promise<void> {
  await list.evaluate(
    (box) =>
      new Promise<void>((resolve, reject) => {
        const end = performance.now() + 10_000;
        const look = () => {
          const frame = box.getBoundingClientRect();
          const rows = Array.from(box.querySelectorAll('[role="option"],[role="treeitem"]')).filter((row) => {
            const { top, bottom } = row.getBoundingClientRect();
            return bottom > frame.top && top < frame.bottom;
          });
          if (rows.length > 0 && rows.every((row) => row.textContent !== '')) resolve();
          else if (performance.now() > end) reject(new Error('rows stay blank'));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** Scrolls to the end by so many turns of the wheel, one for each frame, as a hand does; answers the frames' lengths. */
export async function wheelToEnd(list: Locator, turns = 120): Promise<number[]> {
  const page = list.page();
  await list.evaluate((box) => box.scrollTo(0, 0));
  const height = await list.evaluate((box) => box.scrollHeight - box.clientHeight);
  const box = await list.boundingBox();
  if (box === null) throw new Error('the list is not on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const frames: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const began = performance.now();
    await page.mouse.wheel(0, Math.ceil(height / turns) + 1);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    frames.push(performance.now() - began);
  }
  await rowsAreFilled(list);
  return frames;
}

/** Pages down from the top, then to the end and back, by keys alone. */
export async function pageThrough(list: Locator, pages = 60): Promise<void> {
  const page = list.page();
  await list.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < pages; i += 1) await page.keyboard.press('PageDown');
  await rowsAreFilled(list);
  await page.keyboard.press('End');
  await rowsAreFilled(list);
  await page.keyboard.press('Home');
  await rowsAreFilled(list);
}
