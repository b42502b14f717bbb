import path from 'node:path';
import { must } from '../../shared/must.ts';
import { findSmallDisk } from '../../test/fixtures/small-disk.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Probe } from '../../test/fixtures/catalogue-window/probe.tsx';
import {
  ask,
  backUpJournal,
  openCatalogueWorld,
  waitReady,
  type CatalogueWorld,
} from '../../test/fixtures/catalogue-world.ts';

/** Small enough to be quick, big enough for several slices, batches and a kill in the midst of them. */
const UNITS = 2500;
const EVERY = 200;

const SMALL_DISK = findSmallDisk(160);

let world: CatalogueWorld;
beforeAll(async () => {
  world = await openCatalogueWorld(UNITS);
}, 120_000);
afterAll(() => world.close());

describe('the catalogue copy in Chromium', () => {
  it('is whole again after kills at any point of its making, of writing and of storing the index', async () => {
    for (const [i, afterMs] of [0, 150, 400, 800, 1600].entries()) {
      const { browser, page } = await world.openWindow('killed');
      if (i > 2) {
        // Not waited for: the browser dies while these are under way.
        void waitReady(page)
          .then(() => Promise.all([ask(page, 'rename', i, `Өзгерді ${i}`), ask(page, 'beginStore')]))
          .catch(() => undefined);
      }
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await browser.kill();
    }
    const { browser, page } = await world.openWindow('killed');
    await waitReady(page);
    expect(await ask(page, 'isTrue')).toBe('true');
    expect(await ask(page, 'lost', EVERY)).toEqual([]);
    expect(await ask(page, 'generations')).toHaveLength(1);
    await browser.kill();
  }, 120_000);

  it('has what was shown as safe after the browser was killed at once', async () => {
    const first = await world.openWindow('safe');
    await waitReady(first.page);
    const id = await ask(first.page, 'rename', 40, 'Сақталған атау');
    await first.browser.kill();
    const again = await world.openWindow('safe');
    await waitReady(again.page);
    expect((await ask(again.page, 'search', 'Сақталған атау')).hits.map((hit) => hit.id)).toEqual([id]);
    expect(await ask(again.page, 'isTrue')).toBe('true');
    await again.browser.kill();
  }, 60_000);

  it('is made anew under an open window when the browser wipes it', async () => {
    const { browser, page } = await world.openWindow('wiped');
    await waitReady(page);
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', {
      origin: world.host().address,
      storageTypes: 'indexeddb',
    });
    await page.waitForFunction(
      () => {
        const { probe } = globalThis as unknown as { probe: { rebuilds(): number } };
        return probe.rebuilds() === 2;
      },
      undefined,
      { timeout: 30_000 },
    );
    await waitReady(page);
    expect(await ask(page, 'isTrue')).toBe('true');
    expect(await ask(page, 'lost', EVERY)).toEqual([]);
    await browser.kill();
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

  it('is made anew when the restored journal has grown past it before the window opens', async () => {
    let restore: () => void = () => undefined;
    await world.restartHost(() => {
      restore = backUpJournal(world.dataFolder);
    });
    const first = await world.openWindow('grown');
    await waitReady(first.page);
    await ask(first.page, 'rename', 42, 'Жоғалған болашақтан');
    await first.browser.close();
    await world.restartHost(restore);
    const other = await world.openWindow('grown-elsewhere');
    await waitReady(other.page);
    for (const index of [43, 44, 45]) await ask(other.page, 'rename', index, 'Қалпына келгеннен кейін');
    await other.browser.kill();
    const again = await world.openWindow('grown');
    await waitReady(again.page);
    expect(await ask(again.page, 'isTrue')).toBe('true');
    expect((await ask(again.page, 'search', 'Жоғалған болашақтан')).total).toBe(0);
    expect((await ask(again.page, 'search', 'Қалпына келгеннен кейін')).total).toBe(3);
    await again.browser.kill();
  }, 60_000);

  it('is made anew when the journal was restored from an older backup', async () => {
    let restore: () => void = () => undefined;
    await world.restartHost(() => {
      restore = backUpJournal(world.dataFolder);
    });
    const first = await world.openWindow('restored');
    await waitReady(first.page);
    await ask(first.page, 'rename', 41, 'Көшірмеден кейін жазылған');
    await first.browser.close();
    await world.restartHost(restore);
    const again = await world.openWindow('restored');
    await waitReady(again.page);
    expect((await ask(again.page, 'search', 'Көшірмеден кейін жазылған')).total).toBe(0);
    expect(await ask(again.page, 'isTrue')).toBe('true');
    await again.browser.kill();
  }, 60_000);

  it('makes a damaged index anew from its rows, and reads a sound one', async () => {
    const first = await world.openWindow('damaged');
    await waitReady(first.page);
    await ask(first.page, 'storeIndex');
    await first.browser.close();
    const second = await world.openWindow('damaged');
    await waitReady(second.page);
    expect((await ask(second.page, 'state')).search).toMatchObject({ state: 'ready', from: 'snapshot' });
    expect(await ask(second.page, 'lost', EVERY)).toEqual([]);
    await ask(second.page, 'damageIndex');
    await second.browser.close();
    const third = await world.openWindow('damaged');
    await waitReady(third.page);
    expect((await ask(third.page, 'state')).search).toMatchObject({ state: 'ready', from: 'rows' });
    expect(await ask(third.page, 'lost', EVERY)).toEqual([]);
    await third.browser.kill();
  }, 60_000);

  it('is one for two windows of a profile, and another profile has its own', async () => {
    const one = await world.openWindow('two');
    const second = await world.openPage(one.browser);
    const other = await world.openWindow('other');
    for (const page of [one.page, second, other.page]) await waitReady(page);
    const id = await ask(second, 'rename', 50, 'Екінші терезеден');
    for (const page of [one.page, second, other.page]) {
      await waitReady(page);
      expect((await ask(page, 'search', 'Екінші терезеден')).hits.map((hit) => hit.id)).toEqual([id]);
    }
    // The window that wrote the copy goes; the other one of its profile takes over.
    await one.page.close();
    await ask(other.page, 'rename', 51, 'Басқа профильден');
    await waitReady(second);
    expect((await ask(second, 'search', 'Басқа профильден')).total).toBe(1);
    expect(await ask(second, 'isTrue')).toBe('true');
    await one.browser.kill();
    await other.browser.kill();
  }, 60_000);

  it('is left alone when a newer program wrote it', async () => {
    const { browser, page } = await world.openWindow('newer');
    await waitReady(page);
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
    await browser.kill();
  }, 60_000);
});
