/**
 * `npm run -s bench -- catalogue`: a generated archive of 112,000 units in 300 fonds with 600,000 page records, in real
 * Chromium over the real web host: made, opened, searched, edited, weighed, beside MiniSearch, SQLite FTS5, a plain Dexie
 * table and a scan of all texts; then lists of 60,000 and 112,000 rows and a batch of 5,000 in the product's window.
 * `docs/figures.md` tells how each figure is taken.
 */
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
import { openTop } from './catalogue/product.ts';
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
/** All parts together take no longer than this, whatever happens. */
const WHOLE_S = 690;

/** Typed letter by letter; twenty of them with what else a person types. */
const TYPED = ['перепис', 'жеке іс', 'школ', 'Ф. 2. Оп. 1. Д. 33', 'қоныс ауд', 'приказ', '1934', 'тұз өнд'];
const TYPED_QUERIES = 20;

const PARTS = [
  'rebuild',
  'start',
  'query',
  'keystroke',
  'memory',
  'pages',
  'contenders',
  'edit',
  'typing',
  'lists',
  'batch',
] as const;

export async function run(options: BenchOptions): Promise<object> {
  const { units = UNITS, seed = 1, runs = 3, only = null, profile = false } = options;
  const unknown = (only ?? []).filter((name) => !PARTS.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  if (profile) profileToo();
  const stop = (): void => void closeWorlds().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);

  const parts = createParts(only, WHOLE_S);
  const before = { ...machine(), yardstickMs: yardstick() };
  const measured: Measured = {};
  try {
    if (parts.isWanted(...PARTS.slice(0, 9))) {
      await measureRegional(measured, parts, { units, seed, runs, profile });
    }
    if (parts.isWanted('lists', 'batch')) await measureLists(measured, parts, { units, seed, runs, profile });
  } finally {
    await closeWorlds();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
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
    const { page } = opened;
    measured.query = await parts.run('query', 60, () => searchAll(page, queries, REPEATS));
    measured.keystroke = await parts.run('keystroke', 60, async () => {
      const times: number[] = [];
      for (const text of TYPED) times.push(...(await ask(page, 'type', text)));
      return times;
    });
    measured.memory = await parts.run('memory', 60, () => measureMemory(opened, world.hostPid()));
    measured.pages = await parts.run('pages', 60, () => openPages(page, documentsOf(size)));
    measured.contenders = await parts.run('contenders', 200, async () => ({
      ...(await raceAll(page, world.folder, entries, { seed, repeats: REPEATS })),
      scan: await ask(page, 'scan', queries),
      fill: await ask(page, 'plainFill'),
    }));
    measured.edit = await parts.run('edit', 90, () => measureEdits(page));
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
    const { page } = await world.open('product', watchLongTasks);
    await page.getByRole('treeitem').first().waitFor({ timeout: 200_000 });
    const [ofLarge = '', ofAll = '', ofBatch = ''] = inventories;
    measured.lists = await parts.run('lists', 200, async () => ({
      large: await scrollList(page, ofLarge, large, runs),
      all: await scrollList(page, ofAll, units, runs),
      work: await workOnList(page, ofAll),
    }));
    measured.batch = await parts.run('batch', 120, () =>
      changeAll(page, ofBatch, BATCH, 'Проверено при пересчёте дел'),
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
