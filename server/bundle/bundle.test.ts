import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../shared/must.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import { jobIsDone } from '../../test/e2e/station-jobs.ts';
import { makeScan } from '../../test/fixtures/make-scan.ts';
import { until } from '../../test/fixtures/eventually.ts';
import { importFiles, openSyncWorld, type Station, type SyncWorld } from '../../test/fixtures/sync-world.ts';

let folder: string;
let world: SyncWorld;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-server-bundle-'));
  world = await openSyncWorld(folder);
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function write(station: Station, name: string): Promise<string> {
  const disk = path.join(folder, name);
  mkdirSync(disk);
  await jobIsDone(station, (await station.call('bundle.write', { folder: disk })).job);
  return path.join(disk, must(readdirSync(disk)[0], 'a bundle'));
}

describe('a bundle at the server', () => {
  test(
    'is taken in as over the line, and its receipt tells the station so without any',
    { timeout: 90_000 },
    async () => {
      const laptop = await world.addStation('laptop');
      const desk = await world.addStation('desk');
      await world.connect(laptop);
      await world.connect(desk);
      await world.settle();
      laptop.line.setDown(true);
      const [ours, others] = [newId(), newId()];
      const make = (station: Station, id: string, num: number) =>
        station.call('journal.commit', {
          id: newId(),
          command: 'record.create',
          edits: [newRecord(id, 'fonds', { parent: null, number: { num }, 'title/kk': `Қор ${num}` })],
        });
      await make(laptop, ours, 1);
      await importFiles(laptop, [{ name: 'a.png', bytes: await makeScan('a') }]);
      await make(desk, others, 2);
      await world.settle([desk]);
      const bundle = await write(laptop, 'stick');
      expect((await laptop.status()).unsent.ops).toBeGreaterThan(0);

      expect(world.server.run(['bundle', bundle]).code).toBe(2); // it serves
      await world.server.stop();
      const receipt = path.join(folder, 'receipt');
      const taken = world.server.run(['bundle', bundle, '--receipt', receipt]);
      expect(taken).toMatchObject({ code: 0, out: expect.stringContaining('From laptop') as string });
      expect(world.server.run(['bundle', bundle]).code).toBe(0); // once more changes nothing
      world.server.command(['rebuild', '--verify']);

      const read = await jobIsDone(laptop, (await laptop.call('bundle.take', { folder: receipt })).job);
      expect(read.failed).toBeUndefined();
      await until('the laptop knows what the centre has', async () => {
        const { unsent } = await laptop.status();
        return unsent.ops === 0 && unsent.files === 0;
      });
      const there = new Set((await laptop.states()).map(({ id }) => id));
      expect(there).toContain(others);
      await world.server.start();
      await desk.call('sync.now', {});
      await until('the desk has it', async () => (await desk.states()).some(({ id }) => id === ours));
    },
  );

  test('of a forger is refused, nothing of it is taken', async () => {
    const [laptop] = world.stations;
    const bundle = await write(must(laptop, 'a station'), 'forged');
    const file = path.join(bundle, 'signature.json');
    const signed = JSON.parse(readFileSync(file, 'utf8')) as { signature: string };
    writeFileSync(file, JSON.stringify({ ...signed, signature: Buffer.alloc(64, 7).toString('base64url') }));
    await world.server.stop();
    expect(world.server.run(['bundle', bundle])).toMatchObject({
      code: 2,
      out: expect.stringContaining('signature') as string,
    });
  });
});
