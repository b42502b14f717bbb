import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { flip, SCAN, useBackupWorld } from '../../../test/fixtures/backup-world.ts';
import { openStation } from '../../../test/fixtures/backup-station.ts';
import { readAuditArguments, readRepairArguments } from '../audit/read-arguments.ts';
import { repair, run } from './vault-audit.ts';

const world = useBackupWorld();

async function command(what: typeof run, ...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const exit = await what([...args, '--json'], { ...io, dataFolder: world.data });
  return { exit, answer: JSON.parse(out[0] ?? 'null') as Record<string, unknown>, err };
}

test('an audit beside a host at work finds the damage, and a repair makes it good', async () => {
  const station = await openStation(world.data);
  expect(await command(run, '--all')).toMatchObject({ exit: 0, answer: { ok: true, damaged: 0, left: 0 } });
  const path = world.one(SCAN, world.data);
  const good = readFileSync(path);
  flip(path);
  expect(await command(run)).toMatchObject({ exit: 1, answer: { damages: [{ code: 'FILE_CHANGED' }] } });
  // What was found waits for the host, and nothing else was written.
  expect(readdirSync(join(world.data, 'audit-inbox'))).toHaveLength(2);
  expect(readdirSync(world.data)).not.toContain('audit.db');
  await station.close();

  expect(await command(repair, '--from', join(world.place, 'no disk'))).toMatchObject({
    exit: 2,
    answer: { code: 'REPAIR_SOURCE_MISSING' },
  });
  expect(await command(repair, '--from', world.target)).toMatchObject({ exit: 0, answer: { left: 0 } });
  expect(readFileSync(path).equals(good)).toBe(true);
  expect(await command(run, '--sample', '1')).toMatchObject({ exit: 0, answer: { places: 1 } });
  expect(await command(run, '--budget', '0s')).toMatchObject({ exit: 0, answer: { places: 0, left: 3 } });
});

test('arguments that are not understood are refused', () => {
  expect(readAuditArguments(['--sample', '5', '--budget', '2h'])).toEqual({
    sample: 5,
    minutes: 120,
    json: false,
  });
  for (const bad of [['--sample'], ['--sample', '0'], ['--all', '--sample', '2'], ['--budget', '5'], ['x']])
    expect(readAuditArguments(bad)).toBeNull();
  expect(readRepairArguments(['--json', '--from', 'a'])).toEqual({ from: 'a', json: true });
  for (const bad of [[], ['--from'], ['a'], ['--from', 'a', 'b']])
    expect(readRepairArguments(bad)).toBeNull();
});
