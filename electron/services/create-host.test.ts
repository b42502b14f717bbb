/** A host on data that a bad day left behind: it starts and says so, or it does not start, says why, and harms nothing. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createHost, type Host } from './create-host.ts';
import { takeLock } from './lock.ts';
import { sourceModules } from './modules.ts';
import { writeMoved } from './move-data/marks.ts';
import { troubleText } from './start-trouble.ts';
import { startForked } from '../../node/calls/child.ts';
import { TroubleError } from '../../shared/result.ts';

let folder: string;
let good: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-host-'));
  writeFileSync(path.join(folder, 'files.json'), '[]');
  good = path.join(folder, 'good');
  await (await start(good)).stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(dataFolder: string, rendererFolder = folder, modules = sourceModules()): Promise<Host> {
  return createHost({
    dataFolder,
    host: 'web',
    address: 'http://127.0.0.1:1',
    version: '1.2.3',
    programFolder: process.cwd(),
    modules,
    startChild: startForked,
    capabilities: {
      canWrite: true,
      canImport: true,
      hasNativeMenu: false,
      kiosk: false,
      canPickFolder: false,
    },
    rendererFolder,
  });
}

/** A copy of a data folder that was in use, for a test to damage. */
function copy(name: string): string {
  const data = path.join(folder, name);
  cpSync(good, data, { recursive: true });
  return data;
}

async function refusal(data: string, rendererFolder = folder): Promise<TroubleError> {
  const before = new Map(readdirSync(data).map((name) => [name, sumOf(path.join(data, name))]));
  try {
    await (await start(data, rendererFolder)).stop();
  } catch (error) {
    // The data folder is free again, and nothing in it was changed but the log.
    takeLock(data, { host: 'web', address: null, since: new Date().toISOString() }).release();
    for (const [name, sum] of before) expect([name, sumOf(path.join(data, name))]).toEqual([name, sum]);
    if (error instanceof TroubleError) return error;
    throw error;
  }
  throw new Error('it started');
}

function sumOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return 'a folder';
  }
}

test('a second start finds the archive of the first', async () => {
  const infos = [];
  for (let count = 0; count < 2; count += 1) {
    const host = await start(good);
    infos.push(await host.services['app.info']({}));
    await host.stop();
    await host.stop();
  }
  expect(infos[0]).toEqual(infos[1]);
  expect(infos[0]).toMatchObject({ version: '1.2.3', dataFolder: good, notices: [] });
});

test('damaged settings do not stop it, and the window is told', async () => {
  const data = copy('settings');
  writeFileSync(path.join(data, 'settings.json'), '{');
  const host = await start(data);
  expect(await host.services['app.info']({})).toMatchObject({
    settings: { language: null },
    notices: [{ code: 'SETTINGS_SET_ASIDE' }],
  });
  await host.stop();
});

test('a damaged journal is left as it is', async () => {
  const data = path.join(folder, 'journal');
  mkdirSync(data);
  writeFileSync(path.join(data, 'journal.db'), 'no database '.repeat(1000));
  expect((await refusal(data)).code).toBe('JOURNAL_BROKEN');
});

test('a journal that is gone is never taken for an empty archive', async () => {
  const data = copy('gone');
  for (const name of readdirSync(data)) if (name.startsWith('journal.db')) rmSync(path.join(data, name));
  expect((await refusal(data)).code).toBe('JOURNAL_MISSING');
});

test('the vault of another archive is not touched', async () => {
  const data = copy('foreign');
  const other = path.join(folder, 'other');
  await (await start(other)).stop();
  rmSync(path.join(data, 'vault'), { recursive: true });
  cpSync(path.join(other, 'vault'), path.join(data, 'vault'), { recursive: true });
  expect((await refusal(data)).code).toBe('VAULT_FOREIGN');
});

// The pointer lies where `XDG_DATA_HOME` says, which only Linux asks for.
test.skipIf(process.platform !== 'linux')(
  'data that has come opens, though the pointer to it cannot be written',
  async () => {
    const data = copy('came');
    const first = path.join(folder, 'home', 'qoima', 'data');
    mkdirSync(first, { recursive: true });
    writeMoved(first, { archive: 'any', to: data, at: '' });
    // Where its draft would lie there is a folder.
    mkdirSync(path.join(folder, 'home', 'qoima', 'data-folder.json.new'));
    vi.stubEnv('XDG_DATA_HOME', path.join(folder, 'home'));
    try {
      await (await start(data)).stop();
    } finally {
      vi.unstubAllEnvs();
    }
    expect(readFileSync(path.join(data, 'logs', 'host.log'), 'utf8')).toContain('move.not_settled');
  },
);

test('a program whose window was never built says so and lets go of the data', async () => {
  expect((await refusal(copy('unbuilt'), path.join(folder, 'nowhere'))).code).toBe('WINDOW_NOT_BUILT');
});

test.each([
  'DATA_FOLDER_UNUSABLE',
  'DATA_FOLDER_IN_USE',
  'PORT_TAKEN',
  'WINDOW_NOT_BUILT',
  'JOURNAL_BROKEN',
  'JOURNAL_NEWER',
  'JOURNAL_MISSING',
  'VAULT_FOREIGN',
  'VAULT_NEWER',
  'DISK_FULL',
  'ANY_OTHER',
])('%s has a sentence in three languages', (code) => {
  const error = new TroubleError(code, { path: '/data', port: 4747, reason: 'EACCES', pid: 7 });
  const texts = (['kk', 'ru', 'en'] as const).map((language) => troubleText(error, language));
  expect(new Set(texts).size).toBe(3);
  for (const text of texts) expect(text).not.toContain('undefined');
});

/** A thread like the real one that dies when it is asked for `call`. */
function illThread(real: URL, call: string): URL {
  const file = path.join(folder, `ill-${call}-thread.ts`);
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     if (parentPort !== null) parentPort.on('message', ({ name }) => {
       if (name === ${JSON.stringify(call)}) throw new Error('the thread is ill');
     });
     await import(${JSON.stringify(real.href)});`,
  );
  return pathToFileURL(file);
}

const ID = '01900000-0000-7000-8000-000000000001';
const SHA256 = 'a'.repeat(64);
type Ask = (host: Host) => Promise<unknown>;
test.each<[service: string, thread: 'journalThread' | 'vaultThread' | 'jobsThread', call: string, ask: Ask]>([
  ['journal', 'journalThread', 'changes', (host) => host.services['journal.changes']({ after: 0, limit: 1 })],
  [
    'vault',
    'vaultThread',
    'locate',
    (host) => host.handleRequest(new Request(`app://archive/file/${SHA256}`)),
  ],
  [
    'jobs',
    'jobsThread',
    'files',
    (host) => host.services['import.report']({ import: ID, after: -1, limit: 1 }),
  ],
])(
  'when the thread of the %s dies, the host stops, says so, and can be started again',
  async (service, thread, call, ask) => {
    const data = copy(`ill-${service}`);
    const modules = sourceModules();
    const host = await start(data, folder, { ...modules, [thread]: illThread(modules[thread], call) });
    const events: string[] = [];
    host.on((event) => events.push(event));
    await ask(host).catch(() => undefined);
    expect(await host.fallen).toBe(service);
    expect(events).toContain('host.stopping');
    expect(readFileSync(path.join(data, 'logs', 'host.log'), 'utf8')).toMatch(
      /host\.fell.*the thread is ill/u,
    );
    const again = await start(data);
    expect((await again.services['journal.head']({})).n).toBeGreaterThan(0);
    await again.stop();
  },
);

test('a host that is stopped has not fallen', async () => {
  const data = copy('well');
  const host = await start(data);
  let hasFallen = false;
  void host.fallen.then(() => {
    hasFallen = true;
  });
  await host.stop();
  await new Promise(setImmediate);
  expect(hasFallen).toBe(false);
  expect(readFileSync(path.join(data, 'logs', 'host.log'), 'utf8')).not.toContain('host.fell');
});
