/** The main job from end to end, as an archivist does it. */
import { expect, testOnDisk as test } from './app.ts';
import { makeScanFolder } from './make-scans.ts';
import { chooseLanguage, find, importFolder, isSafe, makeRecord, openFirst } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const CODE = 'Ф. Р-5. Оп. 1. Д. 123';

test('scans come in, get their place, are tagged, found, and outlive a restart and a wiped profile', async ({
  app,
}) => {
  test.setTimeout(300_000);
  const { page } = app;
  await chooseLanguage(page);
  const scans = await makeScanFolder(app.scratch);

  await test.step('a folder of 30 scans, two of them bad, is imported and the report adds up', async () => {
    const sums = await importFolder(page, kk, scans.folder);
    expect(sums).toEqual({ seen: 30, stored: 28, known: 0, refused: 2 });
    await expect(page.getByText(kk('refusal.NOT_A_DOCUMENT'))).toBeVisible();
    await page.screenshot({ path: 'test-results/report.png' });
  });

  await test.step('the same folder again is recognised', async () => {
    await page.getByRole('link', { name: kk('nav.imports') }).click();
    const sums = await importFolder(page, kk, scans.folder);
    expect(sums).toEqual({ seen: 30, stored: 0, known: 28, refused: 2 });
    await expect(page.getByText(kk('import.fileStates.known')).first()).toBeVisible();
  });

  await test.step('fonds, inventory and unit are made', async () => {
    await page
      .getByRole('link', { name: kk('nav.catalogue') })
      .first()
      .click();
    await makeRecord(page, kk, 'fonds', {
      number: 'Р-5',
      title: 'Қаратал аудандық атқару комитеті',
      dates: '1921–1937',
    });
    await makeRecord(page, kk, 'inventory', { number: '1', title: 'Тұрақты сақталатын істер' });
    await makeRecord(page, kk, 'unit', { number: '123', title: 'Жиналыс хаттамалары', dates: '1937 ж.' });
    await isSafe(page);
    await expect(page.getByText('Р-5-қор, 1-тізімдеме, 123-іс')).toBeVisible();
    await page.screenshot({ path: 'test-results/unit.png' });
  });

  await test.step('the documents are moved into the unit', async () => {
    await page.getByRole('link', { name: new RegExp(kk('nav.unplaced')) }).click();
    const list = page.getByRole('listbox', { name: kk('nav.unplaced') });
    await expect(list.getByRole('option').first()).toBeVisible();
    await list.getByRole('option').first().click();
    await page.keyboard.press('Control+A');
    await page.getByRole('button', { name: kk('act.move') }).click();
    const tree = page.getByRole('dialog').getByRole('tree');
    await tree.getByRole('treeitem', { name: /Р-5-қор/ }).click();
    await page.keyboard.press('ArrowRight');
    await tree.getByRole('treeitem', { name: /1-тізімдеме/ }).click();
    await page.keyboard.press('ArrowRight');
    await tree.getByRole('treeitem', { name: /123-іс/ }).click();
    await page.screenshot({ path: 'test-results/move.png' });
    await page.getByRole('button', { name: kk('act.moveHere') }).click();
    await expect(page.getByText(kk('empty.unplaced'))).toBeVisible();
    await isSafe(page);
  });

  await test.step('ten pages are tagged at once', async () => {
    await find(page, 'Қаратал кеңшарының', 'хаттама.pdf');
    await openFirst(page);
    const strip = page.getByRole('listbox', { name: kk('viewer.strip') });
    await strip.getByRole('option').first().click();
    await expect(page.locator('[data-shown="1"]')).toBeVisible();
    for (let i = 0; i < 9; i += 1) await page.keyboard.press('Shift+ArrowDown');
    await expect(
      page.getByRole('heading', { name: kk('inspector.several_other', { count: 10 }) }),
    ).toBeVisible();
    await page.getByRole('combobox', { name: kk('tag.add_other', { count: 10 }) }).fill('Жиналыс');
    await expect(page.getByRole('option', { name: kk('tag.create', { label: 'Жиналыс' }) })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: 'Жиналыс' }).first()).toBeVisible();
    await isSafe(page);
    await page.screenshot({ path: 'test-results/tagged.png' });
  });

  await test.step('pages are turned, zoomed and rotated', async () => {
    const stage = page.getByRole('application');
    await stage.focus();
    await page.keyboard.press('Home');
    await expect(page.locator('[data-shown="1"]')).toBeVisible();
    await page.keyboard.press('PageDown');
    await expect(page.locator('[data-shown="2"]')).toBeVisible();
    await page.getByRole('button', { name: kk('viewer.next') }).click();
    await expect(page.locator('[data-shown="3"]')).toBeVisible();
    await page.getByRole('textbox', { name: kk('viewer.goTo') }).fill('12');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-shown="12"]')).toBeVisible();
    await page.getByRole('button', { name: kk('viewer.zoomIn') }).click();
    await page.getByRole('button', { name: kk('viewer.rotateRight') }).click();
    await page.screenshot({ path: 'test-results/rotated.png' });
  });

  await test.step('an edit is undone and done again', async () => {
    await page
      .getByRole('button', { name: kk('viewer.toDocument') })
      .or(page.getByRole('application'))
      .first()
      .click();
    const title = page.getByRole('textbox', { name: kk('field.title/kk') });
    await title.fill('Кеңшар жиналысының хаттамасы');
    await page.keyboard.press('Enter');
    await isSafe(page);
    const name = page
      .getByRole('navigation', { name: kk('nav.path') })
      .getByText('Кеңшар жиналысының хаттамасы');
    await expect(name).toBeVisible();
    await page.getByRole('application').focus();
    await page.keyboard.press('Control+Z');
    await expect(name).toBeHidden();
    await page.keyboard.press('Control+Shift+Z');
    await expect(name).toBeVisible();
  });

  const findAll = async () => {
    await find(app.page, CODE, 'Жиналыс хаттамалары');
    await app.page.screenshot({ path: 'test-results/found.png' });
    await find(app.page, 'зарплаты', 'ведомость.pdf');
    await find(app.page, 'Жиналыс', kk('level.tag'));
    await find(app.page, 'Жиналыс', '1-бет');
    await find(app.page, 'Кеңшар жиналысының', 'Кеңшар жиналысының хаттамасы');
    await openFirst(app.page);
    await expect(app.page.getByRole('navigation', { name: kk('nav.path') })).toContainText('123-іс');
    await app.page.getByRole('link', { name: 'Жиналыс', exact: true }).first().click();
    await expect(app.page.getByRole('listbox').getByRole('option')).toHaveCount(10);
  };
  await test.step('all of it is found', findAll);
  await test.step('all of it is found after a restart', async () => {
    await app.restart();
    await findAll();
  });
  await test.step('all of it is found after IndexedDB was wiped', async () => {
    await app.wipeIndexedDb();
    await findAll();
  });
  expect(app.faults).toEqual([]);
});
