/**
 * `npm run -s bench -- typing-while-filling [--pages 20000] [--units 20000] [--only readings,import,searchable]`: a person types
 * into a description and into the search box of the product's window, 11 letters a second, while pages with texts come in and the
 * index of page texts is filled: `readings` of the vault as fast as the journal takes them, then PDFs with a text layer through
 * the window's own import. Told are the time from each key to its letter on the screen, what the host's main thread was late and
 * which thread worked, beside the same typing with nothing else going on, in the same run.
 */
import type { ChildProcess } from 'node:child_process';
import { loadavg } from 'node:os';
import path from 'node:path';
import type { FindingStatus } from '../../shared/rpc/contract-finding.ts';
import { generateArchive, type ArchiveSize } from '../fixtures/generate-archive.ts';
import { machine, yardstick } from './catalogue/figures.ts';
import { filledJournal } from './catalogue/filled-journal.ts';
import { traced, type BusyTasks } from './catalogue/main-thread.ts';
import { createParts } from './catalogue/parts.ts';
import { waitIndexed, WORDS } from './catalogue/product.ts';
import { say } from './catalogue/say.ts';
import { closeWorlds, openBenchWorld } from './catalogue/world.ts';
import { p50p95, round } from './figures.ts';
import type { BenchOptions } from './main.ts';
import { askHost } from './typing-while-filling/ask-host.ts';
import type { Strain } from './typing-while-filling/host.ts';
import { DIFFERENT_TEXTS, keepReadings, writePdfs } from './typing-while-filling/texts.ts';
import { typeUntil, watchTyping, type TypedBeside } from './typing-while-filling/typist.ts';
import type { Page } from '@playwright/test';

const PAGES = 20_000;
const UNITS = 20_000;
const HOST = path.join(import.meta.dirname, 'typing-while-filling/host.ts');
const WHOLE_S = 1500;
const ALONE_S = 30;
/** A trace of more grows large. */
const TRACED_S = 20;
const READINGS_S = 300;
const IMPORT_S = 900;
const EDITS = 40;
/** Units that are typed into. */
const TYPED_UNITS = 8;
const LOOK_MS = 250;
const TOLD_S = 10;

type Work = { readonly pages: number; readonly isWhole: boolean; readonly seconds: number };
type Beside = {
  readonly typed: TypedBeside;
  /** Of the first seconds: what the processor worked on one task of the window, whatever else the machine did. */
  readonly busy: BusyTasks;
  readonly host: Strain;
};

export async function run(options: BenchOptions): Promise<object> {
  const { pages = PAGES, units = UNITS, seed = 1, only = null } = options;
  const stop = (): void => void closeWorlds().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const parts = createParts(only, WHOLE_S);
  const before = { ...machine(), yardstickMs: yardstick() };
  const measured: Record<string, unknown> = {};
  await parts.prepare('world', () => measure(measured, parts, { pages, units, seed }));
  await closeWorlds();
  process.off('SIGINT', stop).off('SIGTERM', stop);
  return {
    bench: 'typing-while-filling',
    at: new Date().toISOString(),
    options: { pages, units, seed, only },
    machine: { ...before, loadAfter: loadavg().map(round), yardstickAfterMs: yardstick() },
    measured,
    how: 'ms from the key event to the frame with its letter; `late` counts those over 50; `busy` is by processor time; cpuMs are of the host, by thread',
    seconds: parts.seconds,
    troubles: parts.troubles,
  };
}

async function measure(
  measured: Record<string, unknown>,
  parts: ReturnType<typeof createParts>,
  { pages, units, seed }: { readonly pages: number; readonly units: number; readonly seed: number },
): Promise<void> {
  const size: ArchiveSize = { units, seed, unitsPerDocument: 0 };
  const journal = await filledJournal(`typing-${units}`, size);
  const ids = [...generateArchive(size)].filter(({ t }) => t === 'unit').map(({ id }) => id);
  const typedUnits = ids.slice(0, TYPED_UNITS);
  const home = ids.at(-1) ?? '';
  let texts = '';
  const world = await openBenchWorld(journal, false, HOST);
  try {
    const wantsReadings = parts.isWanted('readings');
    if (wantsReadings) {
      say('readings into the vault …');
      texts = await keepReadings(path.join(world.folder, 'data'), Math.min(pages, DIFFERENT_TEXTS), seed);
    }
    const pdfs = path.join(world.folder, 'pdfs');
    writePdfs(pdfs, pages, seed + 1);
    say('the window …');
    const { page } = await world.open('product', watchTyping);
    await page.getByRole('treeitem').first().waitFor({ timeout: 120_000 });
    await waitIndexed(page, 120_000);
    const host = world.hostProcess();
    await filled(host, 0, 120);
    /** Types for as long as `work` lasts. */
    const beside = async (work: () => Promise<unknown>): Promise<Beside> => {
      await askHost<Strain>(host, { kind: 'strain' });
      let isOver = false;
      const working = work().finally(() => {
        isOver = true;
      });
      const [typed, { busy }] = await Promise.all([
        typeUntil(page, typedUnits, () => isOver),
        traced(page, () => Promise.race([working, sleep(TRACED_S)])),
      ]);
      await working;
      return { typed, busy, host: await askHost<Strain>(host, { kind: 'strain' }) };
    };
    measured['searchable'] = await parts.run('searchable', 120, async () => {
      const times = await askHost<number[]>(host, { kind: 'searchable', edits: EDITS, unit: home }, 120);
      return { editToFoundMs: { ...p50p95(times), worst: round(Math.max(...times)) } };
    });
    // What is compiled at the first letters is not what filling costs.
    await beside(() => sleep(5));
    measured['alone'] = await beside(() => sleep(ALONE_S));
    measured['readings'] = await parts.run('readings', READINGS_S + 60, async () => {
      let work: Work | null = null;
      let committedS = 0;
      const seen = await beside(async () => {
        const had = await pagesWithText(host);
        const order = { kind: 'readings', texts, pages, unit: home } as const;
        const writing = askHost<number>(host, order, READINGS_S).then((ms) => (committedS = ms / 1000));
        work = await filled(host, had + pages, READINGS_S);
        await writing;
      });
      return { ...workOf(work), committedS: round(committedS), ...seen };
    });
    measured['import'] = await parts.run('import', IMPORT_S + 60, async () => {
      const had = await pagesWithText(host);
      await beginImport(page, pdfs);
      let work: Work | null = null;
      const seen = await beside(async () => {
        work = await filled(host, had + pages, IMPORT_S);
      });
      return { ...workOf(work), ...seen };
    });
  } finally {
    await world.close();
  }
}

/** Through the window, as a person does it; the window goes on uploading wherever it is led. */
async function beginImport(page: Page, folder: string): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/';
  });
  const button = page.getByRole('button', { name: WORDS('import.folder') }).first();
  const chooser = page.waitForEvent('filechooser');
  await button.click();
  await (await chooser).setFiles(folder);
  await page.getByRole('button', { name: WORDS('binding.takeLoose') }).click();
  await page.locator('[data-import]').first().waitFor();
}

/** Waits until the index holds the texts of so many pages and is ready; after `deadlineS` it tells how far it came. */
async function filled(host: ChildProcess, pages: number, deadlineS: number): Promise<Work> {
  const began = performance.now();
  let told = 0;
  for (;;) {
    const status = await statusOf(host);
    const withText = status.pages - status.withoutText;
    const isWhole = status.state === 'ready' && withText >= pages;
    const seconds = (performance.now() - began) / 1000;
    if (Math.floor(seconds / TOLD_S) > told) {
      told = Math.floor(seconds / TOLD_S);
      say(`${withText} of ${pages} pages with texts, ${status.state} …`);
    }
    if (isWhole || seconds > deadlineS) return { pages: withText, isWhole, seconds };
    await sleep(LOOK_MS / 1000);
  }
}

function workOf(work: Work | null): object {
  if (work === null) return {};
  const { pages, isWhole, seconds } = work;
  return { pagesWithText: pages, isWhole, seconds: round(seconds) };
}

async function pagesWithText(host: ChildProcess): Promise<number> {
  const { pages, withoutText } = await statusOf(host);
  return pages - withoutText;
}

function statusOf(host: ChildProcess): Promise<FindingStatus> {
  return askHost<FindingStatus>(host, { kind: 'status' });
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
