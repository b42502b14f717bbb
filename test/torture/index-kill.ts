/**
 * Kills Chromium at random moments of making the catalogue copy, switching to it, following the journal and storing the
 * search index; then every row must be what the journal tells, and every record found by its words, none twice or dead.
 */
import { must } from '../../shared/must.ts';
import { ask, openCatalogueWorld, waitReady, type CatalogueWorld } from '../fixtures/catalogue-world.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';

const UNITS = 1500;
/** Every so-manieth record is looked for. */
const EVERY = 60;
const LONGEST_MS = 2500;
/** After so many kills the profile is a new one, so that a copy is made from nothing again. */
const KILLS_OF_PROFILE = 5;

/** Makes `runs` kills; throws at the first loss with the seed in its message. */
export async function killIndex(runs: number, seed: number): Promise<{ kills: number; checked: number }> {
  const random = seededRandom(seed);
  const world = await openCatalogueWorld(UNITS);
  let checked = 0;
  try {
    for (let kill = 0; kill < runs; kill++) {
      const profile = `index-${Math.floor(kill / KILLS_OF_PROFILE)}`;
      await workAndDie(world, profile, random.next() * LONGEST_MS, kill);
      if (kill % KILLS_OF_PROFILE === KILLS_OF_PROFILE - 1 || kill === runs - 1) {
        checked += await check(world, profile, `seed ${seed}, kill ${kill}`);
      }
    }
  } finally {
    await world.close();
  }
  return { kills: runs, checked };
}

/** Opens the window, edits and stores as soon as it can, and is killed after `ms`. */
async function workAndDie(world: CatalogueWorld, profile: string, ms: number, kill: number): Promise<void> {
  const { browser, page } = await world.openWindow(profile);
  // Not waited for: the browser dies while these are under way.
  void waitReady(page)
    .then(() => Promise.all([ask(page, 'rename', kill, `Өзгерді ${kill}`), ask(page, 'beginStore')]))
    .catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, ms));
  await browser.kill();
}

async function check(world: CatalogueWorld, profile: string, where: string): Promise<number> {
  const { browser, page } = await world.openWindow(profile);
  await waitReady(page);
  const isTrue = await ask(page, 'isTrue');
  if (isTrue !== 'true') throw new Error(`${where}: ${isTrue}`);
  const lost = await ask(page, 'lost', EVERY);
  if (lost.length > 0)
    throw new Error(`${where}: ${must(lost[0], 'one is lost')} and ${lost.length - 1} more`);
  const generations = await ask(page, 'generations');
  if (generations.length !== 1) throw new Error(`${where}: ${generations.length} copies are left`);
  await browser.kill();
  return Math.floor(world.records / EVERY);
}
