/**
 * The desk's disk dies. A new machine gets the last backup, then what the centre has, then the bundle that was written last: nothing
 * of what was there is missing, and every scan has its bytes.
 */
import { expect, test } from '@playwright/test';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { must } from '../../shared/must.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import { makeScan } from '../fixtures/make-scan.ts';
import { until } from '../fixtures/eventually.ts';
import { importFiles, openSyncWorld, type Station } from '../fixtures/sync-world.ts';
import { askCommand } from '../torture/host-checks.ts';
import { jobIsDone } from './station-jobs.ts';

async function work(station: Station, name: string): Promise<string[]> {
  await station.call('journal.commit', {
    id: newId(),
    command: 'record.create',
    edits: [newRecord(newId(), 'fonds', { parent: null, number: { num: name.length }, 'title/kk': name })],
  });
  return importFiles(station, [{ name: `${name}.png`, bytes: await makeScan(name) }]);
}

const titlesOf = (states: readonly RecordState[]): string[] =>
  states.flatMap((state) => state.f['title/kk']?.heads.map(({ v }) => JSON.stringify(v)) ?? []).sort();

test('a new machine gets everything back from a backup, the centre and a disk', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-disaster-'));
  const world = await openSyncWorld(folder);
  try {
    const desk = await world.addStation('Үстел');
    await world.connect(desk);
    const scans = await work(desk, 'Сақтық көшірмеде');
    await world.settle();
    const backup = path.join(folder, 'backup');
    await jobIsDone(desk, (await desk.call('backup.begin', { target: backup })).job);

    scans.push(...(await work(desk, 'Тек орталықта')));
    await world.settle();
    await until('the scan is at the centre', async () => (await desk.status()).unsent.files === 0);
    desk.line.setDown(true);
    scans.push(...(await work(desk, 'Тек дискіде')));
    const stick = path.join(folder, 'stick');
    mkdirSync(stick);
    await jobIsDone(desk, (await desk.call('bundle.write', { folder: stick })).job);
    const before = await desk.states();
    await desk.kill();
    rmSync(desk.dataFolder, { recursive: true });

    const anew = await world.nameStation('Жаңа үстел');
    expect(askCommand(['restore', backup, anew.dataFolder])).toMatchObject({ isEqual: true });
    await anew.start();
    await world.connect(anew, 'found');
    await world.settle([anew]);
    const bundle = path.join(stick, must(readdirSync(stick)[0], 'a bundle'));
    await jobIsDone(anew, (await anew.call('bundle.take', { folder: bundle })).job);
    await until('everything is at the centre', async () => {
      const { unsent } = await anew.status();
      return unsent.ops === 0 && unsent.files === 0;
    });

    expect(titlesOf(await anew.states())).toEqual(titlesOf(before));
    for (const sha256 of scans) {
      await anew.call('sync.files.fetch', { sha256: [sha256] }).catch(() => undefined);
      await until(`the scan ${sha256}`, async () => (await anew.host().get(`/file/${sha256}`)) !== null);
      const bytes = must(await anew.host().get(`/file/${sha256}`), 'its bytes');
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    await anew.stop();
    expect(askCommand(['journal', 'verify', anew.dataFolder])).toMatchObject({ ok: true });
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
