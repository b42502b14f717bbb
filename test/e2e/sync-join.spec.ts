/** A window, a real server and another station: joining at the first start, and a conflict that each settles where they are. */
import path from 'node:path';
import { startStation } from '../fixtures/station-process.ts';
import { expect, HOST_AWAY, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { isSafe } from './steps.ts';
import { giveCommand, lookAt, PASSWORD, signIn, startServer } from './sync-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

test('an empty folder joins an archive at the first start; both values are settled, and each shows where it was written', async ({
  app,
}) => {
  const { server, code } = await startServer(app);
  const other = await startStation(path.join(app.scratch, 'other'));
  try {
    const url = `http://127.0.0.1:${server.port}`;
    await other.call('sync.connect', { url, code, name: 'Далалық ноутбук', as: 'found' });
    await other.call('sync.signIn', { login: 'aigul', password: PASSWORD });
    const fonds = '0190b000-0000-7000-8000-000000000001';
    const write = async (id: string, edit: object) =>
      other.call('journal.commit', {
        id: `0190b000-0000-7000-8000-0000000000${id}`,
        command: 'record.edit',
        edits: [{ rec: fonds, t: 'fonds', k: 'set' as const, f: {}, p: {}, ...edit }],
      });
    const made = await write('a1', {
      k: 'new',
      f: { parent: null, number: { prefix: 'Р', num: 5 }, 'title/kk': 'Атқару комитеті' },
    });
    await other.call('sync.now', {});

    const { page } = app;
    await page.getByRole('button', { name: 'Қазақша', exact: true }).click();
    await page.getByRole('button', { name: kk('start.join') }).click();
    await lookAt(page, server);
    await expect(page.getByRole('radio', { name: kk('sync.connect.join') })).toBeChecked();
    await page.getByLabel(kk('sync.connect.code')).fill(server.makeCode());
    await page.getByLabel(kk('sync.connect.name')).fill('Оқу залы');
    await page.screenshot({ path: 'test-results/sync-join.png' });
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await signIn(page);
    await page.getByRole('button', { name: kk('sync.join.act') }).click();
    const row = page.getByRole('treeitem', { name: /Атқару комитеті/ });
    await expect(row).toBeVisible({ timeout: 30_000 });
    await expect(page.locator('footer [data-sync]')).toHaveText(kk('sync.line.all'));

    // Apart for a while: both change the same word.
    await server.stop();
    const heads = made.states[0]?.f['title/kk']?.heads.map(({ id }) => id) ?? [];
    await write('a2', { f: { 'title/kk': 'Кеңестік комитет' }, p: { 'title/kk': heads } });
    await row.click();
    await page.getByRole('textbox', { name: kk('field.title/kk') }).fill('Ауылдық комитет');
    await page.keyboard.press('Enter');
    await isSafe(page);
    await server.start();
    await other.call('sync.now', {});
    await giveCommand(page, kk('sync.now'));
    const conflict = page.locator('[data-conflict="title/kk"]');
    await expect(conflict.getByText(/Далалық ноутбук/).first()).toBeVisible();
    await expect(conflict.getByText(new RegExp(kk('value.thisStation')))).toBeVisible();
    await page.screenshot({ path: 'test-results/sync-conflict.png' });
    expect(await axeFaults(page)).toEqual([]);
    await conflict
      .getByRole('button', { name: kk('conflict.choose') })
      .first()
      .click();
    await expect(conflict).toBeHidden();
    await page.getByText(kk('history.heading')).click();
    await expect(
      page
        .getByRole('list', { name: kk('history.heading') })
        .getByText(/Далалық ноутбук/)
        .first(),
    ).toBeVisible();
    await expect(page.locator('footer [data-sync]')).toHaveText(kk('sync.line.all'));
    expect(app.faults.filter((fault) => !HOST_AWAY.test(fault))).toEqual([]);
  } finally {
    await other.kill();
    await server.kill();
  }
});
