/**
 * Two desks write in the same fonds for weeks without a line, one with its clock three days ahead. They come together over a line
 * that drops twenty times, and either program is killed: both show the same, nothing that was typed is gone, and what
 * two wrote apart is decided once.
 */
import { expect, test } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { must } from '../../shared/must.ts';
import { ordersAfter } from '../../shared/model/order.ts';
import type { Edit } from '../../shared/sync/change.ts';
import { deleteRecord, newRecord, setFields } from '../../shared/sync/edits.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import { until } from '../fixtures/eventually.ts';
import { openSyncWorld, type Station } from '../fixtures/sync-world.ts';
import { axeFaults } from './axe.ts';
import { openDesk, type Desk } from './desk.ts';
import { isSafe } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const THREE_DAYS_MS = 3 * 24 * 60 * 60_000;
const DROPS = 20;

const write = async (station: Station, edits: Edit[]): Promise<void> =>
  void (await station.call('journal.commit', { id: newId(), command: 'record.edit', edits }));

async function viewAt(station: Station, id: RecordId): Promise<RecordView> {
  const states = await station.states();
  return viewOf(
    must(
      states.find((state) => state.id === id),
      `the record ${id} at ${station.name}`,
    ),
  );
}

/** Every text that the history of a record tells. */
async function toldOf(station: Station, id: RecordId): Promise<unknown[]> {
  const { entries } = await station.call('record.history', { id, before: null, limit: 500 });
  return entries.flatMap(({ fields }) => fields.map(({ after }) => after));
}

test('two desks come together after three weeks', async ({ browser }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-weeks-'));
  const world = await openSyncWorld(folder);
  const desks: Desk[] = [];
  try {
    const a = await world.addStation('Оқу залы');
    const b = await world.addStation('Далалық ноутбук', { clockShiftMs: THREE_DAYS_MS });
    for (const station of [a, b]) await station.call('settings.write', { language: 'kk' });
    await world.connect(a);
    const [fonds, inventory] = [newId(), newId()];
    const units = Array.from({ length: 5 }, () => newId());
    const [apart = '', both = '', gone = '', moved = '', last = ''] = units;
    const orders = ordersAfter(null, 5);
    await write(a, [
      newRecord(fonds, 'fonds', { parent: null, number: { prefix: 'Р', num: 417 }, 'title/kk': 'Қор' }),
      newRecord(inventory, 'inventory', { parent: fonds, number: { num: 2 }, 'title/kk': 'Тізімдеме' }),
      ...units.map((id, i) =>
        newRecord(id, 'unit', {
          parent: inventory,
          number: { num: i + 1 },
          order: must(orders[i], 'a place'),
          'title/kk': `Іс ${i + 1}`,
        }),
      ),
    ]);
    await world.connect(b);
    await world.settle();
    const [deskA, deskB] = [await openDesk(browser, a), await openDesk(browser, b)];
    desks.push(deskA, deskB);

    for (const station of [a, b]) station.line.setDown(true);
    const typed: (readonly [RecordId, string])[] = [];
    const type = async (desk: Desk, id: RecordId, title: string): Promise<void> => {
      await desk.type(id, title);
      typed.push([id, title]);
    };
    await type(deskA, apart, 'Кеңес хаттамалары');
    await write(b, [setFields(await viewAt(b, apart), { 'title/ru': 'Протоколы совета' })]);
    typed.push([apart, 'Протоколы совета']);
    await type(deskA, both, 'Жер дауы, 1934');
    await type(deskB, both, 'Жер дауы, 1935');
    await write(a, [deleteRecord(await viewAt(a, gone))]);
    await type(deskB, gone, 'Қойма кітабы');
    await write(a, [
      setFields(await viewAt(a, moved), { order: must(ordersAfter(orders.at(-1) ?? null, 1)[0], 'a place') }),
    ]);
    await write(b, [setFields(await viewAt(b, moved), { order: must(orders[0], 'a place') + '5' })]);
    for (const station of [a, b]) {
      const title = `Жаңа іс, ${station.name}`;
      const id = newId();
      await write(station, [
        newRecord(id, 'unit', { parent: inventory, number: { num: 77 }, 'title/kk': title }),
      ]);
      typed.push([id, title]);
    }
    await expect(deskA.page.locator('footer [data-sync]')).toHaveAttribute('data-unsent', /[1-9]/);

    await test.step('the line drops twenty times, either program is killed', async () => {
      for (const station of [b, a]) {
        station.line.setDown(false);
        const { line } = station;
        // Now in the greeting, now in the middle of what is sent.
        line.worsen({
          resetAfter: () => (line.resets() < DROPS / 2 ? ([300, 3000][line.resets() % 2] ?? null) : null),
        });
        await until(`drops of ${station.name}`, async () => {
          await station.call('sync.now', {});
          return line.resets() >= DROPS / 2;
        });
        await station.kill();
        await station.start();
      }
      expect(a.line.resets() + b.line.resets()).toBeGreaterThanOrEqual(DROPS);
      await world.settle();
    });

    for (const station of [a, b])
      for (const [id, title] of typed) expect(await toldOf(station, id)).toContain(title);
    const view = await viewAt(a, apart);
    expect([view.values['title/kk'], view.values['title/ru'], view.conflicts]).toEqual([
      'Кеңес хаттамалары',
      'Протоколы совета',
      [],
    ]);
    expect((await viewAt(b, moved)).conflicts).toEqual([]);
    expect((await viewAt(b, last)).conflicts).toEqual([]);

    await test.step('what two wrote apart is decided once', async () => {
      const waiting = (desk: Desk) => desk.page.locator('footer [data-inbox]');
      for (const desk of [deskA, deskB]) await expect(waiting(desk)).toHaveAttribute('data-inbox', '2');
      await deskB.goTo('inbox');
      const rows = deskB.page.getByRole('listbox', { name: kk('inbox.part.conflicts') }).getByRole('option');
      await rows.filter({ hasText: 'Жер дауы' }).click();
      await expect(deskB.page.locator('[data-conflict="title/kk"] [data-base="known"]')).toContainText(
        'Іс 2',
      );
      await deskB.page.screenshot({ path: 'test-results/three-weeks-inbox.png' });
      expect(await axeFaults(deskB.page)).toEqual([]);
      await deskB.page
        .locator('[data-conflict="title/kk"]')
        .getByRole('button', { name: kk('conflict.choose') })
        .first()
        .press('Enter');
      await expect(waiting(deskA)).toHaveAttribute('data-inbox', '1');
      await deskA.goTo(`record/${gone}`);
      await deskA.page.getByRole('button', { name: kk('conflict.keep') }).press('Enter');
      await isSafe(deskA.page);
      for (const desk of [deskA, deskB]) await expect(waiting(desk)).toBeHidden();
      await deskA.goTo('inbox/clashes');
      await expect(deskA.page.locator('[data-clash-group]').getByRole('listitem')).toHaveCount(2);
      await deskA.page.screenshot({ path: 'test-results/three-weeks-clashes.png' });
      await world.settle();
      expect(
        viewOf(
          must(
            (await a.states()).find(({ id }) => id === both),
            'it',
          ),
        ).conflicts,
      ).toEqual([]);
    });
  } finally {
    for (const desk of desks) await desk.close();
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
