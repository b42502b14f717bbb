import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import { until } from '../../../test/fixtures/eventually.ts';
import { importFiles, openSyncWorld, type SyncWorld } from '../../../test/fixtures/sync-world.ts';
import { run } from './bundle.ts';

let folder: string;
let world: SyncWorld;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-bundle-cli-'));
  world = await openSyncWorld(folder);
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function command(
  dataFolder: string,
  ...args: string[]
): Promise<{ code: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, { out: (line) => out.push(line), err: (line) => err.push(line), dataFolder });
  return { code, out, err };
}

describe('qoima bundle', () => {
  test('carries work from one station to another, twice without harm', async () => {
    const desk = await world.addStation('desk');
    const laptop = await world.addStation('laptop');
    await world.connect(desk);
    await world.connect(laptop);
    await world.settle();
    laptop.line.setDown(true);
    const fonds = newId();
    await laptop.call('journal.commit', {
      id: newId(),
      command: 'record.create',
      edits: [newRecord(fonds, 'fonds', { parent: null, number: { num: 7 }, 'title/kk': 'Далада' })],
    });
    const scans = await importFiles(laptop, [{ name: 'a.png', bytes: await makeScan('a') }]);
    await laptop.stop();
    await desk.stop();

    const stick = path.join(folder, 'stick');
    mkdirSync(stick);
    expect(await command(laptop.dataFolder, 'write', stick)).toMatchObject({ code: 0 });
    const bundle = path.join(stick, must(readdirSync(stick)[0], 'a bundle'));
    const looked = await command(desk.dataFolder, 'look', stick);
    expect(looked).toMatchObject({ code: 0 });
    expect(looked.out[0]).toMatch(/work of laptop, .*, whole, signed$/u);
    expect(await command(desk.dataFolder, 'take', bundle, '--json')).toMatchObject({ code: 0 });
    const again = await command(desk.dataFolder, 'take', bundle, '--json');
    expect(JSON.parse(again.out[0] ?? '')).toMatchObject({ ok: true, ops: 0, stored: 0, failures: [] });

    await desk.start();
    await until('the fonds is at the desk', async () => (await desk.states()).some(({ id }) => id === fonds));
    expect(await desk.host().get(`/file/${must(scans[0], 'a scan')}`)).not.toBeNull();
  });

  test('says plainly what is not so', async () => {
    const stranger = path.join(folder, 'stranger');
    mkdirSync(stranger);
    const lone = path.join(folder, 'lone');
    mkdirSync(lone);
    expect(await command(lone, 'write', stranger)).toMatchObject({
      code: 2,
      err: [expect.stringContaining('never connected')],
    });
    expect(await command(lone, 'fly', stranger)).toMatchObject({ code: 2 });
    expect(await command(lone, 'look', stranger)).toMatchObject({ code: 0, out: [] });
  });
});
