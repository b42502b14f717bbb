import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeLock } from '../services/lock.ts';

const MAIN = path.join(import.meta.dirname, 'main.ts');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function qoima(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  // As people start it, where most tests start the bundle.
  const env = { ...process.env, QOIMA_TEST_SOURCES: '1' };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

test('helps', async () => {
  const help = await qoima('help');
  expect([help.code, help.err]).toEqual([0, '']);
  for (const command of ['inspect', 'import', 'vault verify', 'journal verify'])
    expect(help.out).toContain(command);
  expect((await qoima('inspect', '--help')).out).toBe('qoima inspect FILE… [--json]\n');
});

test('says plainly that there is no such command', async () => {
  for (const words of [['frobnicate'], ['vault'], ['vault', 'frobnicate'], ['toString'], ['__proto__']]) {
    const { code, out, err } = await qoima(...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`no command "${words.join(' ')}"`);
  }
});

test('prints JSON and nothing else', async () => {
  const file = path.join(folder, 'note.txt');
  writeFileSync(file, 'no scan');
  const { code, out, err } = await qoima('inspect', file, '--data', path.join(folder, 'never'), '--json');
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject([{ path: file, verdict: 'refused' }]);
});

test('takes a name that looks like an option after --', async () => {
  const { out } = await qoima('inspect', '--json', '--', '--data');
  expect(JSON.parse(out)).toMatchObject([{ path: '--data' }]);
});

test('while a host holds the data folder, writing is refused plainly and reading works', async () => {
  const data = path.join(folder, 'data');
  const first = await qoima('import', folder, '--data', data, '--json');
  expect(first.code).toBe(1);
  const lock = takeLock(data, {
    host: 'web',
    address: 'http://127.0.0.1:4747',
    since: new Date().toISOString(),
  });
  const refused = await qoima('import', folder, '--data', data, '--json');
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('http://127.0.0.1:4747');
  expect((await qoima('vault', 'verify', '--data', data, '--json')).code).toBe(0);
  expect((await qoima('journal', 'verify', '--data', data, '--json')).code).toBe(0);
  lock.release();
});
