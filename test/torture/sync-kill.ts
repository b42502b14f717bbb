/**
 * Two stations and a server of one archive, as real processes, while people write and bring scans in at both stations: in each run
 * one of the three is killed, or a line is cut, at a random moment. In the end all three show the same, and nothing that anybody
 * was told is safe is missing anywhere.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { SeededRandom } from '../fixtures/seeded-random.ts';
import type { SyncWorld } from '../fixtures/sync-world.ts';
import { eachRun, onLot, openLot, type Lot, type People } from './sync-people.ts';

/** So many runs go by before everything is compared; once in the end in any case. */
const RUNS_BETWEEN_LOOKS = 10;
const VICTIMS = ['first', 'second', 'server', 'line', 'server down'] as const;
/** In how many runs somebody brings scans in. */
const SHARE_OF_SCANS = 0.4;

/** Makes `runs` kills and cuts; answers what was done. Throws, with seed and run, at the first loss. */
export async function killSync(runs: number, seed: number): Promise<object> {
  return onLot(await openLot(seed), async (lot) => ({ faults: await killAndCut(lot, { runs, seed }) }));
}

/** How often each was killed or cut. */
export async function killAndCut(
  { world, people, random }: Lot,
  tries: { readonly runs: number; readonly seed: number },
): Promise<Record<string, number>> {
  const faults = new Map<string, number>();
  await eachRun(tries, async (run) => {
    const fault = await oneRun(world, people, random);
    faults.set(fault, (faults.get(fault) ?? 0) + 1);
    if (run % RUNS_BETWEEN_LOOKS !== 0) return;
    await people.look();
    await people.scans.areAtServer(people.stations);
  });
  return Object.fromEntries(faults);
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
