/** A folder of scans whose names tell unit and leaf: pattern with a live preview, dry run, import, the unit in order, and back. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, importSums, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const ru = wordsOf('ru');

/** Unit 123 lacks leaf 3, its leaf 2 comes twice; unit 124 is not in the catalogue; one name tells nothing. */
const NAMES = [
  '0005_001_00123_001.png',
  '0005_001_00123_001об.png',
  '0005_001_00123_002.png',
  'ещё раз/0005_001_00123_002.png',
  '0005_001_00123_004.png',
  '0005_001_00124_001.png',
  'обложка.png',
];

async function makeFolder(parent: string): Promise<string> {
  const folder = path.join(parent, 'Сканы');
  mkdirSync(path.join(folder, 'ещё раз'), { recursive: true });
  for (const [i, name] of NAMES.entries()) {
    const background = { r: 200 - i * 9, g: 190, b: 160 + i * 9 };
    const picture = sharp({ create: { width: 60, height: 80, channels: 3, background } });
    writeFileSync(path.join(folder, name), await picture.png().toBuffer());
  }
  return folder;
}

test('scans are bound to leaves by their names, after a dry run, and taken back', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page, 'Русский');
  await makeRecord(page, ru, 'fonds', { number: '5' });
  await makeRecord(page, ru, 'inventory', { number: '1' });
  await makeRecord(page, ru, 'unit', { number: '123' });
  await isSafe(page);
  const unitUrl = page.url();
  await page.getByLabel(ru('field.expectedLeaves')).first().fill('1–4');
  await page.keyboard.press('Tab');
  await isSafe(page);

  const chooser = page.waitForEvent('filechooser');
  await page
    .getByRole('button', { name: ru('import.folder') })
    .first()
    .click();
  await (await chooser).setFiles(await makeFolder(app.scratch));
  const dialog = page.getByRole('dialog');
  await dialog.locator('[data-way="pattern"]').click();
  const pattern = dialog.getByLabel(ru('binding.pattern'), { exact: true });
  await expect(pattern).toHaveValue('{фонд}_{опись}_{дело}_{лист}');
  const sum = async (name: string, count: number) =>
    expect(dialog.locator(`[data-dry="${name}"]`)).toHaveAttribute('data-count', String(count));
  await sum('seen', 7);
  await sum('bound', 5);
  await sum('missing', 1);
  await sum('leftOut', 1);
  await sum('twice', 2);
  await sum('holes', 1);

  // The preview follows what is typed.
  const rows = dialog.getByRole('region', { name: ru('binding.files') });
  await expect(rows.getByRole('listitem').filter({ hasText: 'обложка' })).toContainText(
    ru('refusal.NO_MATCH'),
  );
  await pattern.fill('{фонд}_{опись}');
  await sum('leftOut', 7);
  await pattern.fill('{дело');
  await expect(dialog.getByText(ru('binding.patternProblem.PATTERN_BROKEN'))).toBeVisible();
  await pattern.fill('{фонд:4}_{опись:3}_{дело:5}_{лист}');
  await sum('bound', 5);
  await expect(rows.getByRole('listitem').filter({ hasText: '001об' })).toContainText('Ф. 5. Оп. 1. Д. 123');
  await dialog.getByRole('button', { name: ru('binding.save') }).click();
  await dialog.getByLabel(ru('binding.saveName')).fill('Планшетный сканер');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel(ru('binding.saved'))).toHaveValue('Планшетный сканер');
  expect(await axeFaults(page)).toEqual([]);

  await dialog.getByText(/Завести недостающее/).click();
  await dialog.getByRole('button', { name: ru('binding.take_many', { count: 6 }) }).click();
  await expect(page.locator('[data-import="done"]')).toBeVisible();
  expect(await importSums(page)).toEqual({ seen: 7, stored: 6, known: 0, refused: 1 });
  const units = page.locator('[data-unit]');
  await expect(units).toHaveCount(2);
  await expect(units.first()).toHaveAttribute('data-stored', '5');

  // The unit has its leaves in their order, the hole in its place; they are shown one after the other.
  await page.goto(unitUrl);
  const cells = () =>
    page
      .getByRole('listbox', { name: ru('leaves.heading'), exact: true })
      .getByRole('option')
      .allTextContents();
  await page.getByRole('button', { name: ru('leaves.showLeaves') }).click();
  await expect.poll(cells).toEqual(['л. 1', 'л. 1 об.', 'л. 2', 'л. 2', 'л. 3: не отсканирован', 'л. 4']);
  await page.getByRole('option', { name: 'л. 1 об.' }).dblclick();
  await expect(page.getByRole('region', { name: ru('viewer.label') })).toBeVisible();

  // The same folder again: everything is known.
  const again = page.waitForEvent('filechooser');
  await page.goto(unitUrl);
  await page
    .getByRole('button', { name: ru('import.folder') })
    .first()
    .click();
  await (await again).setFiles(path.join(app.scratch, 'Сканы'));
  await dialog.locator('[data-way="pattern"]').click();
  await expect(dialog.locator('[data-dry="taken"]')).toHaveAttribute('data-count', '6');
  await dialog.getByRole('button', { name: ru('binding.take_many', { count: 6 }) }).click();
  await expect(page.locator('[data-import="done"]')).toBeVisible();
  expect(await importSums(page)).toEqual({ seen: 7, stored: 0, known: 6, refused: 1 });

  // Undoing the first import takes the leaves back; the units stay.
  await page.getByRole('link', { name: ru('nav.imports') }).click();
  await page.getByRole('link', { name: 'Сканы' }).last().click();
  await expect(page.locator('[data-sum="stored"]')).toHaveAttribute('data-count', '6');
  await page.getByRole('button', { name: ru('import.undo') }).click();
  await dialog.getByRole('button', { name: ru('import.undo') }).click();
  await isSafe(page);
  await page.goto(unitUrl);
  await page.getByRole('button', { name: ru('leaves.showLeaves') }).click();
  await expect.poll(cells).toEqual(['л. 1–4: не отсканированы (4)']);
});
