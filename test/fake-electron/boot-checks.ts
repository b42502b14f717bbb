/**
 * `node test/fake-electron/boot-checks.ts DIST DATA`: boots the built shell in DIST under the fake and asks of it
 * everything that `docs/security.md` promises of the shell. Prints `{ "<check>": null | "<what is wrong>" }` and ends
 * with 1 when anything is.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { app, asked, session } from './fake-app.ts';
import { handlers, log, state } from './fake-state.ts';
import type { FakeBrowserWindow } from './fake-windows.ts';
import { bootShell } from './use-fake.ts';
import { must } from '../../shared/must.ts';
import {
  ORIGIN,
  HOSTILE_URLS,
  until,
  page,
  call,
  goesThrough,
  fetchPage,
  PIXEL,
  PDF,
  takeIn,
} from './booted-shell.ts';

const [distFolder = '', dataFolder = ''] = process.argv.slice(2);

/** The part of a machine's key that nobody may have, as an earlier program left it in a file. */
const PRIVATE = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';
const DEVICE_FILE = {
  v: 1,
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  d: PRIVATE,
};

const CHECKS: Readonly<Record<string, () => void | Promise<void>>> = {
  'the sandbox is on for everything, before anything starts': () => {
    assert.ok(log.some((entry) => entry.call === 'app.enableSandbox'));
  },
  'every window is shut off from Node': () => {
    for (const window of state.windows) {
      const { preload: _preload, ...preferences } = must(
        window.options.webPreferences,
        'preferences are given',
      );
      assert.deepEqual(preferences, {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      });
    }
  },
  'the scheme bypasses nothing': () => {
    const schemes = must(
      log.find((entry) => entry.call === 'registerSchemes'),
      'schemes are registered',
    ).args[0];
    assert.deepEqual(schemes, [
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
      },
    ]);
  },
  'no permission is given, neither asked for nor looked up': () => {
    const names = [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'fileSystem',
      'openExternal',
      'hid',
    ];
    for (const name of names) {
      let answer: boolean | undefined;
      must(asked.permissionRequest, 'a handler is set')(
        null as never,
        name as never,
        (given) => void (answer = given),
        {} as never,
      );
      assert.equal(answer, false, name);
      assert.equal(
        must(asked.permissionCheck, 'a handler is set')(null, name as never, ORIGIN, {} as never),
        false,
        name,
      );
    }
    assert.equal(must(asked.device, 'a handler is set')({} as never), false);
  },
  'nothing is downloaded': () => {
    const goes = (url: string): boolean => {
      let stopped = false;
      const event = { preventDefault: () => void (stopped = true) };
      session.defaultSession.emit('will-download', event, { getURL: () => url });
      return !stopped;
    };
    const urls = [
      ...HOSTILE_URLS,
      `${ORIGIN}/file/0`,
      ...HOSTILE_URLS.map((url) => `blob:${url}`),
      'blob:',
      `blob:blob:${ORIGIN}/1`,
    ];
    for (const url of urls) assert.equal(goes(url), false, url);
    // A report that the page made itself; the system asks where to.
    assert.equal(goes(`blob:${ORIGIN}/0190a5b0`), true);
  },
  'no page leads away': () => {
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      for (const url of HOSTILE_URLS) assert.equal(goesThrough(event, url), false, `${event} ${url}`);
      assert.equal(goesThrough(event, `${ORIGIN}/index.html#/unit`), true, event);
    }
  },
  'no window is opened by a page': () => {
    for (const url of [...HOSTILE_URLS, `${ORIGIN}/`]) {
      assert.deepEqual(must(page().openHandler, 'a handler is set')({ url } as never), { action: 'deny' });
    }
  },
  'no guest is attached': () => {
    let stopped = false;
    page().emit('will-attach-webview', { preventDefault: () => void (stopped = true) });
    assert.ok(stopped);
  },
  'only the main frame of our window may call': async () => {
    const own = page().mainFrame;
    const refused = { ok: false, code: 'FORBIDDEN' };
    const foreign = [
      null,
      { parent: {}, origin: ORIGIN, url: `${ORIGIN}/` },
      { parent: null, origin: 'https://evil.example', url: 'https://evil.example/' },
      { parent: null, origin: `${ORIGIN}.evil.example`, url: `${ORIGIN}.evil.example/` },
      { parent: null, origin: 'null', url: 'about:blank' },
      { parent: null, origin: 'file://', url: 'file:///app://archive' },
    ];
    for (const frame of foreign)
      assert.deepEqual(await call(frame, 'app.info', {}), refused, JSON.stringify(frame));
    assert.deepEqual(await call(own, 'app.info', {}, 4711), refused, 'a window that is not ours');
  },
  'what a page sends is parsed': async () => {
    const own = page().mainFrame;
    const info = (await call(own, 'app.info', {})) as { ok: boolean; value: { dataFolder: string } };
    assert.deepEqual([info.ok, info.value.dataFolder], [true, dataFolder]);
    assert.deepEqual(await call(own, '__proto__', {}), { ok: false, code: 'UNKNOWN_METHOD' });
    assert.equal(
      ((await call(own, 'settings.write', { language: 7 })) as { code: string }).code,
      'BAD_INPUT',
    );
    assert.equal(((await call(own, 'app.info', { more: 1 })) as { code: string }).code, 'BAD_INPUT');
  },
  'the page comes with the strict policy': async () => {
    const policy = (await fetchPage('/')).headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'; script-src 'self';/);
    assert.doesNotMatch(policy, /unsafe|data:|http|\*/);
    assert.equal((await fetchPage('/../../etc/passwd')).status, 404);
  },
  'the preload gives the page one object and nothing of Electron': () => {
    const file = must(state.windows[0]?.options.webPreferences?.preload, 'a preload is set');
    const exposed: Record<string, unknown> = {};
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, value: unknown) => void (exposed[name] = value) },
      ipcRenderer: { invoke: () => 'answer', on: () => undefined, off: () => undefined },
    };
    const require = (name: string): unknown => {
      if (name !== 'electron') throw new Error(`a sandboxed preload cannot load ${name}`);
      return electron;
    };
    runInContext(
      readFileSync(file, 'utf8'),
      createContext({ require, module: { exports: {} }, exports: {} }),
    );
    const { qoimaHost, ...others } = exposed;
    assert.deepEqual(others, {});
    assert.deepEqual(Object.keys(qoimaHost as object).sort(), ['call', 'on']);
  },
  'events of the host reach the window': async () => {
    await call(page().mainFrame, 'import.begin', { source: 'test', parent: null });
    await until('an event', () => page().sent.find(([channel]) => channel === 'qoima:event'));
  },
  'children decode scans': async () => {
    if (process.env['QOIMA_DECODE'] === undefined) return;
    const files = await takeIn([
      ['pixel.png', Buffer.from(PIXEL, 'base64')],
      ['page.pdf', Buffer.from(PDF)],
    ]);
    const outcomes = files as { state: string; code?: string; pages?: number }[];
    assert.deepEqual(
      outcomes.map(({ state, code, pages }) => ({ state, code, pages })),
      files.map(() => ({ state: 'stored', code: undefined, pages: 1 })),
    );
  },
  'the key of the machine is sealed, and lies nowhere else': () => {
    const sealed = readFileSync(path.join(dataFolder, 'sync/device.sealed'));
    assert.equal(sealed.includes(PRIVATE), false);
    assert.equal(existsSync(path.join(dataFolder, 'sync/device.json')), false);
  },
  'a window that crashes is loaded again, but not for ever': () => {
    const reloads = () => log.filter((entry) => entry.call === 'reload').length;
    const crash = () => page().emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    page().emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    assert.equal(reloads(), 0);
    for (let count = 0; count < 3; count += 1) crash();
    assert.equal(reloads(), 3);
    crash();
    assert.equal(reloads(), 3);
    assert.equal(state.windows[0]?.url, `${ORIGIN}/crashed`);
  },
  'the menu speaks the language of the program': () => {
    const menu = must(
      log.find((entry) => entry.call === 'setApplicationMenu'),
      'a menu is set',
    ).args[0];
    assert.match(JSON.stringify(menu), /Өңдеу/);
  },
  'a second instance brings the first one forward': () => {
    app.emit('second-instance');
    assert.ok(log.some((entry) => entry.call === 'focus'));
  },
  'quitting waits until everything is closed, and frees the data folder': async () => {
    must<FakeBrowserWindow>(state.windows[0], 'the window is open').closeByHand();
    assert.equal(existsSync(path.join(dataFolder, 'lock.json')), true, 'still closing');
    await until('the exit', () => log.find((entry) => entry.call === 'app.exited'));
    assert.equal(existsSync(path.join(dataFolder, 'lock.json')), false);
    assert.equal(existsSync(path.join(`${dataFolder}-window`, 'window.json')), true);
  },
};

const results: Record<string, string | null> = {};
try {
  mkdirSync(path.join(dataFolder, 'sync'), { recursive: true });
  writeFileSync(path.join(dataFolder, 'sync/device.json'), JSON.stringify(DEVICE_FILE));
  bootShell(distFolder, dataFolder);
  await until('the window', () => state.windows[0]?.response);
  await until('the handler of calls', () => handlers.get('qoima:call'));
  await until('the menu', () => log.find((entry) => entry.call === 'setApplicationMenu'));
  for (const [name, check] of Object.entries(CHECKS)) {
    try {
      await check();
      results[name] = null;
    } catch (error) {
      results[name] = String(error);
    }
  }
} catch (error) {
  results['the shell starts'] = error instanceof Error ? (error.stack ?? error.message) : String(error);
}
console.log(JSON.stringify(results, null, 1));
process.exit(Object.values(results).every((result) => result === null) ? 0 : 1);
