/** All that is found, by keys alone: words, filters, marks, near words, Back, acts on several; and an index that heals. */
import type { Page } from '@playwright/test';
import { v7 as newId } from 'uuid';
import { regionBody, regionTarget } from '../../shared/model/region-parts.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import { expect, test, type App } from './app.ts';
import { axeFaults } from './axe.ts';
import { fillRecords } from './fill-archive.ts';
import { chooseLanguage, isSafe } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

/** Two fonds with forty units each, tags on some of them, a document with a region on its page. */
async function openFilled(app: App): Promise<void> {
  await chooseLanguage(app.page);
  await app.host.stop();
  const [school, land, document, page] = [newId(), newId(), newId(), newId()];
  const edits = [
    newRecord(school, 'tag', { 'label/kk': 'Мектеп', 'label/ru': 'Школа' }),
    newRecord(land, 'tag', { 'label/kk': 'Жер', 'label/ru': 'Земля' }),
  ];
  let unit = '';
  for (const [num, title] of [
    [5, 'Қаратал аудандық атқару комитеті'],
    [7, 'Еңбек ұжымшары'],
  ] as const) {
    const [fonds, inventory] = [newId(), newId()];
    edits.push(
      newRecord(fonds, 'fonds', { parent: null, number: { prefix: 'Р', num }, 'title/kk': title }),
      newRecord(inventory, 'inventory', { parent: fonds, number: { num: 1 }, 'title/kk': 'Тұрақты істер' }),
    );
    for (let i = 1; i <= 40; i++) {
      unit = newId();
      const year = 1919 + i;
      edits.push(
        newRecord(unit, 'unit', {
          parent: inventory,
          number: { num: i },
          'title/ru': i % 2 === 0 ? `Переписка о земле ${i}` : `Протоколы заседаний ${i}`,
          dates: { written: `${year} ж.`, edtf: String(year) },
          ...(i % 4 === 0 ? { [`tags/${school}`]: true } : {}),
          ...(i % 8 === 0 ? { [`tags/${land}`]: true } : {}),
        }),
      );
    }
  }
  const region = newRecord(newId(), 'region', {
    parent: page,
    target: regionTarget(page, { x: 10, y: 10, w: 30, h: 20 }),
    body: regionBody('Құлжабек деген қолтаңба'),
  });
  const image = { sha256: 'a'.repeat(64), index: 2 };
  edits.push(
    newRecord(document, 'document', {
      parent: unit,
      'title/kk': 'Хат',
      opening: 'Құрметті жолдас, астық туралы хабарлаймын',
    }),
    newRecord(page, 'page', { parent: document, image, regions: true, 'title/kk': 'Егінші парағы' }),
    // Those before were thrown away, or came from another file: the place of a page is not the number of its picture.
    newRecord(newId(), 'page', { parent: document, image: { ...image, index: 4 } }),
    newRecord(newId(), 'page', { parent: document, image: { ...image, index: 6 } }),
    region,
  );
  await fillRecords(app.dataFolder, edits);
  await app.startHost();
  await app.page.reload();
  await expect(app.page.getByRole('treeitem', { name: /Р-5/ })).toBeVisible();
}

const totalIs = (page: Page, total: number) => expect(page.locator(`[data-total="${total}"]`)).toBeVisible();

/** Presses Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let i = 0; i < 40; i++) {
    const focused = page.locator(':focus');
    if ((await focused.count()) > 0) {
      const text = await focused.evaluate((element) => {
        const labels = element instanceof HTMLInputElement ? element.labels : null;
        return element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent;
      });
      if (typeof name === 'string' ? text?.includes(name) : name.test(text ?? '')) return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way to ${String(name)} by Tab`);
}

test('filters, marks, near words and acts on what is found, by keys alone', async ({ app }) => {
  await openFilled(app);
  const { page } = app;
  const list = page.locator('[data-found]').getByRole('listbox');

  await test.step('all results of the box, with the words marked', async () => {
    await page.keyboard.press('Control+K');
    await page.keyboard.type('переписк');
    const popup = page.locator('search').getByRole('listbox');
    await expect(popup.locator('mark').first()).toHaveText('Переписка');
    await page.screenshot({ path: 'test-results/finding-box.png' });
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(kk('find.title'));
    await totalIs(page, 40);
    await expect(list.locator('mark').first()).toHaveText('Переписка');
  });

  await test.step('years, a fonds by its code, two tags', async () => {
    await tabTo(page, new RegExp(`^${kk('find.fonds')}$`));
    await page.keyboard.type('Р-7');
    await expect(page.getByRole('option', { name: /^Р-7/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await totalIs(page, 20);
    await tabTo(page, kk('find.from'));
    await page.keyboard.type('1925');
    await tabTo(page, kk('find.to'));
    await page.keyboard.type('1943');
    await totalIs(page, 10);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('combobox', { name: kk('find.tags') })).toBeFocused();
    for (const [tag, left] of [
      ['Мект', 5],
      ['Жер', 3],
    ] as const) {
      await page.keyboard.type(tag);
      await expect(page.getByRole('option', { name: new RegExp(`^${tag}`) })).toBeVisible();
      await page.keyboard.press('Enter');
      await totalIs(page, left);
    }
    await page.screenshot({ path: 'test-results/finding-filters.png' });
  });

  await test.step('Back leads to the same results and the same row', async () => {
    await page.getByRole('searchbox', { name: kk('find.words') }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await expect(list.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true');
    const title = await list.getByRole('option').nth(1).locator('p').first().textContent();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/record\//);
    await page.goBack();
    await totalIs(page, 3);
    await expect(list.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true');
    expect(await list.getByRole('option').nth(1).locator('p').first().textContent()).toBe(title);
    // The address alone leads there, too.
    await page.reload();
    await totalIs(page, 3);
  });

  await test.step('all of them are changed at once', async () => {
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+A');
    await expect(page.getByText(kk('list.chosen_other', { count: 3, total: 3 })).first()).toBeVisible();
    await expect(
      page.getByRole('heading', { name: kk('inspector.several_other', { count: 3 }) }),
    ).toBeVisible();
    await page.keyboard.press('Alt+B');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: kk('batch.field') }).selectOption('title/ru');
    await dialog.getByRole('combobox', { name: kk('batch.mode') }).selectOption('replace');
    await dialog.getByRole('textbox', { name: kk('batch.find') }).fill('о земле');
    await dialog.getByRole('textbox', { name: kk('batch.by') }).fill('о пашне');
    await dialog.getByRole('button', { name: kk('batch.write_other', { count: 3 }) }).click();
    await expect(dialog).toBeHidden();
    await isSafe(page);
    await expect(list.getByRole('option', { name: /о пашне/ })).toHaveCount(3);
  });

  await test.step('a filter without words lists by code', async () => {
    const words = page.getByRole('searchbox', { name: kk('find.words') });
    await words.fill('');
    await page.getByRole('button', { name: kk('find.clear') }).click();
    await words.focus();
    await tabTo(page, kk('level.unit'));
    await page.keyboard.press('Space');
    await totalIs(page, 80);
    await expect(list.getByRole('option').first()).toContainText('Протоколы заседаний 1');
    await expect(list.getByRole('option').nth(1)).toContainText('Переписка о земле 2');
    await page.getByRole('button', { name: kk('find.clear') }).click();
  });

  await test.step('near words stand behind and say so', async () => {
    const words = page.getByRole('searchbox', { name: kk('find.words') });
    await words.fill('пошне');
    await expect(list.getByText(kk('find.near', { word: 'пашне' })).first()).toBeVisible();
    await expect(list.getByText(kk('find.nearDivider'))).toHaveCount(1);
    await totalIs(page, 0);
    await expect(list.locator('mark').first()).toHaveText('пашне');
    await page.screenshot({ path: 'test-results/finding-near.png' });
  });

  await test.step('first words, and a region that opens on its page', async () => {
    const words = page.getByRole('searchbox', { name: kk('find.words') });
    await words.fill('астық');
    await expect(list.getByRole('option').locator('mark').filter({ hasText: 'астық' })).toBeVisible();
    await expect(list.getByText(kk('find.in.opening'))).toBeVisible();
    await words.fill('құлжаб');
    await expect(list.getByRole('option').first()).toContainText(kk('level.region'));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/record\//);
    await expect(page.getByText('Құлжабек деген қолтаңба').first()).toBeVisible();
    await page.screenshot({ path: 'test-results/finding-region.png' });
  });
  // While the host was stopped the window could not reach it; the page's picture is nobody's.
  expect(app.faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]);
});

test('the finding page with all that it can show is sound, light and dark', async ({ app }) => {
  await openFilled(app);
  const { page } = app;
  await page.goto(`${app.host.origin}/#/find?q=пашня+переписка&level=unit&from=1920`);
  await page.getByRole('searchbox', { name: kk('find.words') }).fill('зимле');
  await expect(page.locator('[data-near]').first()).toBeVisible();
  expect(await axeFaults(page, { within: 'main' })).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: 'test-results/screens/finding-dark.png' });
  expect(await axeFaults(page, { within: 'main', rules: ['color-contrast'] })).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 640, height: 400 });
  await page.screenshot({ path: 'test-results/screens/finding-200.png', fullPage: true });
});

test('an index that is not true to its rows is found out and made anew', async ({ app }) => {
  await openFilled(app);
  const { page } = app;
  const check = async () => {
    await page.keyboard.press('Control+Shift+P');
    await page.keyboard.type(kk('searchIndex.verify'));
    await page.keyboard.press('Enter');
  };
  await check();
  await expect(page.getByText(kk('searchIndex.saidTrue'))).toBeVisible();
  await changeRowUnseen(page, 'Протоколы заседаний 7', 'Ведомость подменённая');
  await check();
  await expect(page.getByText(kk('searchIndex.said', { untrue: 1 }))).toBeVisible();
  await page.goto(`${app.host.origin}/#/settings`);
  const section = page.getByRole('region', { name: kk('searchIndex.title') });
  await expect(section.locator('[data-untrue="1"]')).toBeVisible();
  await section.getByRole('button', { name: kk('searchIndex.verify') }).click();
  await expect(section.locator('[data-untrue="0"]')).toBeVisible();
  await page.screenshot({ path: 'test-results/finding-healed.png' });
  await page.keyboard.press('Control+K');
  await page.keyboard.type('подменённая');
  await expect(page.locator('search').getByRole('option').first()).toContainText('Ведомость');
});

/** Changes a title in the window's copy as no write of the program does: its number stays. */
async function changeRowUnseen(page: Page, from: string, to: string): Promise<void> {
  const count = await page.evaluate(
    async ([before, after]) => {
      const databases = await indexedDB.databases();
      const name = databases.find((each) => /-g\d+$/.test(each.name ?? ''))?.name ?? '';
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error('not opened')));
      });
      const transaction = db.transaction('records', 'readwrite');
      const store = transaction.objectStore('records');
      let changed = 0;
      await new Promise<void>((resolve) => {
        transaction.addEventListener('complete', () => resolve());
        store.openCursor().addEventListener('success', (event) => {
          const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result;
          if (cursor === null) return;
          const row = cursor.value as { state: string };
          if (changed === 0 && row.state.includes(before ?? '')) {
            cursor.update({ ...row, state: row.state.replace(before ?? '', after ?? '') });
            changed++;
          }
          cursor.continue();
        });
      });
      db.close();
      return changed;
    },
    [from, to],
  );
  expect(count).toBe(1);
}

test('a page that is found is opened at its place in its document', async ({ app }) => {
  await openFilled(app);
  const { page } = app;
  await page.keyboard.press('Control+K');
  await page.keyboard.type('егінші');
  await expect(page.locator('search').getByRole('listbox').locator('mark')).toHaveText('Егінші');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /Хат/ })).toBeVisible();
  await expect(page).toHaveURL(/#\/record\/[0-9a-f-]{36}\/1$/);
});
