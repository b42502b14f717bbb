/**
 * Scans between two stations: one makes them, the other looks at pictures that came from the centre, is told where a scan is that is
 * not there, fetches one, and holds a fonds with its scans. The first lets its scans go once a backup of the centre has them, and
 * still shows the pages.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { fileOf } from '../../shared/model/record-values.ts';
import { must } from '../../shared/must.ts';
import { newRecord, setFields } from '../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import { until } from '../fixtures/eventually.ts';
import { importFiles, openSyncWorld, type Station } from '../fixtures/sync-world.ts';
import { axeFaults } from './axe.ts';
import { openDesk, type Desk } from './desk.ts';
import { tabTo } from './steps.ts';
import { giveCommand } from './sync-steps.ts';
import { makeMarkedTiff, redSquare, stageOf } from './viewer-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

const wayAt = async (station: Station, sha256: string) =>
  must((await station.call('sync.files.where', { sha256: [sha256] })).files[0], 'an answer').way;

async function documentOf(station: Station, sha256: string): Promise<RecordView> {
  const views = (await station.states()).map(viewOf);
  return must(
    views.find(({ values }) => fileOf(values)?.sha256 === sha256),
    'the document of a scan',
  );
}

async function bringIn(station: Station, name: string, pages: number): Promise<string> {
  const bytes = new Uint8Array(await makeMarkedTiff(pages));
  return must((await importFiles(station, [{ name, bytes }]))[0], 'a scan');
}

/** Whether files may travel from this station now. */
async function letTravel(station: Station, may: boolean): Promise<void> {
  const soon = (new Date().getHours() + 6) % 24;
  await station.call('sync.setPlan', { plan: { hours: may ? null : { from: soon, to: (soon + 1) % 24 } } });
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await target.focus();
  await page.keyboard.press(key);
}

async function isPainted(page: Page): Promise<void> {
  await expect(stageOf(page)).toHaveAttribute('data-shown', '1');
  await expect.poll(() => redSquare(page)).not.toBeNull();
}

async function hasThumb(page: Page): Promise<void> {
  const thumb = page.locator('img[src$="/thumb"]').first();
  await expect.poll(() => thumb.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
}

test('scans go where they are wanted, and stay where they are safe', async ({ browser }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-scans-'));
  const world = await openSyncWorld(folder);
  const desks: Desk[] = [];
  try {
    const a = await world.addStation('Сканерлеу бөлмесі');
    const b = await world.addStation('Оқу залы');
    await world.connect(a);
    const [fonds, inventory, unit] = [newId(), newId(), newId()];
    const write = (edits: Parameters<typeof a.call<'journal.commit'>>[1]['edits']) =>
      a.call('journal.commit', { id: newId(), command: 'record.edit', edits });
    await write([
      newRecord(fonds, 'fonds', {
        parent: null,
        number: { prefix: 'Р', num: 417 },
        'title/kk': 'Атқару комитеті',
      }),
      newRecord(inventory, 'inventory', { parent: fonds, number: { num: 1 }, 'title/kk': 'Тізімдеме' }),
      newRecord(unit, 'unit', { parent: inventory, number: { num: 1 }, 'title/kk': 'Жиналыс хаттамалары' }),
    ]);
    const [loose, inFonds] = [await bringIn(a, 'хаттама.tif', 2), await bringIn(a, 'бұйрық.tif', 3)];
    await write([setFields(await documentOf(a, inFonds), { parent: unit })]);
    await until('all scans and pictures are at the centre', async () => {
      await a.call('sync.now', {});
      const { behind, pictures, verified } = await a.call('sync.files.status', {});
      return behind.files === 0 && pictures === 0 && verified.files > 0;
    });
    // One more, in hours in which files do not travel: only what is written of it is at the centre.
    await letTravel(a, false);
    const late = await bringIn(a, 'соңғы.tif', 4);
    await world.connect(b);
    await world.settle();

    for (const station of [a, b]) await station.call('settings.write', { language: 'kk' });
    const deskB = await openDesk(browser, b);
    desks.push(deskB);
    const { page } = deskB;
    const note = page.locator('[data-place]');

    await test.step('pictures come from the centre, and where the scan is is told', async () => {
      await deskB.goTo(`record/${(await documentOf(b, loose)).id}`);
      await isPainted(page);
      await expect(note).toHaveAttribute('data-place', 'centre');
      await expect(note).toContainText(kk('viewer.place.copy'));
      await hasThumb(page);
      await expect(page.locator('[data-at-centre="true"]')).toBeVisible();
      expect(await wayAt(b, loose)).toBe('elsewhere');
      await page.screenshot({ path: 'test-results/scan-at-centre.png' });
      expect(await axeFaults(page)).toEqual([]);
    });

    await test.step('it is fetched on request, also when the line is away for a while', async () => {
      b.line.setDown(true);
      await tabTo(page, note.getByRole('button'));
      await page.keyboard.press('Enter');
      await expect(note).toHaveAttribute('data-asked', 'true');
      await page.screenshot({ path: 'test-results/scan-asked.png' });
      b.line.setDown(false);
      await giveCommand(page, kk('sync.now'));
      await expect(note).toBeHidden();
      expect(await wayAt(b, loose)).toBe('verified');
      await isPainted(page);
    });

    await test.step('one that nobody has sent yet is told to be at its station, and shown when it came', async () => {
      await deskB.goTo(`record/${(await documentOf(b, late)).id}`);
      await expect(note).toContainText(kk('viewer.place.station', { station: a.name }));
      await expect(page.locator('[data-at-centre="false"]')).toBeVisible();
      await page.screenshot({ path: 'test-results/scan-at-station.png' });
      expect(await axeFaults(page)).toEqual([]);
      await letTravel(a, true);
      await until('it is at the centre', async () => {
        await a.call('sync.now', {});
        return (await wayAt(b, late)) === 'elsewhere';
      });
      await giveCommand(page, kk('sync.now'));
      await expect(note).toHaveAttribute('data-place', 'centre');
      await giveCommand(page, kk('viewer.place.fetch'));
      await expect(note).toBeHidden();
      await isPainted(page);
      await hasThumb(page);
    });

    await test.step('a fonds is held with its scans', async () => {
      await deskB.goTo('settings');
      await press(page, page.getByText(kk('sync.files.byFonds')));
      const box = page.locator(`[data-fonds="${fonds}"]`).getByRole('checkbox', {
        name: new RegExp(kk('sync.files.kind.masters')),
      });
      await press(page, box, 'Space');
      await expect(box).toBeChecked();
      await page.screenshot({ path: 'test-results/hold-fonds.png' });
      await until('the fonds is here', async () => (await wayAt(b, inFonds)) === 'verified');
      await deskB.goTo(`record/${(await documentOf(b, inFonds)).id}`);
      await isPainted(page);
      await expect(note).toHaveCount(0);
    });

    await test.step('scans go from the first station after a verified backup, and the pages are still shown', async () => {
      const can = () => a.call('sync.files.droppable', { record: null });
      expect((await can()).files).toBe(0);
      world.server.command(['backup', path.join(folder, 'backup')]);
      await until('the station knows', async () => {
        await a.call('sync.now', {});
        return (await can()).kept.notDurable === 0 && (await can()).files > 0;
      });
      const deskA = await openDesk(browser, a);
      desks.push(deskA);
      await deskA.goTo('settings');
      await press(deskA.page, deskA.page.getByRole('button', { name: kk('sync.files.dropAsk') }));
      const dialog = deskA.page.getByRole('dialog', { name: kk('sync.files.drop') });
      await expect(dialog).toBeVisible();
      await deskA.page.screenshot({ path: 'test-results/drop-scans.png' });
      expect(await axeFaults(deskA.page)).toEqual([]);
      await press(deskA.page, dialog.getByRole('button', { name: kk('sync.files.dropAct') }));
      await expect(dialog).toBeHidden();
      for (const one of [loose, inFonds, late]) expect(await wayAt(a, one)).toBe('elsewhere');
      await deskA.goTo(`record/${(await documentOf(a, loose)).id}`);
      await isPainted(deskA.page);
      await expect(deskA.page.locator('[data-place="centre"]')).toBeVisible();
    });

    await test.step('how the line is used stays as it was set', async () => {
      await deskB.goTo('settings');
      const always = page.getByRole('checkbox', { name: kk('sync.line.always') });
      await press(page, always, 'Space');
      await page.getByLabel(kk('sync.line.from')).selectOption('22');
      await page.getByLabel(kk('sync.line.to')).selectOption('6');
      await page.getByLabel(kk('sync.line.daily')).fill('2,5');
      await page.getByLabel(kk('sync.line.proxy'), { exact: true }).selectOption('address');
      await page.getByLabel(kk('sync.line.proxyAddress')).fill('http://proxy.example:3128');
      await page.keyboard.press('Enter');
      await expect(page.getByText(kk('sync.said.planSaved'))).toBeVisible();
      await page.reload();
      await expect(always).not.toBeChecked();
      await expect(page.getByLabel(kk('sync.line.from'))).toHaveValue('22');
      await expect(page.getByLabel(kk('sync.line.to'))).toHaveValue('6');
      await expect(page.getByLabel(kk('sync.line.daily'))).toHaveValue(/^2[.,]5$/);
      await expect(page.getByLabel(kk('sync.line.proxyAddress'))).toHaveValue('http://proxy.example:3128');
      await always.scrollIntoViewIfNeeded();
      await page.screenshot({ path: 'test-results/line-plan.png' });
      expect(await axeFaults(page)).toEqual([]);
    });
  } finally {
    for (const desk of desks) await desk.close();
    await world.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
