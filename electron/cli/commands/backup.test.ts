import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import { filesOf, openStation } from '../../../test/fixtures/backup-station.ts';
import { rehearse, run } from './backup.ts';
import { run as restore } from './restore.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backup-cli-'));
  const station = await openStation(join(folder, 'data'));
  await station.bringIn(['бірінші', 'екінші']);
  await station.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function ask(
  command: typeof run,
  ...args: string[]
): Promise<{ exit: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    dataFolder: join(folder, 'data'),
  };
  const exit = await command(args, io);
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

test('backs up, rehearses, restores, and says what it did', async () => {
  const target = join(folder, 'target');
  const first = await ask(run, target, '--json');
  expect([first.exit, first.err]).toEqual([0, '']);
  expect(JSON.parse(first.out)).toMatchObject({ target, objects: 1, files: 3, repaired: 0, damaged: [] });
  expect((await ask(run, target)).out).toContain('copied now: 0 files');
  expect(JSON.parse((await ask(rehearse, target, '--json')).out)).toMatchObject({
    ok: true,
    named: 2,
    found: 2,
  });
  const restored = await ask(restore, target, join(folder, 'new'), '--json');
  expect([restored.exit, restored.err]).toEqual([0, '']);
  expect(JSON.parse(restored.out)).toMatchObject({ isEqual: true, files: 3 });
});

test('names what is damaged and ends with trouble', async () => {
  const target = join(folder, 'target');
  const name = must(Object.keys(filesOf(target, '**/f000000.tif'))[0], 'a scan');
  writeFileSync(join(target, name), `${readFileSync(join(target, name), 'utf8').slice(0, -1)}x`);
  const refused = await ask(restore, target, join(folder, 'never'), '--json');
  expect(refused.exit).toBe(2);
  expect(JSON.parse(refused.out)).toMatchObject({
    ok: false,
    code: 'BACKUP_DAMAGED',
    damaged: [{ where: name }],
  });
  expect(refused.err).toContain('--partial');
  expect((await ask(rehearse, target)).exit).toBe(1);
  const part = await ask(restore, target, join(folder, 'part'), '--partial');
  expect(part.exit).toBe(1);
  expect(part.out).toContain(name);
});

test('refuses what is no call of it', async () => {
  for (const args of [[], ['a', 'b'], ['a', '--wrong'], ['']]) expect((await ask(run, ...args)).exit).toBe(2);
  for (const args of [[], ['a'], ['a', 'b', 'c'], ['a', 'b', '--verify']])
    expect((await ask(restore, ...args)).exit).toBe(2);
  expect((await ask(run, join(folder, 'data', 'inside'))).err).toContain('lies in the data folder itself');
});
