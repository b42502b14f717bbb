/** Work and scans go to a disk and from a disk; the contender is cp of the same scans, down to the disk as ours. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { must } from '../../../shared/must.ts';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { importFiles, openSyncWorld, type Station } from '../../fixtures/sync-world.ts';
import { round } from '../figures.ts';
import { makeNoiseScans } from '../noise-scans.ts';
import { rests, seconds, until } from './measure.ts';
import { endsWithPart } from './worlds.ts';

const SCANS = 24;
const MIB = 2 ** 20;

export async function measureBundle(folder: string): Promise<object> {
  const source = path.join(folder, 'scans');
  const scans = await makeNoiseScans(source, SCANS);
  const bytes = scans.reduce((sum, file) => sum + statSync(file).size, 0);
  const world = await openSyncWorld(path.join(folder, 'world'));
  endsWithPart(() => world.close());
  const desk = await world.addStation('desk');
  await world.connect(desk);
  const laptop = await world.addStation('laptop');
  await world.connect(laptop);
  await until('the laptop is whole', async () => (await laptop.status()).lastComplete !== null);
  laptop.line.setDown(true);
  await importFiles(
    laptop,
    scans.map((file) => ({ name: path.basename(file), bytes: readFileSync(file) })),
  );
  await rests(laptop);
  const disk = path.join(folder, 'disk');
  mkdirSync(disk);
  const written = await seconds(async () => {
    const { job } = await laptop.call('bundle.write', { folder: disk });
    await isDone(laptop, job);
  });
  const bundle = path.join(disk, must(readdirSync(disk)[0], 'a bundle'));
  // A disk is carried where no line goes: what a station with one sends on at once is another part's time.
  desk.line.setDown(true);
  const taken = await seconds(async () => {
    const { job } = await desk.call('bundle.take', { folder: bundle });
    await isDone(desk, job);
  });
  const copied = await seconds(async () => {
    execFileSync('cp', ['-r', source, path.join(folder, 'copied')]);
    execFileSync('sync', ['-f', folder]);
  });
  return {
    files: scans.length,
    MiB: round(bytes / MIB),
    exportSeconds: round(written),
    importSeconds: round(taken),
    contenderCp: { seconds: round(copied) },
    ratioExport: round(copied / written),
    ratioImport: round(copied / taken),
    target: { ratio: 0.7 },
  };
}

async function isDone(station: Station, id: string): Promise<void> {
  let ended: Job | undefined;
  await until(`the job of ${station.name}`, async () => {
    ended = (await station.call('job.list', {})).jobs.find((job) => job.id === id);
    return ended !== undefined && ended.state !== 'waiting' && ended.state !== 'running';
  });
  if (ended?.state !== 'done') throw new Error(`${ended?.kind}: ${ended?.state} ${ended?.code ?? ''}`);
}
