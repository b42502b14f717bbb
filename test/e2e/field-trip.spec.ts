/**
 * A field team digitises without a line and brings its work on two disks. The desk at the centre takes them in: in the wrong order,
 * twice, one of them with a damaged file, one that was cut off. Everything arrives once; the number that was given twice is settled;
 * the laptop may then let its scans go, and who comes late with a disk brings nothing.
 */
import { expect, test } from '@playwright/test';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { must } from '../../shared/must.ts';
import type { Job } from '../../shared/rpc/contract-jobs.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import { viewOf } from '../../shared/sync/view.ts';
import { makeScan } from '../fixtures/make-scan.ts';
import { jobEnds, jobIsDone } from './station-jobs.ts';
import { until } from '../fixtures/eventually.ts';
import { importFiles, openSyncWorld, type Station } from '../fixtures/sync-world.ts';

/** Takes in a bundle; answers what became of it. */
async function take(station: Station, folder: string): Promise<Job> {
  const { job } = await station.call('bundle.take', { folder });
  return jobEnds(station, job);
}

test('two disks of a field trip', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-trip-'));
  const world = await openSyncWorld(folder);
  try {
    const desk = await world.addStation('Орталық үстел');
    const laptop = await world.addStation('Далалық ноутбук');
    await world.connect(desk);
    const [fonds, inventory] = [newId(), newId()];
    const unitOf = (title: string) =>
      newRecord(newId(), 'unit', { parent: inventory, number: { num: 9 }, 'title/kk': title });
    await desk.call('journal.commit', {
      id: newId(),
      command: 'record.create',
      edits: [
        newRecord(fonds, 'fonds', { parent: null, number: { prefix: 'Р', num: 417 }, 'title/kk': 'Қор' }),
        newRecord(inventory, 'inventory', { parent: fonds, number: { num: 2 }, 'title/kk': 'Тізімдеме' }),
      ],
    });
    await world.connect(laptop);
    await world.settle();
    laptop.line.setDown(true);

    const disks = [path.join(folder, 'disk-1'), path.join(folder, 'disk-2')];
    const bundles: string[] = [];
    const scans: string[] = [];
    for (const [no, disk] of disks.entries()) {
      mkdirSync(disk);
      const names = [`бет ${no}-1`, `бет ${no}-2`];
      const pages = names.map(async (name) => ({ name: `${name}.png`, bytes: await makeScan(name) }));
      scans.push(...(await importFiles(laptop, await Promise.all(pages))));
      await laptop.call('journal.commit', {
        id: newId(),
        command: 'record.create',
        edits: [unitOf(`Далада, ${no + 1}`)],
      });
      const { job } = await laptop.call('bundle.write', { folder: disk });
      await jobIsDone(laptop, job);
      bundles.push(path.join(disk, must(readdirSync(disk)[0], 'a bundle')));
    }
    expect((await laptop.status()).unsent.records).toBeGreaterThan(0);
    await desk.call('journal.commit', {
      id: newId(),
      command: 'record.create',
      edits: [unitOf('Орталықта')],
    });

    const [first = '', second = ''] = bundles;
    const looked = await desk.call('bundle.look', { folder: must(disks[1], 'a disk') });
    expect(looked.bundles).toMatchObject([
      { trouble: null, facts: { from: 'Далалық ноутбук', isWhole: true, isSigned: true } },
    ]);
    // The scans, and whatever else the vault keeps of that import.
    const files = must(looked.bundles[0]?.facts, 'a bundle').files;
    expect(files).toBeGreaterThanOrEqual(scans.length);
    const damaged = path.join(folder, 'damaged');
    cpSync(first, damaged, { recursive: true });
    const hurt = must(
      readdirSync(path.join(damaged, 'files'), { recursive: true }).find((name) =>
        String(name).endsWith('.qb'),
      ),
      'a file',
    );
    writeFileSync(
      path.join(damaged, 'files', String(hurt)),
      readFileSync(path.join(damaged, 'files', String(hurt))).fill(9, 40),
    );
    const cut = path.join(folder, 'cut');
    cpSync(second, cut, { recursive: true });
    for (const name of ['DONE', 'manifest.qb', 'signature.json']) rmSync(path.join(cut, name));

    expect(await take(desk, damaged)).toMatchObject({ state: 'done', failed: 1 });
    expect(await take(desk, cut)).toMatchObject({ state: 'done' });
    expect((await take(desk, second)).failed).toBeUndefined();
    expect((await take(desk, first)).failed).toBeUndefined();
    const again = await take(desk, second);
    expect(again).toMatchObject({ state: 'done', numbers: { ops: 0, stored: 0, known: files } });

    await until('the laptop’s scans are at the centre', async () => {
      const { unsent } = await desk.status();
      return unsent.ops === 0 && unsent.files === 0;
    });
    for (const sha256 of scans) expect(await desk.host().get(`/file/${sha256}`)).not.toBeNull();
    laptop.line.setDown(false);
    await world.settle();
    const titles = (await desk.states())
      .map(viewOf)
      .filter(({ t }) => t === 'unit')
      .map(({ values }) => values['title/kk']);
    expect([...titles].map(String).sort()).toEqual(['Далада, 1', 'Далада, 2', 'Орталықта']);
    expect((await desk.call('journal.clashes', { limit: 10 })).clashes).toHaveLength(1);
    await until('the laptop knows it', async () => (await laptop.status()).unsent.files === 0);
    // Who takes a disk in when the centre has everything has nothing to bring there.
    const hall = await world.addStation('Оқу залы');
    await world.connect(hall);
    await world.settle([hall]);
    for (const bundle of bundles) expect((await take(hall, bundle)).failed).toBeUndefined();
    await until('the hall knows it', async () => {
      const { behind, held } = await hall.call('sync.files.status', {});
      return held.files > 0 && behind.files === 0;
    });
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
