/**
 * The shell on the real Electron: run `npx install-electron`, `npm run build`, then this. On a machine that runs tests
 * as root or without user namespaces Electron needs `QOIMA_NO_SANDBOX=1`; one run with the sandbox belongs to a release.
 */
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const BINARY = process.env['QOIMA_ELECTRON'] ?? path.join(ROOT, 'node_modules/electron/dist/electron');
const REASON = `skipped: there is no Electron at ${BINARY} (npx install-electron)`;

const isThere = existsSync(BINARY);
if (!isThere) console.log(REASON);
test.skip(!isThere, REASON);

let folder: string;
let app: ElectronApplication;
let page: Page;

async function open(): Promise<void> {
  const args = process.env['QOIMA_NO_SANDBOX'] === undefined ? [] : ['--no-sandbox'];
  app = await _electron.launch({
    executablePath: BINARY,
    args: [...args, ROOT, '--data', path.join(folder, 'data')],
    chromiumSandbox: args.length === 0,
  });
  page = await app.firstWindow();
  await page.waitForLoadState();
}

test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-electron-'));
  await open();
});
test.afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the window has its own origin and nothing of Node', async () => {
  expect(await page.evaluate(() => [origin, isSecureContext])).toEqual(['app://archive', true]);
  const seen = await page.evaluate(() =>
    ['qoimaHost', 'require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
  );
  expect(seen).toEqual(['qoimaHost']);
});

test('no permission, no navigation and no window is given', async () => {
  const state = await page.evaluate(
    async () => (await navigator.permissions.query({ name: 'geolocation' })).state,
  );
  expect(state).toBe('denied');
  await page.evaluate(() => {
    window.open('https://evil.example/');
    location.href = 'https://evil.example/';
  });
  expect(await page.evaluate(() => origin)).toBe('app://archive');
  expect(app.windows()).toHaveLength(1);
});

test('what a person chose and what the window keeps are there after a restart', async () => {
  await page.getByRole('button', { name: 'Қазақша' }).click();
  await page.getByRole('button', { name: 'English' }).waitFor({ state: 'detached' });
  const databases = await page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name).sort((a = '', b = '') => a.localeCompare(b)),
  );
  await app.close();
  await open();
  expect(await page.getByRole('button', { name: 'English' }).count()).toBe(0);
  expect(
    await page.evaluate(async () =>
      (await indexedDB.databases()).map(({ name }) => name).sort((a = '', b = '') => a.localeCompare(b)),
    ),
  ).toEqual(databases);
});

test('a window whose process dies is loaded again', async () => {
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await expect
    .poll(() =>
      app
        .windows()[0]
        ?.evaluate(() => origin)
        .catch(() => ''),
    )
    .toBe('app://archive');
});

test('scans come in ranges through the shell’s own scheme, and an upload is a stream', async () => {
  const answer = await page.evaluate(async () => {
    type Reply = { value: { import: string } };
    const bridge = (
      globalThis as unknown as { qoimaHost: { call(name: string, input: unknown): Promise<Reply> } }
    ).qoimaHost;
    const { import: id } = (await bridge.call('import.begin', { source: 'x', parent: null })).value;
    await bridge.call('import.expect', { import: id, files: [{ path: 'x.bin', size: 5_000_000 }] });
    const put = await fetch(`/import/${id}/0`, {
      method: 'PUT',
      body: new Blob([new Uint8Array(5_000_000)]),
    });
    const range = await fetch('/index.html', { headers: { range: 'bytes=0-8' } });
    return [put.status, range.status, await range.text()];
  });
  expect(answer).toEqual([204, 206, '<!doctype']);
});
