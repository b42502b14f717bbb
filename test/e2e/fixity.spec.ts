/** J15: a byte of a stored scan changes on the disk; an audit finds it, names the record, and a backup makes it good. */
import { createHash } from 'node:crypto';
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { makeBackup } from '../../electron/services/backup/make-backup.ts';
import { BROWSER, HEADLESS_FLAGS } from '../fixtures/browser.ts';
import { findSmallDisk, NO_SMALL_DISK } from '../fixtures/small-disk.ts';
import { expect, test, type App } from './app.ts';
import { axeFaults } from './axe.ts';
import { createHostProcess, type HostProcess } from './host-process.ts';
import { chooseLanguage, isSafe, makeRecord } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
const NAME = 'парақ 45об.png';

test('a scan that has rotted is found, named, repaired from the backup, and all of it is on record', async ({
  app,
}) => {
  const { page } = app;
  await chooseLanguage(page);
  const sha256 = await importScan(app);
  const target = path.join(app.scratch, 'backup');
  await makeBackup({ dataFolder: app.dataFolder, target, program: 'test' });
  const file = scanIn(app.dataFolder, sha256);
  const good = readFileSync(file);
  const rotten = Buffer.from(good);
  rotten[rotten.length >> 1] = (rotten[rotten.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, rotten);
  expect(await bytesOf(page, sha256)).not.toBe(sha256);

  await go(page, '#/fixity');
  await expect(page.getByText(kk('fixity.verdict.never'))).toBeVisible();
  await page.getByRole('button', { name: kk('fixity.auditAll') }).click();
  const damage = page.locator('[data-damage="FILE_CHANGED"]');
  await expect(damage).toContainText(NAME);
  await expect(damage).toHaveAttribute('data-kept', 'backup');
  await expect(damage).toContainText(target);
  await expect(page.locator('footer [data-fixity="damaged"]')).toBeVisible();
  expect(await axeFaults(page)).toEqual([]);
  await picture(page, 'damaged');
  await damage.getByRole('link').click();
  await expect(page.locator('aside [data-fixity="damaged"]')).toBeVisible();
  await page.locator('footer [data-fixity="damaged"]').click();

  await page.getByRole('button', { name: kk('fixity.repairBackup') }).click();
  await expect(page.locator('[data-verdict="sound"]')).toBeVisible();
  await expect(damage).toBeHidden();
  await expect(page.locator('footer [data-fixity="damaged"]')).toBeHidden();
  await expect(page.locator('[data-event="recovery"][data-outcome="repaired"]')).toContainText(NAME);
  const [kept] = globSync('vault/damaged/*/damaged-*', { cwd: app.dataFolder });
  expect(readFileSync(path.join(app.dataFolder, kept ?? '')).equals(rotten)).toBe(true);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: kk('report.csv') }).click();
  const report = readFileSync(await (await saved).path(), 'utf8');
  expect(report).toContain(NAME);
  expect(report).toContain(kk('fixity.damage.FILE_CHANGED'));
  await picture(page, 'repaired');

  // Nothing that was made of it is left over from before: the scan is read anew.
  expect(await bytesOf(page, sha256)).toBe(sha256);
  rmSync(path.join(app.dataFolder, 'vault', 'cache'), { recursive: true, force: true });
  await go(page, '#/unplaced');
  await page.getByText(NAME).first().dblclick();
  await expect(page.locator('aside [data-fixity="sound"]')).toBeVisible();
  await expect(page.locator('[data-trouble]')).toHaveCount(0);
});

test('the limits of the disk are settings: with them raised the long jobs wait and no import begins', async ({
  app,
}) => {
  const { page } = app;
  await chooseLanguage(page);
  await go(page, '#/settings');
  const section = page.getByRole('region', { name: kk('settings.section.disk') });
  for (const name of ['low', 'short', 'full'] as const)
    await section.getByLabel(kk(`disk.limit.${name}`)).fill(name === 'full' ? '0.2' : '900000');
  await section.getByRole('button', { name: kk('disk.save') }).click();
  await expect(page.locator('footer [data-disk="short"]')).toBeVisible();
  await expect(section).toContainText(kk('disk.levels.short'));
  expect(await axeFaults(page)).toEqual([]);
  await picture(page, 'disk');
  // The ballast is made while there is room for it, and really takes it.
  await expect.poll(() => globSync('ballast.bin', { cwd: app.dataFolder })).toHaveLength(1);
  expect(statSync(path.join(app.dataFolder, 'ballast.bin')).size).toBe(25_000_000);

  await go(page, '#/unplaced');
  await choose(app);
  await expect(page.getByRole('alertdialog')).toContainText(/900|ГБ/u);
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: kk('trouble.close') })
    .click();
  await go(page, '#/settings');
  await section.getByRole('button', { name: kk('disk.usual') }).click();
  await expect(page.locator('footer [data-disk="short"]')).toBeHidden();
});

test('on a disk without a single byte left the window goes on, and what is typed is safe', async () => {
  const disk = findSmallDisk(420);
  test.skip(disk === null, NO_SMALL_DISK);
  if (disk === null) return;
  const place = mkdtempSync(path.join(tmpdir(), 'qoima-full-'));
  disk.mount(place);
  const data = path.join(place, 'data');
  mkdirSync(data);
  const limits = { low: 900e6, short: 220e6, full: 200e6 };
  writeFileSync(path.join(data, 'settings.json'), JSON.stringify({ v: 1, disk: limits }));
  const host = await createHostProcess(data);
  const open = () =>
    chromium.launchPersistentContext(path.join(place, 'profile'), {
      executablePath: BROWSER,
      args: [...HEADLESS_FLAGS],
      viewport: { width: 1280, height: 800 },
    });
  let context = await open();
  try {
    const address = await host.start();
    let page = await context.newPage();
    await page.goto(address);
    await chooseLanguage(page);
    await makeRecord(page, kk, 'fonds', { number: 'Р-5', title: 'Қаратал атқару комитеті' });
    await isSafe(page);
    await expect.poll(() => globSync('ballast.bin', { cwd: data }), { timeout: 20_000 }).toHaveLength(1);

    disk.fill(place);
    await expect(page.locator('footer [data-disk="full"]')).toBeVisible({ timeout: 20_000 });
    const title = () => page.getByRole('textbox', { name: kk('field.title/ru') });
    for (const text of ['Каратальский исполком', 'Исполком Каратальского района', 'Исполком, 1937']) {
      // What stood there before was safe too: the answer to this very change is waited for.
      const taken = page.waitForResponse((response) => {
        const asked = response.request().postData() ?? '';
        return asked.includes('journal.commit') && asked.includes(text);
      });
      await title().fill(text);
      await page.keyboard.press('Enter');
      await taken;
      await isSafe(page);
      await expect(title()).toHaveValue(text);
    }
    expect(statSync(path.join(data, 'ballast.bin')).size).toBeLessThan(25_000_000);
    await picture(page, 'full');

    // Whatever became of the window's own copy: the journal has it all, also on the full disk and in a profile of today.
    await context.close();
    context = await open();
    page = await context.newPage();
    await page.goto(await restarted(host));
    await page.getByRole('treeitem', { name: /Қаратал атқару комитеті/ }).click();
    await expect(title()).toHaveValue('Исполком, 1937');
    disk.free(place);
    await expect(page.locator('footer [data-disk="full"]')).toBeHidden({ timeout: 20_000 });
    await title().fill('Исполком, 1938');
    await page.keyboard.press('Enter');
    await isSafe(page);
    await expect
      .poll(() => statSync(path.join(data, 'ballast.bin')).size, { timeout: 20_000 })
      .toBe(25_000_000);
  } finally {
    await context.close();
    await host.stop();
    disk.unmount(place);
    rmdirSync(place);
  }
});

async function restarted(host: HostProcess): Promise<string> {
  await host.stop();
  return host.start();
}

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to;
  }, hash);
}

async function choose({ page, scratch }: App): Promise<void> {
  const scan = sharp({ create: { width: 300, height: 400, channels: 3, background: '#efe8d8' } });
  writeFileSync(path.join(scratch, NAME), await scan.png().toBuffer());
  const chooser = page.waitForEvent('filechooser');
  await page
    .getByRole('button', { name: kk('import.files') })
    .first()
    .click();
  await (await chooser).setFiles(path.join(scratch, NAME));
}

/** Answers the sha256 of what was taken in. */
async function importScan(app: App): Promise<string> {
  await go(app.page, '#/unplaced');
  await choose(app);
  await expect(app.page.locator('[data-import="done"]')).toBeVisible();
  await isSafe(app.page);
  return createHash('sha256')
    .update(readFileSync(path.join(app.scratch, NAME)))
    .digest('hex');
}

function scanIn(dataFolder: string, sha256: string): string {
  const found = globSync('vault/ocfl/**/v1/content/*.png', { cwd: dataFolder })
    .map((name) => path.join(dataFolder, name))
    .find((name) => createHash('sha256').update(readFileSync(name)).digest('hex') === sha256);
  expect(found).toBeDefined();
  return found ?? '';
}

/** The sha256 of what the host gives for a scan. */
async function bytesOf(page: Page, sha256: string): Promise<string> {
  const bytes = await page.evaluate(async (name) => {
    const answer = await fetch(`/file/${name}`, { cache: 'no-store' });
    return [...new Uint8Array(await answer.arrayBuffer())];
  }, sha256);
  return createHash('sha256').update(Buffer.from(bytes)).digest('hex');
}

/** Where pictures are asked for: light and dark, and at 200 %. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['QOIMA_PICTURES'];
  if (folder === undefined) return;
  await page.screenshot({ path: path.join(folder, `fixity-${name}.png`) });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 640, height: 400 });
  await page.screenshot({ path: path.join(folder, `fixity-${name}-dark-200.png`) });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}
