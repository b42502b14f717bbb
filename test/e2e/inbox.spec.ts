/** Two stations wrote without knowing of each other: all that waits for a decision stands in one place, and is settled there. */
import { v7 as newId } from 'uuid';
import type { RecordState } from '../../shared/sync/state.ts';
import { expect, HOST_AWAY, test, type App } from './app.ts';
import { axeFaults } from './axe.ts';
import { fillArchive } from './fill-archive.ts';
import { writeElsewhere } from './other-station.ts';
import { chooseLanguage, isSafe } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const FIRST = 'Ауылдық кеңестің хаттамалары, 1934 жыл';
const SECOND = 'Жер комиссиясының істері';

/** The name of a field may hold brackets. */
function exactly(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

type Writings = Parameters<typeof writeElsewhere>[2];

/** Two units of one inventory; then another station writes, while the host is stopped, and the window looks again. */
async function startApart(
  app: App,
  writings: Writings,
  options: Parameters<typeof writeElsewhere>[3] = {},
): Promise<void> {
  await chooseLanguage(app.page);
  await app.host.stop();
  await fillArchive(app.dataFolder, [
    { number: { num: 123 }, 'title/kk': FIRST },
    { number: { num: 124 }, 'title/kk': SECOND },
  ]);
  await writeElsewhere(app.dataFolder, 'Ерлан', writings, options);
  await app.startHost();
  await app.page.reload();
}

/** Two values of a title, each written over the one that is there now. */
function apart(title: string, values: readonly string[]): Writings {
  return values.map((value) => ({
    title,
    op: ({ f }) => ({
      f: { 'title/kk': value },
      p: { 'title/kk': (f['title/kk']?.heads ?? []).map(({ id }) => id) },
    }),
  }));
}

test('decisions over the whole archive: one after the other by keys, put off, put together, taken back', async ({
  app,
}) => {
  const { page } = app;
  await startApart(app, [
    ...apart(FIRST, ['Ауылдық кеңестің хаттамалары, 1935 жыл', 'Қалалық кеңестің хаттамалары, 1934 жыл']),
    ...apart(SECOND, ['Жер комиссиясының құжаттары', 'Жер комиссиясының хаттары']),
  ]);
  const sign = page.locator('footer [data-inbox]');
  await expect(sign).toHaveAttribute('data-inbox', '2');
  await sign.focus();
  await page.keyboard.press('Enter');
  const list = page.getByRole('listbox', { name: kk('inbox.part.conflicts') });
  const rows = list.getByRole('option');
  await expect(rows).toHaveCount(2);
  await expect(page.locator('[data-conflict="title/kk"] [data-base="known"]')).toBeVisible();
  await page.screenshot({ path: 'test-results/inbox.png' });
  expect(await axeFaults(page)).toEqual([]);

  // By keys alone: there and back, this one later, the other one put together from what both changed.
  const shown = page.locator('[data-review]');
  const first = (await shown.getAttribute('data-review')) ?? '';
  await page.keyboard.press('F8');
  await expect(shown).not.toHaveAttribute('data-review', first);
  await page.keyboard.press('Shift+F8');
  await expect(shown).toHaveAttribute('data-review', first);
  await page.keyboard.press('l');
  await expect(shown).not.toHaveAttribute('data-review', first);
  await expect(rows.last()).toContainText(kk('inbox.putOff'));
  await expect(page.getByText(kk('conflict.ready'))).toBeVisible();
  await page.keyboard.press('m');
  const result = page.getByRole('textbox', { name: exactly(kk('field.title/kk')) });
  await expect(result).toHaveValue('Қалалық кеңестің хаттамалары, 1935 жыл');
  await page.keyboard.press('Control+Enter');
  await expect(rows).toHaveCount(1);
  await expect(sign).toHaveAttribute('data-inbox', '1');
  await isSafe(page);
  await page.keyboard.press('Control+Z');
  await expect(rows).toHaveCount(2);
  await page.keyboard.press('Control+Shift+Z');
  await expect(rows).toHaveCount(1);

  // Both changed the same word: a person chooses, and may write something else.
  await page.keyboard.press('m');
  await page.getByRole('radio').first().focus();
  await page.screenshot({ path: 'test-results/inbox-merge.png' });
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Space');
  await expect(result).toHaveValue(/^Жер комиссиясының (?:құжаттары|хаттары)$/);
  await result.fill('Жер комиссиясының құжаттары мен хаттары');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(kk('inbox.none.conflicts'))).toBeVisible();
  await isSafe(page);
  await expect(sign).toBeHidden();
  expect(app.faults.filter((fault) => !HOST_AWAY.test(fault))).toEqual([]);
});

test('codes that two gave, and work that cannot come to count by itself, are told and settled by keys', async ({
  app,
}) => {
  const { page } = app;
  const step = newId();
  const over = ({ f }: RecordState) => ({ 'title/kk': (f['title/kk']?.heads ?? []).map(({ id }) => id) });
  const NEW = 'Ауылдық кеңестің шешімдері';
  await startApart(
    app,
    [
      { title: SECOND, op: () => ({ f: { number: { num: 123 } } }) },
      // The last act of this step never came, for its author's machine was restored before it.
      { title: FIRST, op: (ours) => ({ f: { 'title/kk': NEW }, p: over(ours), st: [step, 0] }) },
      { title: SECOND, op: () => ({ f: { 'title/ru': 'Земельная комиссия' }, st: [step, 1] }) },
      { title: SECOND, op: () => ({ f: { 'title/en': 'Land commission' } }) },
    ],
    { strandLast: true },
  );
  const sign = page.locator('footer [data-inbox]');
  // The number that two gave to one unit is a conflict of its own.
  await expect(sign).toHaveAttribute('data-inbox', '3');

  await test.step('held work is left, let in and taken back', async () => {
    await page.goto(`${app.host.origin}/#/inbox/held`);
    const left = page.locator('[data-waiting="step"]');
    const stranded = page.locator('[data-waiting="stranded"]');
    for (const text of ['Ерлан', FIRST, NEW, 'Земельная комиссия']) await expect(left).toContainText(text);
    await expect(stranded).toContainText('Land commission');
    await page.screenshot({ path: 'test-results/inbox-waiting.png' });
    expect(await axeFaults(page)).toEqual([]);
    await left.getByRole('button', { name: kk('inbox.held.leave') }).focus();
    await page.keyboard.press('Enter');
    await expect(left).toContainText(kk('inbox.waiting.left'));
    await expect(sign).toHaveAttribute('data-inbox', '2');
    await left.getByRole('button', { name: kk('inbox.waiting.write.step_other', { count: 2 }) }).focus();
    await page.keyboard.press('Enter');
    await expect(left).toHaveCount(0);
    await page.keyboard.press('Control+Z');
    const undone = kk('said.undone', { command: kk('command.journal.letCount') });
    await expect(page.getByText(undone)).toBeVisible();
    await stranded.getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await expect(stranded).toHaveCount(0);
  });

  await test.step('one of the two gets another number', async () => {
    await page.goto(`${app.host.origin}/#/inbox/clashes`);
    const group = page.locator('[data-clash-group]');
    await expect(group.getByRole('listitem')).toHaveCount(2);
    await page.screenshot({ path: 'test-results/inbox-clashes.png' });
    expect(await axeFaults(page)).toEqual([]);
    await group
      .getByRole('button', { name: kk('inbox.renumber') })
      .last()
      .focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel(kk('field.number'))).toHaveValue('124');
    await page.screenshot({ path: 'test-results/inbox-renumber.png' });
    await page.keyboard.press('Enter');
    await expect(page.getByText(kk('inbox.none.clashes'))).toBeVisible();
    await expect(sign).toBeHidden();
    await isSafe(page);
  });
  expect(app.faults.filter((fault) => !HOST_AWAY.test(fault))).toEqual([]);
});
