/**
 * A window in real Chromium whose IndexedDB is wiped while sync brings another station's changes and a person writes here: the
 * window has all of it again, by itself or when it is opened anew, and nothing that was safe was only there.
 */
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { must } from '../../shared/must.ts';
import { startChromium, type ChromiumProcess } from '../fixtures/chromium.ts';
import type { SeededRandom } from '../fixtures/seeded-random.ts';
import { until } from '../fixtures/eventually.ts';
import type { Station } from '../fixtures/sync-world.ts';
import { eachRun, onLot, openLot, type Lot, type People } from './sync-people.ts';

/** Wipes `runs` times. Throws, with seed and run, when the window does not have everything again. */
export async function wipeWindows(runs: number, seed: number): Promise<object> {
  return onLot(await openLot(seed), (lot) => wipeAgain(lot, { runs, seed }));
}

export async function wipeAgain(
  { people, random, folder }: Lot,
  tries: { readonly runs: number; readonly seed: number },
): Promise<{ wipedWindows: number; openedAnew: number }> {
  const [first] = people.stations;
  let openedAnew = 0;
  // Somebody has chosen it before; otherwise the window asks.
  await first.call('settings.write', { language: 'kk' });
  const browser = await startChromium(path.join(folder, 'profile'));
  try {
    const page = await openWindow(browser, first);
    await isComplete(page, first);
    await eachRun(tries, async () => {
      if (await oneRun(people, page, random)) openedAnew++;
    });
  } finally {
    await browser.kill();
  }
  return { wipedWindows: tries.runs, openedAnew };
}

async function oneRun(people: People, page: Page, random: SeededRandom): Promise<boolean> {
  const [first] = people.stations;
  let isOver = false;
  const work = people.writeAtBoth(() => isOver);
  await wait(random.below(600));
  const session = await page.context().newCDPSession(page);
  const origin = first.host().address;
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await session.detach();
  const isOpenedAnew = random.chance(0.5);
  if (isOpenedAnew) await page.reload();
  await wait(random.below(600));
  isOver = true;
  await work;
  await people.look();
  await isComplete(page, first);
  return isOpenedAnew;
}

async function openWindow(browser: ChromiumProcess, station: Station): Promise<Page> {
  const { address, cookie } = station.host();
  const [name = '', ...value] = cookie.split('=');
  const context = must(browser.browser.contexts()[0], 'a context');
  await context.addCookies([{ name, value: value.join('='), url: address }]);
  return browser.open(address);
}

/** The window's copy is there once, and each of its rows is what the station has. */
async function isComplete(page: Page, station: Station): Promise<void> {
  await until(`the window of ${station.name} has everything`, async () => {
    const ours = (await station.states()).map((state) => JSON.stringify(state)).sort();
    const shown = await copyOf(page);
    const missing = ours.filter((state) => !shown.includes(state)).length;
    if (missing > 0) throw new Error(`${missing} of ${ours.length} records are not in the window`);
    if (shown.length !== ours.length) throw new Error(`${shown.length} rows for ${ours.length} records`);
    return true;
  });
}

/** The states of all rows; those of two copies while a new one is made. */
async function copyOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error(request.error?.message)));
      });
    const states: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      if (!/-g\d+$/u.test(name)) continue;
      const db = await asked(indexedDB.open(name));
      try {
        const rows = await asked(db.transaction('records').objectStore('records').getAll());
        states.push(...(rows as { state: string }[]).map(({ state }) => state));
      } finally {
        db.close();
      }
    }
    return states;
  });
}
