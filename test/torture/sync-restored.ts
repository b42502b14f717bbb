/**
 * A server that comes back as it was some time ago, in a new folder, while its stations have gone on: from a backup as
 * `docs/server.md` says, or from a plain copy of its folder, which does not say that it is another life of the log. Stations
 * bring back what it lacks, scans too; nobody loses anything, and no station takes its emptiness for a word.
 */
import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { RecordId } from '../../shared/sync/op.ts';
import type { SeededRandom } from '../fixtures/seeded-random.ts';
import { until } from '../fixtures/eventually.ts';
import type { Station, SyncWorld } from '../fixtures/sync-world.ts';
import { eachRun, onLot, openLot, signInAgain, type Lot, type People } from './sync-people.ts';

/** In turn, a copy first. */
const WAYS = ['backup', 'copy'] as const;
type Way = (typeof WAYS)[number];

/** Restores a server `runs` times, by a copy and by a backup in turn. Throws, with seed and run, at the first loss. */
export async function restoreServers(runs: number, seed: number): Promise<object> {
  return onLot(await openLot(seed), (lot) => restoreAgain(lot, { runs, seed }));
}

export async function restoreAgain(
  { world, people, random, folder }: Lot,
  tries: { readonly runs: number; readonly seed: number },
): Promise<{ restoredServers: number }> {
  await eachRun(tries, async (run) => {
    const way = WAYS[run % 2] ?? 'copy';
    await oneRun({ world, people, way, folder: path.join(folder, `centre-${run}`), random });
  });
  return { restoredServers: tries.runs };
}

type Run = {
  readonly world: SyncWorld;
  readonly people: People;
  readonly way: Way;
  /** The new one. */
  readonly folder: string;
  readonly random: SeededRandom;
};

async function oneRun({ world, people, way, folder, random }: Run): Promise<void> {
  const { server } = world;
  const backup = `${folder}-backup`;
  const old = server.folder;
  let isOver = false;
  const traffic = async (): Promise<void> => {
    for (const station of people.stations) if (random.chance(0.7)) people.scans.bring(station);
    await wait(200 + random.below(600));
  };
  const settled = async (): Promise<void> => {
    await people.look();
    await people.scans.areAtServer(people.stations);
  };
  const writing = async (during: () => Promise<void>): Promise<void> => {
    isOver = false;
    const work = people.writeAtBoth(() => isOver);
    await during();
    isOver = true;
    await work;
  };

  await writing(traffic);
  if (random.chance(0.5)) await settled();
  if (way === 'backup') {
    // A backup may be made while the server works.
    await writing(() => Promise.resolve(void server.command(['backup', backup])));
  } else {
    await server.stop();
    cpSync(old, folder, { recursive: true });
    await server.start();
  }
  await writing(traffic);
  if (random.chance(0.7)) {
    await settled();
    // Stations hear that all of it is in a backup too: of what they know so well they ask no more.
    if (way === 'copy') {
      server.command(['backup', backup]);
      await settled();
    }
  }
  const before = await Promise.all(people.stations.map(idsAt));

  await writing(async () => {
    await (random.chance(0.5) ? server.kill() : server.stop());
    server.moveTo(folder);
    if (way === 'backup') server.command(['restore', backup]);
    await server.start();
  });
  for (const station of people.stations) await signInAgain(station);
  await people.look({ anew: true });
  await people.scans.areAtServer(people.stations);
  for (const [at, station] of people.stations.entries()) {
    const now = new Set(await idsAt(station));
    const gone = (before[at] ?? []).filter((id) => !now.has(id));
    if (gone.length > 0) throw new Error(`${station.name} was wiped of ${gone.length} records`);
  }
  // By the server's own reading of its files and records, not by what stations have been told before.
  await people.compareServer();
  await until('the server has every scan again', async () => {
    for (const station of people.stations) await station.call('sync.now', {});
    await server.stop();
    try {
      people.scans.areSoundIn(server);
    } finally {
      await server.start();
    }
    return true;
  });
  // The first server's folder may be a disk of its own.
  for (const each of readdirSync(old)) rmSync(path.join(old, each), { recursive: true });
  rmSync(backup, { recursive: true, force: true });
}

async function idsAt(station: Station): Promise<RecordId[]> {
  return (await station.states()).map(({ id }) => id);
}
