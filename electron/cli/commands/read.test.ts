import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawTextPage } from '../../../test/fixtures/draw-text-page.ts';
import { run } from './read.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-read-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const code = await run(args, { ...io, dataFolder: path.join(folder, 'no data folder') });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('prints the words of a page with their boxes as JSON, and as text', { timeout: 60_000 }, async () => {
  const file = path.join(folder, 'a.png');
  writeFileSync(file, await drawTextPage({ lines: ['Ауылдық кеңестің жиналысы'] }));
  const json = await read(file, '--lang', 'kaz', '--json');
  expect(json.code).toBe(0);
  expect(JSON.parse(json.out)).toMatchObject({
    path: file,
    page: 1,
    languages: ['kaz'],
    words: [{ text: 'Ауылдық', line: 0 }, { text: 'кеңестің' }, { text: 'жиналысы' }],
  });
  expect((await read(file)).out.trim()).toBe('Ауылдық кеңестің жиналысы');
});

test('says why nothing was read: no such file, a folder, no model', { timeout: 60_000 }, async () => {
  const missing = path.join(folder, 'missing.png');
  expect(await read(missing, '--json')).toMatchObject({
    code: 1,
    out: JSON.stringify({ path: missing, page: 1, code: 'UNREADABLE' }),
  });
  expect((await read(folder)).err).toContain('UNREADABLE');
  const page = path.join(folder, 'b.png');
  writeFileSync(page, await drawTextPage({ lines: ['Ауыл'] }));
  expect((await read(page, '--lang', 'uzb')).err).toContain('NO_MODEL');
  expect(readdirSync(folder)).not.toContain('no data folder');
});

test('an unknown option, no file and a page before the first are a wrong call', async () => {
  for (const args of [[], ['a.png', '--what'], ['a.png', '--page', '0'], ['a.png', '--lang', 'k']])
    expect((await read(...args)).code).toBe(2);
});
