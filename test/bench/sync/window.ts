/** The window of a station in real Chromium, and how far its copy of the catalogue is. */
import type { Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startChromium } from '../../fixtures/chromium.ts';
import type { Station, SyncWorld } from '../../fixtures/sync-world.ts';
import { watchLongTasks } from '../catalogue/long-tasks.ts';
import { round } from '../figures.ts';
import { endsWithPart } from './worlds.ts';

/** Counting a hundred thousand rows costs the window something too. */
const LOOK_MS = 1000;

/** A station whose window shows the catalogue at once: it does not ask for its language first. Not started yet. */
export async function nameWindowStation(world: SyncWorld, name: string): Promise<Station> {
  const station = await world.nameStation(name);
  mkdirSync(station.dataFolder, { recursive: true });
  writeFileSync(path.join(station.dataFolder, 'settings.json'), JSON.stringify({ v: 1, language: 'ru' }));
  return station;
}

type CopyState = {
  /** Records in the newest whole or growing copy, and whether its search index is stored. */
  readonly records: number;
  readonly isIndexed: boolean;
};

/** Opens the station's window in a profile of its own, in `folder`. */
export async function openWindow(station: Station, folder: string): Promise<Page> {
  const browser = await startChromium(folder);
  endsWithPart(() => browser.kill());
  const { address, cookie } = station.host();
  const [name = '', ...value] = cookie.split('=');
  await browser.browser.contexts()[0]?.addCookies([{ name, value: value.join('='), url: address }]);
  const page = await browser.open('about:blank');
  await page.setViewportSize({ width: 1280, height: 800 });
  await watchLongTasks(page);
  await page.goto(address);
  return page;
}

/** Waits until a copy in this window has so many records; with `indexed` until its search index is stored too. */
export async function copyIs(
  page: Page,
  records: number,
  indexed: boolean,
  deadlineMs: number,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const copies = await copiesOf(page).catch((error: unknown) => String(error));
    if (
      typeof copies !== 'string' &&
      copies.some((copy) => copy.records >= records && (!indexed || copy.isIndexed))
    )
      return;
    if (performance.now() > end)
      throw new Error(`the window has ${JSON.stringify(copies)} of ${records} records`);
    await wait(LOOK_MS);
  }
}

/** Runs in the page: looks into its copies beside the product, without its code. */
function copiesOf(page: Page): Promise<CopyState[]> {
  return page.evaluate(async () => {
    const all: { records: number; isIndexed: boolean }[] = [];
    const count = (db: IDBDatabase, store: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const asking = db.transaction(store).objectStore(store).count();
        asking.addEventListener('success', () => resolve(asking.result));
        asking.addEventListener('error', () => reject(new Error('no count')));
      });
    for (const { name = '' } of await indexedDB.databases()) {
      if (!/-g\d+$/u.test(name)) continue;
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => resolve(opening.result));
        opening.addEventListener('error', () => reject(new Error('not open')));
      });
      try {
        all.push({
          records: await count(db, 'records'),
          isIndexed: (await count(db, 'searchSnapshots')) > 0,
        });
      } finally {
        db.close();
      }
    }
    return all;
  });
}

/**
 * The tasks of over 50 ms since the window was opened, by the clock: what others did on the machine is in them. A trace, which tells
 * the processor's time, grows too large over minutes.
 */
export async function longTasksOf(page: Page): Promise<{ count: number; worstMs: number; sumMs: number }> {
  const ms = await page.evaluate(() => {
    const { longTasksSeen } = globalThis as unknown as { longTasksSeen?: { tasks: { ms: number }[] } };
    return (longTasksSeen?.tasks ?? []).map((task) => task.ms);
  });
  const sum = ms.reduce((all, one) => all + one, 0);
  return { count: ms.length, worstMs: round(Math.max(0, ...ms)), sumMs: round(sum) };
}
