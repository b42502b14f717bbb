/** The queue as a person has it: pausing that outlasts a restart, what failed and why, trying again; the report on paper and in files. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { readPdfTexts } from '../fixtures/pdf-texts.ts';
import { unzip } from '../fixtures/unzip.ts';
import { makeScan } from '../fixtures/make-scan.ts';
import { expect, testOnDisk as test } from './app.ts';
import { axeFaults } from './axe.ts';
import { chooseLanguage, importSums } from './steps.ts';
import { wordsOf } from './words.ts';

const ru = wordsOf('ru');
/** A spreadsheet would take the first name for a formula. */
const NAMES = ['=1+1.png', 'лист 45об.png', 'лист; 46.png'];
const CUT = 'оборван.png';

const card = (page: Page, kind: string) => page.locator(`[data-job][data-kind="${kind}"]`).first();
const goTo = (page: Page, hash: string) => page.evaluate((to) => void (location.hash = to), hash);

test('jobs that were paused stay so over a restart, and say at the end what failed and why', async ({
  app,
}) => {
  await chooseLanguage(app.page, 'Русский');
  const scans = await Promise.all(NAMES.map((name) => makeScan(name)));
  const cut = (await makeScan(CUT)).slice(0, 400);
  const files = [...NAMES.map((name, at) => ({ name, bytes: scans[at] ?? cut })), { name: CUT, bytes: cut }];
  for (const { name, bytes } of files) writeFileSync(path.join(app.scratch, name), bytes);

  await test.step('everything rests, also after a reload and a restart', async () => {
    await goTo(app.page, '#/jobs');
    await app.page.getByRole('button', { name: ru('jobs.pauseAll') }).click();
    await expect(app.page.locator('[data-jobs-paused="true"]')).toBeVisible();
    await goTo(app.page, '#/imports');
    const chooser = app.page.waitForEvent('filechooser');
    await app.page.getByRole('button', { name: ru('import.files') }).click();
    await (await chooser).setFiles(files.map(({ name }) => path.join(app.scratch, name)));
    await expect(app.page.getByText(ru('import.states.running')).first()).toBeVisible();
    await goTo(app.page, '#/jobs');
    await expect(card(app.page, 'import')).toHaveAttribute('data-state', 'paused');
    await app.page.reload();
    await expect(card(app.page, 'import')).toHaveAttribute('data-state', 'paused');
    await app.restart();
    await goTo(app.page, '#/jobs');
    await expect(card(app.page, 'import')).toHaveAttribute('data-state', 'paused');
  });

  const { page } = app;
  await test.step('it goes on, and the file that was refused stands there with its reason', async () => {
    await page.getByRole('button', { name: ru('jobs.resumeAll') }).click();
    await expect(card(page, 'import')).toHaveAttribute('data-state', 'ended');
    await expect(card(page, 'derive')).toHaveAttribute('data-state', 'ended');
    await card(page, 'import')
      .getByRole('button', { name: ru('jobs.reasons_one', { count: 1 }) })
      .click();
    const row = card(page, 'import').getByRole('option');
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(CUT);
    await expect(row).toContainText(ru('refusal.TRUNCATED'));
    expect(await axeFaults(page)).toEqual([]);
  });

  await test.step('a backup into a folder that is somebody else’s fails, and is tried again when it is free', async () => {
    const disk = path.join(app.scratch, 'disk');
    const foreign = path.join(disk, 'vault', 'чужое.txt');
    mkdirSync(path.dirname(foreign), { recursive: true });
    writeFileSync(foreign, 'чужое');
    await begin(page, 'backup.begin', { target: disk });
    await expect(card(page, 'backup')).toHaveAttribute('data-state', 'failed');
    rmSync(path.dirname(foreign), { recursive: true });
    await card(page, 'backup')
      .getByRole('button', { name: ru('jobs.retry') })
      .click();
    await expect(card(page, 'backup')).toHaveAttribute('data-state', 'ended');
  });

  await test.step('the report adds up on paper and in files', async () => {
    await card(page, 'import')
      .getByRole('link', { name: ru('jobs.toReport') })
      .click();
    await expect(page.locator('[data-import="done"]')).toBeVisible();
    expect(await importSums(page)).toEqual({ seen: 4, stored: 3, known: 0, refused: 1 });
    const paper = await readPdfTexts(await page.pdf({ preferCSSPageSize: true }));
    expect(paper).toHaveLength(1);
    for (const { name } of files) expect(paper[0]).toContain(name);
    expect(paper[0]).toContain(`${ru('import.sum.seen')}: 4 · ${ru('import.sum.stored')}: 3`);
    expect(paper[0]).not.toContain(ru('nav.unplaced'));

    const hashes = scans.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    const csv = (await save(page, ru('report.csv'))).toString();
    expect(csv.startsWith('\uFEFF')).toBe(true);
    const rows = csv
      .trim()
      .split('\r\n')
      .map((line) => line.split(';'));
    const at = rows.findIndex((cells) => cells[2] === 'SHA-256');
    expect(rows.slice(at + 1).map((cells) => cells.slice(0, 3))).toEqual(
      expect.arrayContaining([
        ['1', "'=1+1.png", hashes[0]],
        ['2', 'лист 45об.png', hashes[1]],
      ]),
    );
    expect(csv).toContain('"лист; 46.png"');
    expect(csv).toContain(ru('refusal.TRUNCATED'));

    const book = unzip(await save(page, ru('report.xlsx')));
    const sheet = book.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toContain('<t xml:space="preserve">=1+1.png</t>');
    expect(sheet).not.toContain('<f>');
    for (const hash of hashes) expect(sheet).toContain(hash);
    expect([...book.keys()]).toContain('[Content_Types].xml');
  });
  expect(app.faults).toEqual([]);
});

async function begin(page: Page, method: string, input: object): Promise<void> {
  const status = await page.evaluate(
    async ([name, value]) => {
      const body = JSON.stringify({ method: name, input: value });
      const headers = { 'content-type': 'application/json' };
      return (await fetch('/rpc', { method: 'POST', headers, body })).status;
    },
    [method, input] as const,
  );
  expect(status).toBe(200);
}

async function save(page: Page, name: string): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  return readFileSync(await (await download).path());
}
