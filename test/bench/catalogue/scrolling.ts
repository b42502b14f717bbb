/** Long lists in the product's window: opened, scrolled by wheel, scrollbar and keys, and what that holds up. */
import type { Page } from '@playwright/test';
import { quantile, round } from '../figures.ts';
import { allOf, duringLongTasks, type LongTasks } from './long-tasks.ts';
import { LIST, openPlace, pressUntilRow, ROWS, rowsShown, timed, watchFor, WORDS } from './product.ts';

/** A turn of a mouse's wheel by one notch, in pixels, and how often a hand turns it in a second. */
const NOTCH_PX = 120;
const NOTCHES = 120;
const NOTCH_MS = 25;
/** A wheel that runs free, or a swipe: a whole list in some seconds. */
const FLING_PX = 6000;
const FLING_MS = 16;
const DRAG_FRAMES = 90;
/** Keys come as fast as a keyboard repeats a key that is held. */
const HELD_PRESSES = 60;
const HELD_MS = 33;

export type ScrolledList = {
  readonly rows: number;
  readonly firstRowsMs: number;
  readonly endMs: number;
  readonly homeMs: number;
  readonly gestures: Readonly<Record<string, LongTasks>>;
  readonly all: LongTasks;
};

/** Opens the list of the record `id`, which has `rows` rows, and moves through it `runs` times. */
export async function scrollList(page: Page, id: string, rows: number, runs: number): Promise<ScrolledList> {
  const gestures: Record<string, LongTasks> = {};
  const note = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const { value, long } = await duringLongTasks(page, act);
    gestures[name] = allOf([...(gestures[name] === undefined ? [] : [gestures[name]]), long]);
    return value;
  };
  const opened: number[] = [];
  const ends: number[] = [];
  const homes: number[] = [];
  for (let run = 0; run < runs; run++) {
    opened.push(await note('open', () => openPlace(page, id)));
    await page.hover(LIST);
    await note('wheel', () => turnWheel(page, NOTCHES, NOTCH_PX, NOTCH_MS));
    await note('wheelToTheEnd', () => flingToTheEnd(page));
    await note('dragOfTheScrollbar', () => dragScrollbar(page));
    await page.locator(ROWS).first().click();
    ends.push(await note('end', () => pressUntilRow(page, 'End', rows)));
    homes.push(await note('home', () => pressUntilRow(page, 'Home', 1)));
    await note('pageDown', () => hold(page, 'PageDown'));
    await note('arrowDown', () => hold(page, 'ArrowDown'));
  }
  const { open: _open, ...scrolled } = gestures;
  return {
    rows,
    firstRowsMs: round(quantile(opened, 0.5)),
    endMs: round(quantile(ends, 0.5)),
    homeMs: round(quantile(homes, 0.5)),
    gestures,
    all: allOf(Object.values(scrolled)),
  };
}

/** What is slower by its nature, told beside the figures: choosing all rows, sorting by a heading. */
export async function workOnList(page: Page, id: string): Promise<object> {
  await openPlace(page, id);
  await page.locator(ROWS).first().click();
  const chosen = await duringLongTasks(page, async () => {
    await page.keyboard.press('Control+A');
    await watchFor(page, 'chosen', () => {
      const rows = document.querySelectorAll('main [aria-posinset], main [aria-rowindex]');
      return rows.length > 0 && [...rows].every((row) => row.ariaSelected !== 'false');
    });
    await timed(page, 'chosen', 60_000);
  });
  await page.locator(ROWS).first().click();
  const heading = page.getByRole('button', {
    name: WORDS('list.sortBy', { column: WORDS('list.title') }),
  });
  const sorted = await duringLongTasks(page, async () => {
    const began = performance.now();
    await heading.click();
    await page
      .locator('[data-sorting="true"]')
      .waitFor({ timeout: 5000 })
      .catch(() => undefined);
    await page.locator('[data-sorting="false"]').waitFor({ timeout: 120_000 });
    return performance.now() - began;
  });
  return { chooseAll: chosen.long, sortByTitle: { seconds: round(sorted.value / 1000), ...sorted.long } };
}

async function turnWheel(page: Page, notches: number, px: number, ms: number): Promise<void> {
  for (let i = 0; i < notches; i++) {
    await page.mouse.wheel(0, px);
    await page.waitForTimeout(ms);
  }
  await settle(page);
}

async function flingToTheEnd(page: Page): Promise<void> {
  for (let i = 0; i < 2000; i++) {
    await page.mouse.wheel(0, FLING_PX);
    await page.waitForTimeout(FLING_MS);
    if (i % 20 === 0 && (await isAtTheEnd(page))) break;
  }
  await settle(page);
}

function isAtTheEnd(page: Page): Promise<boolean> {
  return page.evaluate((list) => {
    const box = document.querySelector(list);
    return box === null || box.scrollTop + box.clientHeight >= box.scrollHeight - 1;
  }, LIST);
}

/** From the end to the beginning, as a hand drags: a new place in every frame. */
async function dragScrollbar(page: Page): Promise<void> {
  await page.evaluate(
    ([list, frames]) =>
      new Promise<void>((resolve) => {
        const box = document.querySelector(list);
        const from = box?.scrollTop ?? 0;
        let frame = 0;
        const step = (): void => {
          frame++;
          if (box !== null) box.scrollTop = from * (1 - frame / frames);
          if (frame < frames) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      }),
    [LIST, DRAG_FRAMES] as const,
  );
  await settle(page);
}

async function hold(page: Page, key: string): Promise<void> {
  for (let i = 0; i < HELD_PRESSES; i++) {
    await page.keyboard.down(key);
    await page.waitForTimeout(HELD_MS);
  }
  await page.keyboard.up(key);
  await settle(page);
}

/** Until the rows that the list came to rest on are painted. */
async function settle(page: Page): Promise<void> {
  await watchFor(page, 'settled', rowsShown);
  await timed(page, 'settled', 30_000);
}
