/**
 * `npm run -s bench -- catalogue`: a generated archive of 112,000 units in 300 fonds with 600,000 page records, in real
 * Chromium over the real web host: made, opened, searched, edited, weighed, beside MiniSearch, SQLite FTS5, a plain Dexie
 * table and a scan of all texts; then lists of 60,000 and 112,000 rows and a batch of 5,000 in the product's window.
 * `docs/figures.md` tells how each figure is taken.
 */
import type { Page } from '@playwright/test';
import { loadavg } from 'node:os';
import { ask } from '../fixtures/catalogue-world.ts';
import { generateArchive, unequalFonds, type ArchiveSize } from '../fixtures/generate-archive.ts';
import { changeAll } from './catalogue/batch.ts';
import { raceAll, readEntries } from './catalogue/contenders.ts';
import { machine, yardstick } from './catalogue/figures.ts';
import { filledJournal } from './catalogue/filled-journal.ts';
import { processMemory } from './catalogue/memory.ts';
import { profileToo, watchLongTasks } from './catalogue/long-tasks.ts';
import { createParts, type Parts } from './catalogue/parts.ts';
import { openTop, waitIndexed } from './catalogue/product.ts';
import { makeQueries } from './catalogue/queries.ts';
import {
  measureEdits,
  measureMemory,
  measureStarts,
  openPages,
  readRebuild,
  searchAll,
  waitWhole,
} from './catalogue/regional.ts';
import { figuresOf, HOW, summed, type Measured } from './catalogue/report.ts';
import { say } from './catalogue/say.ts';
import { scrollList, workOnList } from './catalogue/scrolling.ts';
import { typeQueries } from './catalogue/typing.ts';
import { closeWorlds, openBenchWorld, type BenchWorld, type Opened } from './catalogue/world.ts';
import type { BenchOptions } from './main.ts';

const UNITS = 112_000;
/** Of a regional archive, to 112,000 units; smaller runs keep the proportions. */
const FONDS = 300;
const PAGES = 600_000;
const LARGE_FONDS = 60_000;
const BATCH = 5000;
const REPEATS = 5;
const OPENED_DOCUMENTS = 50;
/** No part begins or runs on after so long; what was measured by then is told. */
const WHOLE_S = 680;
/** Whatever still hangs then loses its browser and host. */
const WATCHDOG_S = 710;

/** Typed letter by letter; twenty of them with what else a person types. */
const TYPED = ['перепис', 'жеке іс', 'школ', 'Ф. 2. Оп. 1. Д. 33', 'қоныс ауд', 'приказ', '1934', 'тұз өнд'];
const TYPED_QUERIES = 20;

/** `rebuild` is what the others stand on and so never left out. */
const REGIONAL_PARTS = [
  'rebuild',
  'start',
  'query',
  'keystroke',
  'memory',
  'pages',
  'contenders',
  'edit',
  'typing',
] as const;
const LIST_PARTS = ['lists', 'batch'] as const;
const PARTS: readonly string[] = [...REGIONAL_PARTS, ...LIST_PARTS];

export async function run(options: BenchOptions): Promise<object> {
  const { units = UNITS, seed = 1, runs = 3, only = null, profile = false } = options;
  const unknown = (only ?? []).filter((name) => !PARTS.includes(name));
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  if (profile) profileToo();
  const stop = (): void => void closeWorlds().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);

  const parts = createParts(only, WHOLE_S);
  const before = { ...machine(), yardstickMs: yardstick() };
  const measured: Measured = {};
  const watchdog = setTimeout(() => void closeWorlds(), WATCHDOG_S * 1000);
  const size = { units, seed, runs, profile };
  if (parts.isWanted(...REGIONAL_PARTS)) {
    await parts.prepare('regional', () => measureRegional(measured, parts, size));
  }
  if (parts.isWanted(...LIST_PARTS)) {
    await parts.prepare('long lists', () => measureLists(measured, parts, size));
  }
  await closeWorlds();
  clearTimeout(watchdog);
  process.off('SIGINT', stop).off('SIGTERM', stop);
  return {
    bench: 'catalogue',
    at: new Date().toISOString(),
    options: { units, seed, runs, only, profile },
    machine: { ...before, loadAfter: loadavg().map(Math.round), yardstickAfterMs: yardstick() },
    figures: figuresOf(measured),
    measured: summed(measured),
    how: HOW,
    seconds: parts.seconds,
    troubles: parts.troubles,
  };
}

type Size = {
  readonly units: number;
  readonly seed: number;
  readonly runs: number;
  readonly profile: boolean;
};

async function measureRegional(measured: Measured, parts: Parts, { units, seed, runs, profile }: Size) {
  const share = units / UNITS;
  const size: ArchiveSize = {
    units,
    seed,
    fonds: unequalFonds(units, Math.max(1, Math.round(FONDS * share))),
    pages: Math.round(PAGES * share),
  };
  const journal = await filledJournal(`regional-${units}`, size);
  const { records, followed, megabytes, madeInS } = journal;
  measured.archive = { units, fonds: size.fonds?.length ?? 0, pages: size.pages ?? 0, records, followed };
  measured.journal = { megabytes, madeInS };
  const world = await openBenchWorld(journal, profile);
  try {
    let opened = await openFirst(world, measured);
    const entries = await readEntries(opened.page);
    const queries = makeQueries(entries, seed).map(({ text }) => text);
    const open = async (): Promise<Opened> => (opened = await world.open('bench'));
    measured.start = await parts.run('start', 120, () => measureStarts(open, runs));
    // What went before is not to be weighed with the rest.
    if (measured.start === null) await waitWhole((await open()).page, 120_000);
    /** After a part that failed the next one finds a new window. */
    const part = async <T>(name: string, deadlineS: number, work: (opened: Opened) => Promise<T>) => {
      const answer = await parts.run(name, deadlineS, () => work(opened));
      if (Object.hasOwn(parts.troubles, name)) await waitWhole((await open()).page, 120_000);
      return answer;
    };
    measured.query = await part('query', 60, ({ page }) => searchAll(page, queries, REPEATS));
    measured.keystroke = await part('keystroke', 60, async ({ page }) => {
      const times: number[] = [];
      for (const text of TYPED) times.push(...(await ask(page, 'type', text)));
      return times;
    });
    measured.memory = await part('memory', 60, (opened) => measureMemory(opened, world.hostPid()));
    measured.pages = await part('pages', 60, ({ page }) => openPages(page, documentsOf(size)));
    measured.contenders = await part('contenders', 200, async ({ page }) => ({
      ...(await raceAll(page, world.folder, entries, { seed, repeats: REPEATS })),
      scan: await ask(page, 'scan', queries),
      fill: await ask(page, 'plainFill'),
    }));
    measured.edit = await part('edit', 90, ({ page }) => measureEdits(page));
    measured.typing = await parts.run('typing', 120, async () => {
      const product = await world.open('product', watchLongTasks);
      const firstRowsMs = await openTop(product.page);
      const typed = [...TYPED, ...queries.filter((query) => query.length > 4)].slice(0, TYPED_QUERIES);
      const typing = await typeQueries(product.page, typed);
      return { firstRowsMs, hostMib: processMemory(world.hostPid()).residentMib, ...typing };
    });
  } finally {
    await world.close();
  }
}

/** The first start on an empty profile, which makes the copy and the index; everything after it stands on them. */
async function openFirst(world: BenchWorld, measured: Measured): Promise<Opened> {
  say('the copy and the index, from nothing …');
  const opened = await world.open('bench');
  await waitWhole(opened.page, 300_000);
  measured.rebuild = await readRebuild(opened.page);
  await ask(opened.page, 'storeIndex');
  return opened;
}

async function measureLists(measured: Measured, parts: Parts, { units, seed, runs, profile }: Size) {
  const large = Math.round((units * LARGE_FONDS) / UNITS);
  const size: ArchiveSize = { units: large + units + BATCH, seed, fonds: [[large], [units], [BATCH]] };
  const inventories = [...generateArchive(size)].filter(({ t }) => t === 'inventory').map(({ id }) => id);
  const world = await openBenchWorld(await filledJournal(`lists-${units}`, size), profile);
  try {
    say('the copy of the archive with long lists …');
    const open = async (): Promise<Page> => {
      const { page } = await world.open('product', watchLongTasks);
      await page.getByRole('treeitem').first().waitFor({ timeout: 200_000 });
      return page;
    };
    await waitIndexed(await open(), 200_000);
    const [ofLarge = '', ofAll = '', ofBatch = ''] = inventories;
    measured.lists = await parts.run('lists', 220, async () => {
      const page = await open();
      return {
        large: await scrollList(page, ofLarge, large, runs),
        all: await scrollList(page, ofAll, units, runs),
        work: await workOnList(page, ofAll),
      };
    });
    measured.batch = await parts.run('batch', 120, async () =>
      changeAll(await open(), ofBatch, BATCH, 'Проверено при пересчёте дел'),
    );
  } finally {
    await world.close();
  }
}

/** Documents spread over the whole archive. */
function documentsOf(size: ArchiveSize): string[] {
  const documents = [...generateArchive({ ...size, pages: 0 })].filter(({ t }) => t === 'document');
  const step = Math.max(1, Math.floor(documents.length / OPENED_DOCUMENTS));
  return documents.filter((_, i) => i % step === 0).map(({ id }) => id);
}
