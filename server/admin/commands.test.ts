import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let top: string;
let folder: string;
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'qoima-server-cli-'));
  folder = join(top, 'server');
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

function run(args: readonly string[], options: { input?: string; data?: string | null } = {}): Ran {
  const { input = '', data = folder } = options;
  const all = ['server/main.ts', ...args, ...(data === null ? [] : ['--data', data])];
  const env = { ...process.env, QOIMA_SERVER_DATA: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { input, encoding: 'utf8', env });
  return { code: status, out: stdout, err: stderr };
}

test('a first archive, its people and stations by command, in plain words', () => {
  expect(run(['archive', 'list'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('NOT_A_SERVER_FOLDER') as string,
  });
  const added = run(['archive', 'add', 'Ақтөбе архиві']);
  expect(added.code).toBe(0);
  expect(added.out).toMatch(
    /Archive 1: Ақтөбе архиві\n.*\nCode for one station, until .*: ([0-9A-Z]{5}-){3}[0-9A-Z]{5}\n/u,
  );
  const person = run(['people', 'add', 'Aigul', '--name', 'Айгүл С.', '--admin']);
  expect(person.out).toMatch(/^aigul \(Айгүл С.\) may sign in to archive 1: .*\nPassword: \S{23}\n$/u);
  const typed = run(['people', 'add', 'berik', '--stdin'], { input: 'a long enough one\n' });
  expect(typed).toMatchObject({ code: 0, out: expect.not.stringContaining('Password') as string });
  expect(run(['people', 'list']).out).toBe(
    'aigul  Айгүл С.  archives: 1; sees the status page\nberik  berik  archives: 1\n',
  );
  expect(run(['status']).out).toContain('1  Ақтөбе архиві: not founded yet');
});

test('what cannot be done is told with what to do, and changes nothing', () => {
  expect(run(['people', 'add', 'x', '--stdin'], { input: 'short\n' })).toMatchObject({
    code: 2,
    err: 'The password has to have ten signs at least. Nothing was changed. [PASSWORD_SHORT]\n',
  });
  expect(run(['people', 'add', 'x', '--ask']).err).toContain('--ask needs a terminal');
  expect(run(['people', 'close', 'nobody']).err).toContain('There is no person "nobody". See: people list');
  expect(run(['device', 'revoke', 'x']).err).toContain('DEVICE_UNKNOWN');
  expect(run(['rebuild', '1'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('device code 1') as string,
  });
  expect(run(['backup'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Usage: npm run server -- backup TARGET') as string,
  });
  expect(run(['people', 'add', 'x', '--password', 'secret']).err).toContain("Unknown option '--password'");
  expect(run(['nonsense'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no command') as string,
  });
  expect(run(['archive', 'list'], { data: null })).toMatchObject({
    code: 2,
    err: expect.stringContaining('NO_FOLDER') as string,
  });
  expect(run([], { data: top })).toMatchObject({
    code: 2,
    err: expect.stringContaining('FOLDER_TAKEN') as string,
  });
  expect(run(['help'], { data: null })).toMatchObject({
    code: 0,
    out: expect.stringContaining('archive add NAME') as string,
  });
});

test('it serves, lets commands beside it, keeps a second one out, and ends when it is told to', async () => {
  const server = spawn(process.execPath, ['server/main.ts', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.on('close', resolve));
  try {
    const address = await new Promise<string>((resolve) => {
      let text = '';
      server.stdout.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        const found = /http:\/\/\S+/u.exec(text);
        if (found !== null) resolve(found[0]);
      });
    });
    expect((await fetch(`${address}/v1/health`)).status).toBe(200);
    expect(run(['--port', '0'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('SERVER_RUNNING') as string,
    });
    expect(run(['people', 'close', 'berik']).code).toBe(0);
    expect(run(['device', 'code', '1']).out).toContain('Code for one station');
    const backup = run(['backup', join(top, 'backup')]);
    expect(backup).toMatchObject({ code: 0, out: expect.stringContaining('is whole.') as string });
    expect(run(['backup', 'plan', join(top, 'backup'), '--hour', '3']).out).toContain('each day from 3:00');
  } finally {
    server.kill('SIGTERM');
  }
  expect(await ended).toBe(0);
  const restored = run(['restore', join(top, 'backup')], { data: join(top, 'restored') });
  expect(restored).toMatchObject({
    code: 0,
    out: expect.stringContaining('Everything equals the backup') as string,
  });
  expect(run(['people', 'list'], { data: join(top, 'restored') }).out).toContain(
    'berik  berik  archives: 1; CLOSED',
  );
});
