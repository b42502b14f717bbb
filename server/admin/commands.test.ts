import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeServer } from '../backup/fixture-server.ts';
import { runCommand } from './run-command.ts';

let top: string;
let folder: string;
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'qoima-server-cli-'));
  folder = join(top, 'server');
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** As at a terminal where nobody sits, with this input. */
async function run(
  args: readonly string[],
  options: { input?: string; data?: string | null } = {},
): Promise<Ran> {
  const { input = '', data = folder } = options;
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = {
    out: (line: string) => void out.push(`${line}\n`),
    err: (line: string) => void err.push(`${line}\n`),
    readLine: () => Promise.resolve(input.split('\n')[0] ?? ''),
    askHidden: () => Promise.resolve(null),
  };
  const code = await runCommand(args, terminal, data ?? undefined);
  return { code, out: out.join(''), err: err.join('') };
}

test('a first archive, its people and stations by command, in plain words', async () => {
  expect(await run(['archive', 'list'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('NOT_A_SERVER_FOLDER') as string,
  });
  const added = await run(['archive', 'add', 'Ақтөбе архиві']);
  expect(added.code).toBe(0);
  expect(added.out).toMatch(
    /Archive 1: Ақтөбе архиві\n.*\nCode for one station, until .*: ([0-9A-Z]{5}-){3}[0-9A-Z]{5}\n/u,
  );
  const person = await run(['people', 'add', 'Aigul', '--name', 'Айгүл С.', '--admin']);
  expect(person.out).toMatch(/^aigul \(Айгүл С.\) may sign in to archive 1: .*\nPassword: \S{23}\n$/u);
  const typed = await run(['people', 'add', 'berik', '--stdin'], { input: 'a long enough one\n' });
  expect(typed).toMatchObject({ code: 0, out: expect.not.stringContaining('Password') as string });
  expect((await run(['people', 'list'])).out).toBe(
    'aigul  Айгүл С.  archives: 1; sees the status page\nberik  berik  archives: 1\n',
  );
  expect((await run(['status'])).out).toContain('1  Ақтөбе архиві: not founded yet');
});

test('what cannot be done is told with what to do, and changes nothing', async () => {
  expect(await run(['people', 'add', 'x', '--stdin'], { input: 'short\n' })).toMatchObject({
    code: 2,
    err: 'The password has to have ten signs at least. Nothing was changed. [PASSWORD_SHORT]\n',
  });
  expect((await run(['people', 'add', 'x', '--ask'])).err).toContain('--ask needs a terminal');
  expect((await run(['people', 'close', 'nobody'])).err).toContain(
    'There is no person "nobody". See: people list',
  );
  expect((await run(['device', 'revoke', 'x'])).err).toContain('DEVICE_UNKNOWN');
  expect(await run(['rebuild', '1'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('device code 1') as string,
  });
  expect(await run(['backup'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Usage: npm run server -- backup TARGET') as string,
  });
  expect((await run(['people', 'add', 'x', '--password', 'secret'])).err).toContain(
    "Unknown option '--password'",
  );
  expect(await run(['nonsense'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no command') as string,
  });
  expect(await run(['archive', 'list'], { data: null })).toMatchObject({
    code: 2,
    err: expect.stringContaining('NO_FOLDER') as string,
  });
  expect(await run([], { data: top })).toMatchObject({
    code: 2,
    err: expect.stringContaining('FOLDER_TAKEN') as string,
  });
  expect(await run(['help'], { data: null })).toMatchObject({
    code: 0,
    out: expect.stringContaining('archive add NAME') as string,
  });
});

test('an archive that nothing has arrived for is no reason to leave the others unchecked', async () => {
  const data = join(top, 'founded');
  await makeServer(data);
  expect(await run(['rebuild', '--verify'], { data })).toEqual({
    code: 0,
    out: 'Aktobe: nothing has arrived yet\n',
    err: '',
  });
});

test('it serves, lets commands beside it, keeps a second one out, and ends when it is told to', async () => {
  const server = spawn(process.execPath, ['server/main.ts', '--port', '0', '--data', folder], {
    // As people start it, where most tests start the bundle.
    env: { ...process.env, QOIMA_TEST_SOURCES: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.on('close', resolve));
  try {
    const address = await addressOf(server.stdout);
    expect((await fetch(`${address}/v1/health`)).status).toBe(200);
    expect(await run(['--port', '0'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('SERVER_RUNNING') as string,
    });
    expect((await run(['people', 'close', 'berik'])).code).toBe(0);
    expect((await run(['device', 'code', '1'])).out).toContain('Code for one station');
    const backup = await run(['backup', join(top, 'backup')]);
    expect(backup).toMatchObject({ code: 0, out: expect.stringContaining('is whole.') as string });
    expect((await run(['backup', 'plan', join(top, 'backup'), '--hour', '3'])).out).toContain(
      'each day from 3:00',
    );
  } finally {
    server.kill('SIGTERM');
  }
  expect(await ended).toBe(0);
  const restored = await run(['restore', join(top, 'backup')], { data: join(top, 'restored') });
  expect(restored).toMatchObject({
    code: 0,
    out: expect.stringContaining('Everything equals the backup') as string,
  });
  expect((await run(['people', 'list'], { data: join(top, 'restored') })).out).toContain(
    'berik  berik  archives: 1; CLOSED',
  );
});

test.skipIf(process.platform === 'win32')('it ends with the npm that started it', async () => {
  const place = join(top, 'by-npm');
  await run(['archive', 'add', 'X'], { data: place });
  // A shell between, which dies alone, as npm's does.
  const words = ['-c', '"$0" "$@"; true', process.execPath, 'server/main.ts', '--port', '0', '--data', place];
  const npm = spawn('sh', words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: 'server' },
  });
  const address = await addressOf(npm.stdout);
  expect((await fetch(`${address}/v1/health`)).status).toBe(200);
  // The server holds the other end of the output until it ends.
  const ended = new Promise((resolve) => npm.stdout.on('close', resolve));
  npm.kill('SIGKILL');
  await ended;
  await expect(fetch(`${address}/v1/health`)).rejects.toThrow();
});

/** Where a server says that it can be reached. */
function addressOf(output: Readable): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    output.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const found = /http:\/\/\S+/u.exec(text);
      if (found !== null) resolve(found[0]);
    });
  });
}
