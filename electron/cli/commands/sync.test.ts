/** The commands of sync as processes, against a server that is one too. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run as runJoin } from './join.ts';
import { run as runSync } from './sync.ts';
import { createServerProcess, type ServerProcess } from '../../../test/fixtures/server-process.ts';

const PASSWORD = 'тұз-нан-қалам';
let folder: string;
let server: ServerProcess;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-cli-sync-'));
  server = await createServerProcess(join(folder, 'centre'));
});
afterAll(async () => {
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** As a process: the password comes by the standard input. */
function qoima(data: string, ...args: string[]) {
  const command = ['electron/cli/main.ts', ...args, '--data', join(folder, data)];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    input: `${PASSWORD}\n`,
  });
  return { code: status, out: stdout, err: stderr };
}

async function here(data: string, run: typeof runSync, ...args: string[]) {
  const told = { out: [] as string[], err: [] as string[] };
  const io = {
    out: (line: string) => void told.out.push(line),
    err: (line: string) => void told.err.push(line),
    dataFolder: join(folder, data),
  };
  const code = await run(args, io);
  return { code, out: told.out.join('\n'), err: told.err.join('\n') };
}

test('founds, joins, exchanges and tells how things stand', async () => {
  const code = server.addArchive('Қарасу');
  server.addPerson('aliya', PASSWORD, 'Әлия');
  await server.start();
  url = `http://127.0.0.1:${server.port}`;
  expect(await here('a', runSync, 'status')).toMatchObject({ code: 0, out: 'This archive has no centre.' });
  expect(await here('a', runJoin, url)).toMatchObject({ code: 2, err: expect.stringContaining('Usage') });
  expect(await here('a', runSync, 'nonsense')).toMatchObject({
    code: 2,
    err: expect.stringContaining('Usage'),
  });
  const founded = qoima('a', 'sync', 'found', url, code, '--login', 'aliya', '--name', 'Бөлме 1');
  expect([founded.code, founded.out]).toEqual([0, expect.stringContaining('everything is at the centre')]);
  const joined = qoima('b', 'join', url, server.makeCode(), '--login', 'aliya', '--json');
  expect([joined.code, JSON.parse(joined.out)]).toMatchObject([
    0,
    { link: 'linked', unsent: { ops: 0 }, trouble: null },
  ]);
  const paused = await here('b', runSync, 'pause');
  expect(paused).toMatchObject({ code: 0, out: expect.stringContaining('paused') });
  expect((await here('b', runSync, 'resume')).out).not.toContain('paused');
  await server.stop();
  const offline = await here('b', runSync, 'now');
  expect(offline).toMatchObject({ code: 1, out: expect.stringContaining('cannot be reached') });
  const left = await here('b', runSync, 'leave');
  expect(left).toEqual({ code: 0, out: 'This archive has no centre.', err: '' });
}, 120_000);
