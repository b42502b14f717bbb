/**
 * Text beside the page, as a person works with it: a box with words, the words of the page over the picture and beside it, lines
 * put right, a new reading that takes nothing away, search within the document, and a picture that is replaced.
 */
import type { Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { textsOf } from '../../shared/model/record-values.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import type { Edit } from '../../shared/sync/change.ts';
import { setFields } from '../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import { expect, test, type App } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, importFolder, isSafe } from './steps.ts';
import { MARK, PAGE, draftsOf, drawPage, offset, onScreen, rectOf } from './text-page.ts';
import { atRest, openDocument, stageOf } from './viewer-steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

const LINES = [
  'Ауылдық кеңестің кеңейтілген жиналысы',
  'Күн тәртібінде егін жинау жұмыстары',
  'Баяндамашы Нұрғалиев Әбіш өткен жылғы',
  'шығынды айтып, қысқа қам жасауға шақырды',
];

async function call<T>(page: Page, method: string, input: object): Promise<T> {
  return page.evaluate(
    async ([name, value]) => {
      const response = await fetch('/rpc', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ method: name, input: value }),
      });
      return ((await response.json()) as { value: unknown }).value as never;
    },
    [method, input] as const,
  );
}

/** The page of the document whose file is named so, as the journal has it. */
async function pageOf(page: Page, name: RegExp): Promise<RecordView> {
  const { states } = await call<Output<'journal.states'>>(page, 'journal.states', {
    after: null,
    limit: 5000,
  });
  const document = states.map(viewOf).find(({ t, values }) => {
    return t === 'document' && name.test(JSON.stringify(values['file']));
  });
  const answer = await call<Output<'record.pages'>>(page, 'record.pages', { parent: document?.id });
  const [found] = answer.states.map(viewOf);
  if (found === undefined) throw new Error('the page is not there');
  return found;
}

async function commit(page: Page, command: string, edits: readonly Edit[]): Promise<void> {
  await call(page, 'journal.commit', { id: crypto.randomUUID(), command, edits });
}

async function readPage(page: Page, button: string, readings: number): Promise<void> {
  await page.getByRole('button', { name: kk(button) }).click();
  const dialog = page.getByRole('dialog');
  const group = dialog.getByRole('group', { name: kk('text.languages') });
  const kazakh = group.getByRole('checkbox', { name: kk('text.language.kaz') });
  await expect(kazakh).toBeVisible();
  for (const box of await group.getByRole('checkbox', { checked: true }).all()) await box.press('Space');
  await kazakh.press('Space');
  await dialog.getByRole('button', { name: kk('text.begin') }).press('Enter');
  await expect(dialog).toBeHidden();
  const options = page.getByRole('combobox', { name: kk('text.reading') }).getByRole('option');
  await expect(options).toHaveCount(readings, { timeout: 90_000 });
}

async function importScans(app: App, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const folder = path.join(app.scratch, 'scans');
  mkdirSync(folder);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
  await importFolder(app.page, kk, folder);
  await app.page.getByRole('link', { name: new RegExp(kk('nav.unplaced')) }).click();
}

const lines = (page: Page) => page.getByRole('grid', { name: kk('text.lines') });
const row = (page: Page, text: string | RegExp) => lines(page).getByRole('row').filter({ hasText: text });

test('a page is marked, read, put right, read again, searched, and its picture replaced', async ({ app }) => {
  test.setTimeout(300_000);
  const { page } = app;
  await app.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await chooseLanguage(page);
  await importScans(app, { 'хаттама.png': await drawPage(LINES), 'басқа.png': await drawPage([]) });
  await openDocument(page, 'хаттама');

  await test.step('a box on the enlarged page, with words, over its pixels when the page is turned', async () => {
    await stageOf(page).focus();
    await page.keyboard.press('+');
    const mark = await atRest(page);
    await page.getByRole('button', { name: kk('viewer.drawRegion') }).click();
    await page.mouse.move(mark.x, mark.y);
    await page.mouse.down();
    await page.mouse.move(mark.x + mark.width / 2, mark.y + mark.height / 2);
    await page.mouse.move(mark.x + mark.width, mark.y + mark.height);
    await page.mouse.up();
    const words = page.getByRole('textbox', { name: kk('region.text') });
    await expect(words).toBeFocused();
    await words.fill('Қызыл мөр');
    await page.keyboard.press('Control+Enter');
    await isSafe(page);
    await page.keyboard.press('r');
    const turned = await atRest(page);
    const box = page.locator('svg [data-kind="region"] > rect').first();
    expect(offset(await rectOf(box), turned)).toBeLessThan(3);
    await page.keyboard.press('Shift+R');
    await page.keyboard.press('0');
  });

  await test.step('the page is read, and its words lie over the picture', async () => {
    await readPage(page, 'text.read', 1);
    await expect(row(page, 'Нұрғалиев')).toHaveCount(1);
    await stageOf(page).focus();
    await page.keyboard.press('t');
    const word = page.locator('[data-texts] span', { hasText: 'Ауылдық' });
    await expect(word).toHaveCount(1);
    for (const [keys, quarters] of [
      ['0', 0],
      ['+', 0],
      ['r', 1],
    ] as const) {
      await page.keyboard.press(keys);
      const mark = await atRest(page);
      // The first word of the first line: where it begins is known, and the line it stands on.
      const line = onScreen(
        mark,
        { x: PAGE.left, y: PAGE.top - PAGE.size, width: 4, height: PAGE.size },
        quarters,
      );
      const on = await rectOf(word);
      const scale = mark.width / MARK.side;
      const [along, across] = quarters === 0 ? (['x', 'y'] as const) : (['y', 'x'] as const);
      expect(Math.abs(on[along] - line[along]), keys).toBeLessThan((PAGE.size / 2) * scale + 2);
      const middle = across === 'y' ? on.y + on.height / 2 : on.x + on.width / 2;
      const known = across === 'y' ? line.y + line.height / 2 : line.x + line.width / 2;
      expect(Math.abs(middle - known), keys).toBeLessThan((PAGE.size / 2) * scale + 2);
    }
    await page.keyboard.press('Shift+R');
    await page.keyboard.press('0');
    await atRest(page);
  });

  await test.step('words are selected over the picture and copied in reading order', async () => {
    const from = await rectOf(page.locator('[data-texts] span', { hasText: 'егін' }));
    const to = await rectOf(page.locator('[data-texts] span', { hasText: 'Әбіш' }));
    await page.mouse.move(from.x + 1, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 });
    await page.mouse.move(to.x + to.width - 1, to.y + to.height / 2);
    await page.mouse.up();
    await page.keyboard.press('Control+C');
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toMatch(/^егін жинау жұмыстары\n+Баяндамашы Нұрғалиев Әбіш$/u);
    await page.screenshot({ path: 'test-results/screens/text-layer.png' });
    await page.keyboard.press('t');
  });

  await test.step('a line is put right by keys', async () => {
    await stageOf(page).focus();
    await page.keyboard.press('l');
    await expect(lines(page)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(row(page, 'егін')).toHaveAttribute('aria-selected', 'true');
    await expect(page.locator('svg [data-kind="line"]')).toHaveCount(1);
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: kk('text.line'), exact: true });
    await expect(field).toBeFocused();
    await expect(page.locator('[data-strip] canvas')).toBeVisible();
    await field.fill('Күн тәртібінде ЕГІСТІК жинау жұмыстары');
    await page.screenshot({ path: 'test-results/screens/line-editor.png' });
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    // The next line is in hand at once.
    await expect(field).toHaveValue(/Баяндамашы/);
    await page.keyboard.press('Escape');
    await expect(lines(page)).toBeFocused();
    await isSafe(page);
    await expect(row(page, 'ЕГІСТІК').getByRole('img', { name: kk('text.corrected') })).toBeVisible();
  });

  await test.step('reading again overwrites nothing; both stand side by side', async () => {
    await readPage(page, 'text.again', 2);
    await expect(row(page, 'ЕГІСТІК')).toHaveCount(1);
    await page.getByRole('button', { name: kk('text.compare') }).click();
    const sides = page.getByRole('dialog').getByRole('region');
    await expect(sides).toHaveCount(2);
    await expect(sides.nth(0)).toContainText('ЕГІСТІК');
    await expect(sides.nth(1)).toContainText('егін');
    await page.keyboard.press('Escape');

    const reading = page.getByRole('combobox', { name: kk('text.reading') });
    await reading.selectOption({ index: 0 });
    await expect(row(page, 'егін')).toHaveCount(1);
    await page.getByRole('button', { name: kk('text.carry_one', { count: 1 }) }).click();
    await expect(row(page, 'ЕГІСТІК')).toHaveCount(1);
    await isSafe(page);
    await lines(page).focus();
    await page.keyboard.press('Control+Z');
    await expect(row(page, 'егін')).toHaveCount(1);
    await isSafe(page);
  });

  await test.step('a line whose field was cut off is offered again, and given up for good', async () => {
    const field = page.getByRole('textbox', { name: kk('text.line'), exact: true });
    // The reading that counts is shown again.
    await page.reload();
    await expect(row(page, 'ЕГІСТІК')).toHaveCount(1);
    await row(page, 'шақырды').dblclick();
    await field.fill('ҚАЛҒАН СӨЗ');
    await expect.poll(() => draftsOf(page)).toContain('ҚАЛҒАН');
    await page.reload();
    await page.getByRole('button', { name: kk('text.leftOpen') }).click();
    await expect(field).toHaveValue('ҚАЛҒАН СӨЗ');
    await field.press('Escape');
    await expect(row(page, 'шақырды')).toHaveCount(1);
    await expect(page.getByRole('button', { name: kk('text.leftOpen') })).toHaveCount(0);
  });

  await test.step('what is typed stays with its reading when another takes its place', async () => {
    await row(page, 'ЕГІСТІК').dblclick();
    await page.getByRole('textbox', { name: kk('text.line'), exact: true }).fill('Күн тәртібінде ЕКПЕ');
    const shown = await pageOf(page, /хаттама/);
    const [newest] = textsOf(shown.values);
    await commit(page, 'text.choose', [setFields(shown, { reading: newest?.id ?? null })]);
    await expect(row(page, 'егін')).toHaveCount(1);
    await isSafe(page);
    await page.getByRole('combobox', { name: kk('text.reading') }).selectOption({ index: 1 });
    await expect(row(page, 'ЕКПЕ')).toHaveCount(1);
  });

  await test.step('found within the document, with a box at its place at two sizes and turned', async () => {
    await page.keyboard.press('Control+F');
    const field = page.getByRole('searchbox', { name: kk('text.findWords') });
    await expect(field).toBeFocused();
    await field.fill('БАЯНДАМАШЫ нұрғалиев');
    await expect(page.locator('search[data-found="1"]')).toBeVisible();
    await page.keyboard.press('Enter');
    await stageOf(page).focus();
    await page.keyboard.press('0');
    const box = page.locator('svg [data-kind="hit"][data-selected="true"] > rect').nth(1);
    const baseline = PAGE.top + 2 * PAGE.step;
    for (const [keys, quarters] of [
      ['0', 0],
      ['+', 0],
      ['r', 1],
    ] as const) {
      await page.keyboard.press(keys);
      const mark = await atRest(page);
      const scale = mark.width / MARK.side;
      const on = await rectOf(box);
      const known = onScreen(
        mark,
        { x: PAGE.left, y: baseline - PAGE.size, width: 4, height: PAGE.size },
        quarters,
      );
      const [start, middle] =
        quarters === 0
          ? [on.x - known.x, on.y + on.height / 2 - known.y - known.height / 2]
          : [on.y - known.y, on.x + on.width / 2 - known.x - known.width / 2];
      expect(Math.abs(start), keys).toBeLessThan((PAGE.size / 2) * scale + 2);
      expect(Math.abs(middle), keys).toBeLessThan((PAGE.size / 2) * scale + 2);
    }
    await page.keyboard.press('Shift+R');
    await page.keyboard.press('0');
    await page.screenshot({ path: 'test-results/screens/find-in-document.png' });
    await field.fill('екпе');
    await expect(page.locator('search[data-found="1"]')).toBeVisible();
    await field.press('Escape');
    await expect(stageOf(page)).toBeFocused();
  });

  await test.step('another picture in its place: the box warns, the text is no longer laid over it', async () => {
    const [shown, other] = [await pageOf(page, /хаттама/), await pageOf(page, /басқа/)];
    await commit(page, 'leaf.replace', [setFields(shown, { image: other.values['image'] ?? null })]);
    await page.getByRole('option', { name: 'Қызыл мөр' }).click();
    await expect(page.locator('[data-displaced]')).toBeVisible();
    await expect(page.getByText(kk('text.otherPicture'))).toBeVisible();
    await page.getByRole('button', { name: kk('region.inPlace') }).click();
    await expect(page.locator('[data-displaced]')).toHaveCount(0);
    await isSafe(page);
  });
  expect(app.faults).toEqual([]);
});
