/** The product's window as a bench drives it: where its parts stand, and times taken inside the page, frame by frame. */
import type { Page } from '@playwright/test';
import { wordsOf } from '../../e2e/words.ts';

export const WORDS = wordsOf('ru');

/** The list in the middle pane and the rows in it. */
export const LIST = 'main :is([role="listbox"], [role="grid"])';
export const ROWS = `${LIST} :is([role="option"], [role="row"][aria-posinset], [role="row"][aria-rowindex])`;

/** What a frame of the page is asked for; its text is run in the page, so it names nothing from outside. */
type Condition = (argument: string) => boolean;

/**
 * Begins to ask `condition` in every frame from now on; `timed` answers when it came to be true, painted. So a time is not
 * lengthened by the way from the page to the bench.
 */
export async function watchFor(page: Page, name: string, condition: Condition, argument = ''): Promise<void> {
  const given = [JSON.stringify(name), condition.toString(), JSON.stringify(argument)];
  await page.evaluate(`(${beginWatch.toString()})(${given.join(', ')})`);
}

/** Runs in the page. */
function beginWatch(name: string, isTrue: Condition, argument: string): void {
  const watches = ((globalThis as { watches?: Record<string, Promise<number>> }).watches ??= {});
  watches[name] = new Promise((resolve) => {
    const look = (): void => {
      if (!isTrue(argument)) return void requestAnimationFrame(look);
      const channel = new MessageChannel();
      channel.port1.addEventListener('message', () => resolve(performance.now()));
      channel.port1.start();
      channel.port2.postMessage(null);
    };
    requestAnimationFrame(look);
  });
}

/** The page's clock when what `watchFor` waits for had been painted. @throws when it does not come in time */
export async function timed(page: Page, name: string, deadlineMs: number): Promise<number> {
  return page.evaluate(
    ([name, deadlineMs]) => {
      const { watches } = globalThis as unknown as { watches: Record<string, Promise<number>> };
      const late = new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error(`${name} did not come in ${deadlineMs} ms`)), deadlineMs);
      });
      return Promise.race([watches[name] ?? late, late]);
    },
    [name, deadlineMs] as const,
  );
}

/** Notes the page's clock at the next event of this type, before the product hears of it. */
export async function noteNext(page: Page, type: 'click' | 'keydown'): Promise<void> {
  await page.evaluate((type) => {
    addEventListener(type, () => Object.assign(globalThis, { noted: performance.now() }), {
      capture: true,
      once: true,
    });
  }, type);
}

export function noted(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { noted: number }).noted);
}

/** Rows fill the list from its head to its foot, with their text; the one numbered `argument` (from 1) among them, if given. */
export const rowsShown: Condition = (argument) => {
  const list = document.querySelector('main :is([role="listbox"], [role="grid"])');
  if (list === null) return false;
  const { top, bottom } = list.getBoundingClientRect();
  const rows = [...list.querySelectorAll<HTMLElement>('[role="option"], [role="row"]')]
    .map((row) => ({ row, box: row.getBoundingClientRect() }))
    .filter(({ box }) => box.bottom > top && box.top < bottom)
    .sort((a, b) => a.box.top - b.box.top);
  const last = rows.at(-1);
  if (last === undefined || rows.some(({ row }) => row.innerText.trim() === '')) return false;
  const placeOf = (row: HTMLElement) => row.ariaPosInSet ?? row.ariaRowIndex ?? '';
  const isEnd = placeOf(last.row) === (last.row.ariaSetSize ?? list.ariaRowCount);
  if (last.box.bottom < bottom - last.box.height && !isEnd) return false;
  return argument === '' || rows.some(({ row }) => placeOf(row) === argument);
};

/** Nothing of a list is in the middle pane. */
export const noList: Condition = () =>
  document.querySelector('main :is([role="listbox"], [role="grid"])') === null;

/** Goes to a place by its address, from a screen without a list; answers the time until its rows are painted. */
export async function openPlace(page: Page, id: string, deadlineMs = 60_000): Promise<number> {
  await page.evaluate(() => {
    location.hash = '#/settings';
  });
  await watchFor(page, 'left', noList);
  await timed(page, 'left', deadlineMs);
  await watchFor(page, 'opened', rowsShown);
  const began = await page.evaluate((id) => {
    location.hash = `#/record/${id}`;
    return performance.now();
  }, id);
  return (await timed(page, 'opened', deadlineMs)) - began;
}

/** Presses a key and answers the time until the row numbered `row` is painted. */
export async function pressUntilRow(page: Page, key: string, row: number): Promise<number> {
  await noteNext(page, 'keydown');
  await watchFor(page, key, rowsShown, String(row));
  await page.keyboard.press(key);
  return (await timed(page, key, 60_000)) - (await noted(page));
}

/** After a load at the top: the time from the beginning of the navigation until the first rows are painted. */
export async function openTop(page: Page): Promise<number> {
  await watchFor(page, 'top', rowsShown);
  return timed(page, 'top', 120_000);
}

/** Waits until the search index of a new copy is made and stored: until then its worker keeps a core busy. */
export async function waitIndexed(page: Page, deadlineMs: number): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await page.evaluate(hasSnapshot))) {
    if (performance.now() > end) throw new Error('the search index is not made in time');
    await page.waitForTimeout(500);
  }
}

/** Runs in the page: looks into the copy beside the product, without its code; a rebuild leaves one. */
async function hasSnapshot(): Promise<boolean> {
  const names = (await indexedDB.databases()).flatMap(({ name }) =>
    /-g\d+$/u.test(name ?? '') ? [name] : [],
  );
  const [name] = names;
  if (name === undefined) return false;
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('error', () => resolve(false));
    opening.addEventListener('success', () => {
      const db = opening.result;
      const counting = db.transaction('searchSnapshots').objectStore('searchSnapshots').count();
      counting.addEventListener('error', () => resolve(false));
      counting.addEventListener('success', () => {
        db.close();
        resolve(counting.result > 0);
      });
    });
  });
}
