/** The data goes to another disk while a window is open; and by the command, with the old folder opened by mistake. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from './app.ts';
import { createHostProcess } from './host-process.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const en = wordsOf('en');
const CLI = path.resolve(import.meta.dirname, '../../electron/cli/main.ts');

test('the data is moved from the settings, and the window goes on in the new place', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page, 'English');
  await makeRecord(page, en, 'fonds', { number: '1', title: 'Moved along' });
  await isSafe(page);
  await page.evaluate(() => {
    window.location.hash = '#/settings';
  });
  const section = page.getByRole('region', { name: en('settings.section.folder') });
  await expect(section).toContainText(app.dataFolder);
  const field = section.getByLabel(en('place.to'));
  const copy = section.getByRole('button', { name: en('place.copy') });
  await field.fill(path.join(app.dataFolder, 'inside'));
  await copy.click();
  const trouble = page.getByRole('alertdialog');
  await expect(trouble).toContainText(en('error.MOVE_INSIDE_DATA.what'));
  await trouble.getByRole('button', { name: en('trouble.close') }).click();

  const to = path.join(app.scratch, 'new disk');
  await field.fill(to);
  await copy.click();
  await section.getByRole('button', { name: en('place.switch') }).click();
  // What is written after the copy goes along.
  await page.keyboard.press('Escape');
  await page
    .getByRole('link', { name: en('nav.catalogue') })
    .first()
    .click();
  await makeRecord(page, en, 'fonds', { number: '2', title: 'Written meanwhile' });
  await isSafe(page);
  await page.evaluate(() => {
    window.location.hash = '#/settings';
  });
  await section.getByRole('button', { name: en('place.switch') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: en('place.switchNow') })
    .click();
  // The same window, the same cookie: the host is there again, from the new place.
  await expect(section).toContainText(en('place.oldHint'), { timeout: 30_000 });
  await expect(section).toContainText(to);
  await expect(page.locator('[data-code="HOST_GONE"]')).toHaveCount(0);
  await expect(page.getByRole('treeitem', { name: /Written meanwhile/ })).toBeVisible();
  await page.getByRole('treeitem', { name: /Moved along/ }).click();
  await makeRecord(page, en, 'inventory', { number: '1', title: 'Of the new place' });
  await isSafe(page);
  expect(existsSync(path.join(app.dataFolder, 'journal.db'))).toBe(true);

  // Opened by mistake, the old folder says where the data is.
  await app.host.stop();
  const old = await run(['electron/web-host/main.ts', '--data', app.dataFolder]);
  expect([old.code, old.err]).toEqual([1, expect.stringContaining('DATA_FOLDER_MOVED')]);
  expect(old.err).toContain(to);
});

test('the command moves what no host holds', async ({ app }) => {
  const { page } = app;
  await chooseLanguage(page, 'English');
  await makeRecord(page, en, 'fonds', { number: '1', title: 'By the command' });
  await isSafe(page);
  const to = path.join(app.scratch, 'by command');
  const held = await run([CLI, 'move', to, '--data', app.dataFolder]);
  expect([held.code, held.err]).toEqual([2, expect.stringContaining('Qoima is running')]);
  await page.goto('about:blank');
  await app.host.stop();
  const moved = await run([CLI, 'move', to, '--json', '--data', app.dataFolder]);
  expect([moved.code, JSON.parse(moved.out)]).toMatchObject([0, { to, records: 3 }]);
  const again = await run([CLI, 'move', to, '--data', app.dataFolder]);
  expect([again.code, again.err]).toEqual([2, expect.stringContaining(to)]);
  const host = await createHostProcess(to);
  try {
    await page.goto(await host.start());
    await expect(page.getByRole('treeitem', { name: /By the command/ })).toBeVisible();
  } finally {
    await page.goto('about:blank');
    await host.stop();
  }
});

async function run(args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, args, {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { ...process.env, QOIMA_PORT: '0', LANG: 'en_GB.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
