import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStation } from '../../../test/fixtures/backup-station.ts';
import { run } from './diagnostics.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'cli-diagnostics-'));
  await (await openStation(path.join(folder, 'data'))).close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function qoima(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    dataFolder: path.join(folder, 'data'),
  };
  return { code: await run(args, io), out: out.join('\n'), err: err.join('\n') };
}

test('prints the bundle, or writes it to a new file and never over one', async () => {
  expect(JSON.parse((await qoima()).out)).toMatchObject({ journal: { n: 1, verify: { ok: true } } });
  const file = path.join(folder, 'bundle.json');
  expect(await qoima('--out', file)).toMatchObject({ code: 0, out: '' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ program: { host: 'cli' } });
  expect(await qoima('--out', file)).toMatchObject({ code: 2, err: expect.stringContaining('EEXIST') });
  expect((await qoima('--frobnicate')).code).toBe(2);
});
