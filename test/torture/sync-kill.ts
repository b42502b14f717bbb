/**
 * Two stations and a server of one archive, as real processes, while people write and bring scans in at both stations: in each run
 * one of the three is killed, or a line is cut, at a random moment. In the end all three show the same, and nothing that anybody
 * was told is safe is missing anywhere.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';
import { openSyncWorld, type SyncWorld } from '../fixtures/sync-world.ts';
import { bringPeople, type People } from './sync-people.ts';

/** So many runs go by before everything is compared; once in the end in any case. */
const RUNS_BETWEEN_LOOKS = 10;
const VICTIMS = ['first', 'second', 'server', 'line', 'server down'] as const;
/** In how many runs somebody brings scans in. */
const SHARE_OF_SCANS = 0.4;

/** Makes `runs` kills and cuts; answers what was done. Throws, with seed and run, at the first loss. */
export async function killSync(runs: number, seed: number): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-sync-kill-'));
  const random = seededRandom(seed);
  const faults = new Map<string, number>();
  const world = await openSyncWorld(folder);
  try {
    const people = await bringPeople(world, random);
    for (let run = 1; run <= runs; run++) {
      try {
        const fault = await oneRun(world, people, random);
        faults.set(fault, (faults.get(fault) ?? 0) + 1);
        if (run % RUNS_BETWEEN_LOOKS === 0) {
          await people.look();
          await people.scans.areAtServer(people.stations);
        }
      } catch (error) {
        throw new Error(`run ${run} of seed ${seed}`, { cause: error });
      }
    }
    const figures = await people.end();
    rmSync(folder, { recursive: true });
    return { faults: Object.fromEntries(faults), ...figures };
  } catch (error) {
    console.error(`the folders are left at ${folder}`);
    await world.close().catch(() => undefined);
    throw error;
  }
}

/** People write at both stations until something happens at a random moment; what was killed is started again. */
async function oneRun(world: SyncWorld, people: People, random: SeededRandom): Promise<string> {
  const [first, second] = people.stations;
  const victim = random.pick(VICTIMS);
  let isOver = false;
  if (random.chance(SHARE_OF_SCANS)) people.scans.bring(random.pick(people.stations));
  const work = people.writeAtBoth(() => isOver);
  // Somebody syncs right now, so that the moment falls into traffic.
  for (const station of people.stations) void station.call('sync.now', {}).catch(() => undefined);
  await wait(20 + random.below(900));
  if (victim === 'first') await first.kill();
  if (victim === 'second') await second.kill();
  if (victim === 'server') await world.server.kill();
  if (victim === 'line') random.pick(people.stations).line.cut();
  if (victim === 'server down') await world.server.stop();
  await wait(random.below(300));
  isOver = true;
  await work;
  if (victim === 'first') await first.start();
  if (victim === 'second') await second.start();
  if (victim === 'server' || victim === 'server down') await world.server.start();
  return victim;
}
