import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal, type Journal } from '../../services/journal/journal.ts';
import { sourceModules } from '../../services/modules.ts';
import { run } from './journal-verify.ts';

let folder: string;
let path: string;
let journal: Journal;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  path = join(folder, 'journal.db');
  journal = await openJournal({ folder, thread: sourceModules().journalThread, emit: () => undefined });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function verify(...args: string[]): Promise<{ exit: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await run(args, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    dataFolder: folder,
  });
  return { exit, out, err };
}

test('reads beside a host that holds the folder', async () => {
  const { exit, out } = await verify('--json');
  expect(exit).toBe(0);
  expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([{ path, ops: 2, ok: true, codes: [] }]);
  expect((await verify(folder)).out).toEqual([`${path}: sound, 2 changes`]);
  await journal.close();
});

test('names damage, and says what it could not check', async () => {
  await journal.close();
  truncateSync(path, 4096);
  const { exit, out } = await verify(folder, '--json');
  expect(exit).toBe(1);
  expect(JSON.parse(out.join(''))).toEqual({ path, ops: 0, ok: false, codes: ['JOURNAL_BROKEN'] });
  expect(await verify(join(folder, 'nowhere'))).toMatchObject({ exit: 2, out: [] });
  expect(await verify('--wrong')).toMatchObject({ exit: 2, out: [] });
});
