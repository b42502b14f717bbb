/**
 * Kills Chromium at random moments of making the catalogue copy, switching to it, following the journal, storing the search
 * index and checking it, while edits and queries go on; and between two kills wipes the copy, damages the stored index or
 * puts an older one in its place. Then every row must be what the journal tells, every record found by its words, none
 * twice or dead, and a check of the whole index must find nothing untrue.
 */
import { must } from '../../shared/must.ts';
import { ask, openCatalogueWorld, waitReady, type CatalogueWorld } from '../fixtures/catalogue-world.ts';
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';

const UNITS = 1500;
/** Every so-manieth record is looked for. */
const EVERY = 60;
/** Before and after the harm; sometimes so short that the copy is not made yet. */
const LONGEST_MS = 2500;
const SHORT_MS = 250;
/** After so many kills the profile is a new one, so that a copy is made from nothing again. */
const KILLS_OF_PROFILE = 5;

const SABOTAGES = ['flip', 'drop', 'keep', 'older', 'wipe', 'none'] as const;
type Sabotage = (typeof SABOTAGES)[number];
type Window = Awaited<ReturnType<CatalogueWorld['openWindow']>>;
export type Tortured = {
  readonly kills: number;
  readonly checked: number;
  readonly sabotages: Readonly<Record<string, number>>;
};

/** Makes `runs` kills; throws at the first loss with the seed in its message. */
export async function killIndex(runs: number, seed: number): Promise<Tortured> {
  const world = await openCatalogueWorld(UNITS);
  try {
    return await killIndexOf(world, runs, seed);
  } finally {
    await world.close();
  }
}

/** The same in a world that is there; its journal has many other titles afterwards. */
export async function killIndexOf(world: CatalogueWorld, runs: number, seed: number): Promise<Tortured> {
  const random = seededRandom(seed);
  const sabotages: Record<string, number> = {};
  let checked = 0;
  let done: Sabotage[] = [];
  for (let kill = 0; kill < runs; kill++) {
    const profile = `index-${Math.floor(kill / KILLS_OF_PROFILE)}`;
    const sabotage = await workAndDie(world, profile, random, kill);
    done.push(sabotage);
    sabotages[sabotage] = (sabotages[sabotage] ?? 0) + 1;
    if (kill % KILLS_OF_PROFILE === KILLS_OF_PROFILE - 1 || kill === runs - 1) {
      checked += await check(world, profile, `seed ${seed}, kill ${kill} (${done.join(', ')})`);
      done = [];
    }
  }
  return { kills: runs, checked, sabotages };
}

/** Opens the window, works and stores at once, is sabotaged in the midst of it, and killed; answers what was done to it. */
async function workAndDie(
  world: CatalogueWorld,
  profile: string,
  random: SeededRandom,
  kill: number,
): Promise<Sabotage> {
  const sabotage = random.pick(SABOTAGES);
  const longest = random.chance(0.25) ? SHORT_MS : LONGEST_MS;
  const [untilSabotage, untilKill] = [random.next() * longest, random.next() * longest];
  const isChecked = random.chance(0.3);
  const window = await world.openWindow(profile);
  // Not waited for: the browser dies while these are under way.
  void ask(window.page, 'work', kill).catch(() => undefined);
  if (isChecked)
    void waitReady(window.page)
      .then(() => ask(window.page, 'verifyIndex'))
      .catch(() => undefined);
  await pause(untilSabotage);
  const isDone = await Promise.race([
    harm(world, window, sabotage).then(
      () => true,
      // The copy is not there yet, or is being made anew: there is nothing to harm.
      () => false,
    ),
    pause(LONGEST_MS).then(() => false),
  ]);
  await pause(untilKill);
  await window.browser.kill();
  return isDone ? sabotage : 'none';
}

async function harm(world: CatalogueWorld, { page }: Window, sabotage: Sabotage): Promise<void> {
  switch (sabotage) {
    case 'flip':
      await ask(page, 'damageIndex');
      break;
    case 'drop':
      await ask(page, 'dropChunk');
      break;
    case 'keep':
      await ask(page, 'keepIndex');
      break;
    case 'older':
      await ask(page, 'putKeptIndex');
      break;
    case 'wipe': {
      const session = await page.context().newCDPSession(page);
      const origin = world.host().address;
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
      break;
    }
    case 'none':
      break;
  }
}

async function check(world: CatalogueWorld, profile: string, where: string): Promise<number> {
  const { browser, page } = await world.openWindow(profile);
  await waitReady(page);
  const isTrue = await ask(page, 'isTrue');
  if (isTrue !== 'true') throw new Error(`${where}: ${isTrue}`);
  const lost = await ask(page, 'lost', EVERY);
  if (lost.length > 0)
    throw new Error(`${where}: ${must(lost[0], 'one is lost')} and ${lost.length - 1} more`);
  const { untrue, findings } = await ask(page, 'verifyIndex');
  if (untrue > 0) throw new Error(`${where}: ${untrue} entries of the index are not true: ${findings}`);
  const generations = await ask(page, 'generations');
  if (generations.length !== 1) throw new Error(`${where}: ${generations.length} copies are left`);
  await browser.kill();
  return Math.floor(world.records / EVERY);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
