import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import { run } from './inspect.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-inspect-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function inspect(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const code = await run(args, { ...io, dataFolder: path.join(folder, 'no data folder') });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('gives one verdict per argument, in their order, as JSON', async () => {
  const at = (name: string) => path.join(folder, name);
  writeFileSync(at('a.png'), await makeScan('a'));
  writeFileSync(at('b.jpg'), makePdf({ pages: ['x', 'y'] }));
  writeFileSync(at('empty'), '');
  mkdirSync(at('folder'));
  const { code, out } = await inspect(
    at('a.png'),
    at('missing'),
    at('b.jpg'),
    '--json',
    at('folder'),
    '',
    at('empty'),
  );
  expect(code).toBe(0);
  const verdicts = JSON.parse(out) as Record<string, unknown>[];
  expect(
    verdicts.map(({ path, verdict, code, pages, warnings }) => [path, verdict, code, pages, warnings]),
  ).toEqual([
    [at('a.png'), 'ok', null, 1, []],
    [at('missing'), 'refused', 'UNREADABLE', null, []],
    [at('b.jpg'), 'ok', null, 2, ['MISLABELLED']],
    [at('folder'), 'refused', 'NOT_A_DOCUMENT', null, []],
    ['', 'refused', 'UNREADABLE', null, []],
    [at('empty'), 'refused', 'EMPTY', null, []],
  ]);
  for (const verdict of verdicts) {
    expect(Object.keys(verdict)).toEqual([
      'path',
      'verdict',
      'code',
      'message',
      'mime',
      'pages',
      'sizes',
      'warnings',
    ]);
    expect(verdict['message']).toMatch(/\.$/);
  }
});

test('takes names that begin with dashes behind --', async () => {
  const { code, out } = await inspect('--json', '--', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([{ path: '--json', code: 'UNREADABLE' }]);
});

test('says how it is used when it is called wrongly, and still answers with JSON', async () => {
  expect(await inspect('--json')).toMatchObject({
    code: 2,
    out: '[]',
    err: expect.stringContaining('Usage') as string,
  });
  expect(await inspect('--fast', 'a')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--fast') as string,
  });
});
