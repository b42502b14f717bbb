import path from 'node:path';
import { must } from '../../shared/must.ts';
import { findSmallDisk } from '../../test/fixtures/small-disk.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Probe } from '../../test/fixtures/catalogue-window/probe.tsx';
import {
  ask,
  backUpJournal,
  openCatalogueWorld,
  renameUnits,
  waitReady,
  type CatalogueWorld,
} from '../../test/fixtures/catalogue-world.ts';
import { killIndexOf } from '../../test/torture/index-kill.ts';

/** Small enough to be quick, big enough for several slices, batches and a kill in the midst of them. */
const UNITS = 2000;
const EVERY = 200;

const SMALL_DISK = findSmallDisk(160);

type Window = Awaited<ReturnType<CatalogueWorld['openWindow']>>;

let world: CatalogueWorld;
/** One profile for all tests that leave a sound copy behind them, and its window while there is one: starts are dear. */
let main: Window | null = null;
/** Puts the journal back to where it was before the first window. */
let restore: () => void;

beforeAll(async () => {
  world = await openCatalogueWorld(UNITS, (folder) => {
    restore = backUpJournal(folder);
  });
}, 120_000);
afterAll(() => world.close());

async function mainWindow(): Promise<Window> {
  main ??= await world.openWindow('main');
  await waitReady(main.page);
  return main;
}

async function closeMain(how: 'close' | 'kill' = 'close'): Promise<void> {
  await main?.browser[how]();
  main = null;
}

/** Restores the journal while no window is there; `then` writes in it before there is a host again. */
async function restoreJournal(then?: () => Promise<void>): Promise<void> {
  await closeMain();
  await world.restartHost(() => {
    restore();
    return then?.();
  });
}

describe('the catalogue copy in Chromium', () => {
  it('is whole again after kills at any point of its making, of writing, of storing and checking the index, and after damage', async () => {
    const { kills, checked } = await killIndexOf(world, 5, 20261122);
    expect(kills).toBe(5);
    expect(checked).toBeGreaterThan(0);
  }, 180_000);

  it('has what was shown as safe after the browser was killed at once, and reads the stored index', async () => {
    const { page } = await mainWindow();
    await ask(page, 'storeIndex');
    const id = await ask(page, 'rename', 40, 'Сақталған атау');
    await closeMain('kill');
    const again = await mainWindow();
    expect((await ask(again.page, 'search', 'Сақталған атау')).hits.map((hit) => hit.id)).toEqual([id]);
    expect(await ask(again.page, 'isTrue')).toBe('true');
    expect((await ask(again.page, 'state')).search).toMatchObject({ state: 'ready', from: 'snapshot' });
    expect(await ask(again.page, 'lost', EVERY)).toEqual([]);
  }, 60_000);

  it('makes a damaged index anew from its rows', async () => {
    const { page } = await mainWindow();
    await ask(page, 'storeIndex');
    await ask(page, 'damageIndex');
    await closeMain();
    const again = await mainWindow();
    expect((await ask(again.page, 'state')).search).toMatchObject({ state: 'ready', from: 'rows' });
    expect(await ask(again.page, 'lost', EVERY)).toEqual([]);
  }, 60_000);

  it('is made anew under an open window when the browser wipes it', async () => {
    const { page } = await mainWindow();
    const before = await ask(page, 'rebuilds');
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', {
      origin: world.host().address,
      storageTypes: 'indexeddb',
    });
    await page.waitForFunction(
      (count) => {
        const { probe } = globalThis as unknown as { probe: { rebuilds(): number } };
        return probe.rebuilds() === count;
      },
      before + 1,
      { timeout: 30_000 },
    );
    await waitReady(page);
    expect(await ask(page, 'isTrue')).toBe('true');
    expect(await ask(page, 'lost', EVERY)).toEqual([]);
  }, 60_000);

  it.skipIf(SMALL_DISK === null)(
    'loses nothing on a full disk, and is true again when there is room',
    async () => {
      const disk = must(SMALL_DISK, 'skipped without one');
      const folder = path.join(world.folder, 'full');
      disk.mount(folder);
      try {
        const { browser, page } = await world.openWindow('full');
        await waitReady(page);
        const long = `Диск толған кезде ${'ұзақ атау '.repeat(200)}`;
        for (let from = 40; from < 2040; from += 500) await ask(page, 'prepare', from, long, 500);
        disk.fill(folder);
        for (let i = 0; i < 4; i++) {
          // The journal lies on another disk: what it took is safe, whatever becomes of the copy.
          expect(await ask(page, 'writePrepared')).toBe('ok');
          expect((await ask(page, 'state')).safety).toEqual({ state: 'safe' });
        }
        await page.waitForFunction(
          () => {
            const { probe } = globalThis as unknown as { probe: Pick<Probe, 'state' | 'rebuilds'> };
            return probe.state().catalogue.state === 'trouble' || probe.rebuilds() > 1;
          },
          undefined,
          { timeout: 30_000 },
        );
        disk.free(folder);
        await waitReady(page);
        expect(await ask(page, 'isTrue')).toBe('true');
        expect((await ask(page, 'search', 'Диск толған кезде')).total).toBe(2000);
        await browser.kill();
      } finally {
        disk.unmount(folder);
      }
    },
    120_000,
  );

  it('is made anew when the journal was restored from an older backup', async () => {
    const { page } = await mainWindow();
    await ask(page, 'rename', 41, 'Көшірмеден кейін жазылған');
    await restoreJournal();
    const again = await mainWindow();
    expect((await ask(again.page, 'search', 'Көшірмеден кейін жазылған')).total).toBe(0);
    expect(await ask(again.page, 'isTrue')).toBe('true');
  }, 90_000);

  it('is made anew when the restored journal has grown past it before the window opens', async () => {
    const { page } = await mainWindow();
    await ask(page, 'rename', 42, 'Жоғалған болашақтан');
    await restoreJournal(() => renameUnits(world.dataFolder, 'Қалпына келгеннен кейін', 3));
    const again = await mainWindow();
    expect(await ask(again.page, 'isTrue')).toBe('true');
    expect((await ask(again.page, 'search', 'Жоғалған болашақтан')).total).toBe(0);
    expect((await ask(again.page, 'search', 'Қалпына келгеннен кейін')).total).toBe(3);
  }, 90_000);

  it('is one for two windows of a profile, and another profile has its own', async () => {
    const one = await mainWindow();
    const second = await world.openPage(one.browser);
    const other = await world.openWindow('other');
    for (const page of [second, other.page]) await waitReady(page);
    const id = await ask(second, 'rename', 50, 'Екінші терезеден');
    for (const page of [one.page, second, other.page]) {
      await waitReady(page);
      expect((await ask(page, 'search', 'Екінші терезеден')).hits.map((hit) => hit.id)).toEqual([id]);
    }
    // The window that wrote the copy goes; the other one of its profile takes over.
    await one.page.close();
    main = { browser: one.browser, page: second };
    await ask(other.page, 'rename', 51, 'Басқа профильден');
    await waitReady(second);
    expect((await ask(second, 'search', 'Басқа профильден')).total).toBe(1);
    expect(await ask(second, 'isTrue')).toBe('true');
    await other.browser.kill();
  }, 60_000);

  // The last one: nothing can be done with the profile afterwards.
  it('is left alone when a newer program wrote it', async () => {
    const { page } = await mainWindow();
    await ask(page, 'makeNewer');
    await page.reload();
    await page.waitForFunction(
      () => {
        const { probe } = globalThis as unknown as { probe?: { state(): { catalogue: { state: string } } } };
        return probe?.state().catalogue.state === 'refused';
      },
      undefined,
      { timeout: 20_000 },
    );
    expect(await ask(page, 'nativeVersions')).toContain(990);
    await closeMain('kill');
  }, 60_000);
});
