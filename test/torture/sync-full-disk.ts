/**
 * The disk of a station or of the server fills up in the middle of their traffic: a real small one (tmpfs), at a random moment.
 * Whoever writes where there is room goes on; where there is none an edit is refused with its reason, and sync says why
 * nothing moves. When there is room again everything is exchanged, and nothing that was called safe is missing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DiskLimits } from '../../shared/rpc/contract-disk.ts';
import type { SeededRandom } from '../fixtures/seeded-random.ts';
import { findSmallDisk, NO_SMALL_DISK, type SmallDisk } from '../fixtures/small-disk.ts';
import { until } from '../fixtures/eventually.ts';
import type { Station, SyncWorld } from '../fixtures/sync-world.ts';
import { eachRun, onLot, openLot, type Lot, type People } from './sync-people.ts';

/** Station and server keep a gigabyte free of files; a tmpfs takes only what is written. */
const DISK_MIB = 3072;
/** Those of a small disk, so that the ballast is small too. */
const LIMITS: DiskLimits = { low: 400e6, short: 120e6, full: 100e6 };
/** A disk is full for seconds: hundreds of edits more would show nothing new. */
const PAUSE_MS = 100;
const SIDES = ['server', 'station'] as const;
type Side = (typeof SIDES)[number];

/** Fills `runs` disks, one side after the other. Throws, with seed and run, at the first loss. */
export async function fillDisksOfSync(runs: number, seed: number): Promise<object> {
  const disks = findDisks();
  if (disks === null) return { skipped: NO_SMALL_DISK, lost: 0 };
  return onLot(await openLot(seed, disks.mount), (lot) => fillDisks(lot, disks, { runs, seed }));
}

export type Disks = {
  /** Puts the folders of the server and of the first station on disks of their own. */
  readonly mount: (folder: string) => { readonly end: () => void };
  readonly disk: SmallDisk;
};

/** Null where this user may not mount any. */
export function findDisks(): Disks | null {
  const disk = findSmallDisk(DISK_MIB);
  if (disk === null) return null;
  return {
    disk,
    mount(folder) {
      const places = Object.values(placesIn(folder));
      for (const place of places) {
        mkdirSync(place);
        disk.mount(place);
      }
      const settings = JSON.stringify({ v: 1, disk: LIMITS });
      writeFileSync(path.join(placesIn(folder).station, 'settings.json'), settings);
      return {
        end() {
          for (const place of places) disk.unmount(place);
        },
      };
    },
  };
}

const placesIn = (folder: string): Record<Side, string> => ({
  server: path.join(folder, 'centre'),
  station: path.join(folder, 'desk-a'),
});

/** On a lot that was mounted on `disks`. */
export async function fillDisks(
  { world, people, random, folder }: Lot,
  { disk }: Disks,
  tries: { readonly runs: number; readonly seed: number },
): Promise<{ fullDisks: number; killedOnFullDisk: number; refused: Record<string, number> }> {
  const refused: Record<string, number> = {};
  let killed = 0;
  await eachRun(tries, async (run) => {
    const side = SIDES[run % 2] ?? 'server';
    const done = await oneRun({ world, people, disk, side, place: placesIn(folder)[side], random });
    if (done.isKilled) killed++;
    for (const [code, times] of done.refused) refused[code] = (refused[code] ?? 0) + times;
  });
  return { fullDisks: tries.runs, killedOnFullDisk: killed, refused };
}

type Run = {
  readonly world: SyncWorld;
  readonly people: People;
  readonly disk: SmallDisk;
  readonly side: Side;
  readonly place: string;
  readonly random: SeededRandom;
};

async function oneRun(run: Run): Promise<{ isKilled: boolean; refused: ReadonlyMap<string, number> }> {
  const { world, people, disk, side, place, random } = run;
  const [first, second] = people.stations;
  const isServer = side === 'server';
  let isOver = false;
  const refused = new Map<string, number>();
  for (const station of people.stations) people.scans.bring(station);
  const work = Promise.all([
    // Where the server's disk is full nobody is refused anything.
    people.write(first, () => isOver, {
      ...(isServer ? {} : { mayRefuse: ['DISK_FULL'], refused }),
      pauseMs: PAUSE_MS,
    }),
    people.write(second, () => isOver, { pauseMs: PAUSE_MS }),
  ]);
  work.catch(() => undefined); // it is waited for below
  await wait(random.below(800));
  disk.takeAll(place);
  await until(`sync says why nothing moves at the ${side}`, async () => {
    // What the ballast gives up somebody else takes.
    if (!isServer) disk.fill(place);
    const said = await Promise.all(people.stations.map(whyOf));
    if (isServer) return said.includes('INSUFFICIENT_STORAGE');
    return said[0] === 'DISK_FULL' && refused.size > 0;
  });
  const isKilled = random.chance(0.3);
  if (isKilled) await (isServer ? world.server : first).kill();
  disk.giveBack(place);
  if (isKilled) await (isServer ? world.server : first).start();
  // By itself, as it said when.
  else
    await until(`sync goes on by itself at the ${side}`, async () =>
      (await Promise.all(people.stations.map(whyOf))).every((code) => code === null),
    );
  isOver = true;
  await work;
  await people.look();
  await people.scans.areAtServer(people.stations);
  return { isKilled, refused };
}

/** Why sync waits; null when it does not. */
async function whyOf(station: Station): Promise<string | null> {
  const { trouble, state, next } = await station.status();
  if (state === 'waiting' && next === null) throw new Error(`${station.name} waits and nothing is planned`);
  return trouble?.code ?? null;
}
