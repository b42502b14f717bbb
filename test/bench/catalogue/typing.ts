/** Typing into the search box of the product's window, letter by letter, and what that holds up. */
import type { Page } from '@playwright/test';
import { p50p95 } from '../figures.ts';
import { duringLongTasks, type LongTasks } from './long-tasks.ts';
import { WORDS } from './product.ts';

/** Between two letters of a quick typist. */
const LETTER_MS = 60;
/** An answer that has not come by then counts as lost. */
const ANSWER_MS = 5000;

export type Typed = {
  readonly queries: number;
  readonly keystrokeToPaintedMs: { readonly p50: number; readonly p95: number; readonly count: number };
  readonly unanswered: number;
  readonly long: LongTasks;
};

/**
 * Types each query; a letter's time runs from the input event to the frame in which the list of its own hits is painted.
 * The next letter comes after that, and no sooner than a hand could type it.
 */
export async function typeQueries(page: Page, queries: readonly string[]): Promise<Typed> {
  await page.evaluate(watchBox, WORDS('find.searching'));
  const times: number[] = [];
  const { long } = await duringLongTasks(page, async () => {
    for (const query of queries) {
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+A');
      for (const letter of query) {
        const began = performance.now();
        await page.evaluate(() => (globalThis as unknown as Box).awaitNext());
        await page.keyboard.insertText(letter);
        // A space asks nothing new.
        if (letter !== ' ') times.push(await page.evaluate(paintedWithin, ANSWER_MS));
        await page.waitForTimeout(Math.max(0, LETTER_MS - (performance.now() - began)));
      }
      await page.keyboard.press('Escape');
    }
  });
  const answered = times.filter((ms) => ms >= 0);
  return {
    queries: queries.length,
    keystrokeToPaintedMs: p50p95(answered),
    unanswered: times.length - answered.length,
    long,
  };
}

/** What `watchBox` puts into the page. */
type Box = { awaitNext(): void; painted: Promise<number> };

/** Runs in the page: the time of the letter awaited; -1 when its hits do not come. */
function paintedWithin(ms: number): Promise<number> {
  const late = new Promise<number>((resolve) => {
    setTimeout(() => resolve(-1), ms);
  });
  return Promise.race([(globalThis as unknown as Box).painted, late]);
}

/** Runs in the page: `awaitNext` makes `painted` the time from the next input event to its hits on the screen. */
function watchBox(searching: string): void {
  const box = globalThis as unknown as Box;
  let awaited: ((ms: number) => void) | null = null;
  const status = (): string => document.querySelector('search [role="status"]')?.textContent ?? searching;
  const look = (began: number, done: (ms: number) => void): void => {
    if (status().includes(searching)) return void requestAnimationFrame(() => look(began, done));
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', () => done(performance.now() - began));
    channel.port1.start();
    channel.port2.postMessage(null);
  };
  addEventListener(
    'input',
    () => {
      const [began, done] = [performance.now(), awaited];
      awaited = null;
      // The product has heard of it when the frame comes, and says that it is searching.
      if (done !== null) requestAnimationFrame(() => look(began, done));
    },
    { capture: true },
  );
  box.awaitNext = () => {
    box.painted = new Promise((resolve) => {
      awaited = resolve;
    });
  };
}
