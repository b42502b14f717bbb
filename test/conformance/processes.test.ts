/** The web host and `npm start` as processes: how they begin, share a data folder, and end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { bundledRenderer, newFolder, ROOT } from '../fake-electron/bundled.ts';
import { ORIGIN } from '../../electron/shell/origin.ts';
import { WEB_PORT } from '../../electron/web-host/start-web-host.ts';
import { must } from '../../shared/must.ts';

const { folder, remove } = newFolder('processes', 'none');
const tools = path.join(folder, 'tools');
const started = new Set<ChildProcess>();

beforeAll(() => {
  bundledRenderer();
  mkdirSync(tools);
});
afterEach(async () => {
  for (const child of started) child.kill('SIGKILL');
  await until(() => [...started].every((child) => child.exitCode !== null || child.signalCode !== null));
  started.clear();
});
afterAll(remove);

type Running = {
  readonly child: ChildProcess;
  out: string;
  err: string;
  readonly ended: Promise<number | null>;
};

function run(script: string, args: string[], environment: Record<string, string> = {}): Running {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...inherited } = process.env;
  const child = spawn(process.execPath, [path.join(ROOT, script), ...args], {
    // As people start them, where most tests start the bundles.
    env: { ...inherited, QOIMA_TEST_SOURCES: '1', QOIMA_PORT: '0', LANG: 'en', LC_ALL: 'en', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  const running: Running = { child, out: '', err: '', ended };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (running.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (running.err += text));
  return running;
}

const host = (data: string): Running => run('electron/web-host/main.ts', ['--data', data]);

async function until<T>(look: () => T | undefined | false | null | ''): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false && found !== null && found !== '') return found;
    await wait(10);
  }
}

/** The address that a host printed. */
function printed(running: Running): Promise<URL> {
  return until(() => {
    if (running.child.exitCode !== null) throw new Error(running.err);
    const address = /^Qoima: (http\S+)$/m.exec(running.out)?.[1];
    return address === undefined ? undefined : new URL(address);
  });
}

async function enter(address: URL): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' });
  return must(response.headers.get('set-cookie')?.split(';')[0], 'the token lets in');
}

async function isAnswered(address: URL, cookie: string): Promise<boolean> {
  const response = await fetch(`${address.origin}/rpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address.origin, cookie },
    body: '{"method":"app.info","input":{}}',
  });
  return response.status === 200 && ((await response.json()) as { ok: boolean }).ok;
}

test('the addresses that the windows’ databases belong to never change', () => {
  expect([WEB_PORT, ORIGIN]).toEqual([4747, 'app://archive']);
});

test.each(['SIGTERM', 'SIGINT'] as const)('the web host ends in good order at %s', async (signal) => {
  const data = path.join(folder, signal);
  const running = host(data);
  const address = await printed(running);
  const cookie = await enter(address);
  const events = await fetch(`${address.origin}/events`, { headers: { cookie } });
  running.child.kill(signal);
  expect(await events.text()).toContain('event: host.stopping');
  expect([await running.ended, running.err]).toEqual([0, '']);
  expect(existsSync(path.join(data, 'lock.json'))).toBe(false);
});

test('a second host is refused with the address of the first', async () => {
  const data = path.join(folder, 'shared');
  const address = await printed(host(data));
  const second = host(data);
  expect(await second.ended).toBe(1);
  expect(second.err).toContain('DATA_FOLDER_IN_USE');
  expect(second.err).toContain(address.origin);
});

test('after kill -9 the folder is free at once, and the window that was open is let in again', async () => {
  const data = path.join(folder, 'killed');
  const first = host(data);
  const cookie = await enter(await printed(first));
  first.child.kill('SIGKILL');
  await first.ended;
  const address = await printed(host(data));
  expect(await isAnswered(address, cookie)).toBe(true);
});

test('an unusable data folder and a taken port are said plainly', async () => {
  const inFile = host(fileURLToPath(import.meta.url));
  expect([await inFile.ended, inFile.out]).toEqual([1, '']);
  expect(inFile.err).toContain('DATA_FOLDER_UNUSABLE');

  const { port } = await printed(host(path.join(folder, 'one')));
  const other = run('electron/web-host/main.ts', ['--data', path.join(folder, 'two')], { QOIMA_PORT: port });
  expect(await other.ended).toBe(1);
  expect(other.err).toContain(`127.0.0.1:${port}`);
  // The refused host has let go of its own data folder.
  await printed(host(path.join(folder, 'two')));
});

/** A browser that writes down how it was called and stays open until told. */
function fakeBrowser(name: string): { readonly path: string; calls(): string[]; close(): void } {
  const place = path.join(tools, name);
  mkdirSync(place, { recursive: true });
  const [calls, closed] = [path.join(place, 'calls'), path.join(place, 'closed')];
  const script = `#!/bin/sh\necho "$@" >> ${calls}\nwhile [ ! -e ${closed} ]; do sleep 0.05; done\n`;
  writeFileSync(path.join(place, 'chromium'), script);
  chmodSync(path.join(place, 'chromium'), 0o755);
  return {
    path: `${place}${path.delimiter}${process.env['PATH']}`,
    // The file is there a moment before its line.
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').split('\n').slice(0, -1) : []),
    close: () => writeFileSync(closed, ''),
  };
}

test('npm start without a screen serves and prints the address', async () => {
  const running = run('build/start.ts', ['--data', path.join(folder, 'no-screen')]);
  const address = await printed(running);
  expect(running.err).toContain('no screen');
  expect(await isAnswered(address, await enter(address))).toBe(true);
  running.child.kill('SIGINT');
  expect(await running.ended).toBe(0);
});

test('npm start without a browser says what to install', async () => {
  const running = run('build/start.ts', ['--data', path.join(folder, 'no-browser')], {
    DISPLAY: ':7',
    PATH: path.dirname(process.execPath),
  });
  await printed(running);
  expect(running.err).toContain('apt-get install chromium');
});

test('npm start opens an app window with a profile beside the data, and ends with it', async () => {
  const data = path.join(folder, 'window');
  const browser = fakeBrowser('first');
  const environment = { DISPLAY: ':7', PATH: browser.path };
  const running = run('build/start.ts', ['--data', data], environment);
  const [call = ''] = await until(() => browser.calls().length === 1 && browser.calls());
  expect(call).toContain(`--user-data-dir=${data}-window`);
  const address = new URL(must(/--app=(\S+)/.exec(call)?.[1], 'an app window is asked for'));
  // What other users can read in the list of processes is good for one entry, and the window has taken it.
  const cookie = await enter(address);
  expect((await fetch(address, { redirect: 'manual' })).status).toBe(403);

  // A second start finds the first and opens its window.
  const second = fakeBrowser('second');
  const again = run('build/start.ts', ['--data', data], { ...environment, PATH: second.path });
  const [secondCall = ''] = await until(() => second.calls().length === 1 && second.calls());
  const secondAddress = new URL(must(/--app=(\S+)/.exec(secondCall)?.[1], 'an app window is asked for'));
  expect(secondAddress.origin).toBe(address.origin);
  expect(await isAnswered(secondAddress, await enter(secondAddress))).toBe(true);
  second.close();
  expect(await again.ended).toBe(0);
  expect(await isAnswered(address, cookie)).toBe(true);

  browser.close();
  expect(await running.ended).toBe(0);
  expect(existsSync(path.join(data, 'lock.json'))).toBe(false);
});

test('npm start shows in a window, too, why it cannot start', async () => {
  const browser = fakeBrowser('trouble');
  const file = path.join(folder, 'a-file');
  writeFileSync(file, '');
  const running = run('build/start.ts', ['--data', path.join(file, 'data')], {
    DISPLAY: ':7',
    PATH: browser.path,
  });
  const [call = ''] = await until(() => browser.calls().length === 1 && browser.calls());
  const page = readFileSync(
    fileURLToPath(must(/--app=(file:\S+)/.exec(call)?.[1], 'a page is shown')),
    'utf8',
  );
  for (const language of ['kk', 'ru', 'en']) expect(page).toContain(`<p lang="${language}">`);
  expect(page).toContain(path.join(file, 'data'));
  browser.close();
  expect(await running.ended).toBe(1);
  expect(running.err).toContain('DATA_FOLDER_UNUSABLE');
});
