/** One engine over made-up pages, in a process of its own, so that its memory is its own: fed, weighed, asked. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { madeUpPages } from '../../fixtures/made-up-pages.ts';
import { p50p95, round } from '../figures.ts';
import { say } from '../catalogue/say.ts';
import { openOurs } from './our-engine.ts';
import { openFlexSearch, openFts5, openMiniSearch, type PageEngine } from './page-engines.ts';
import { pageQueries, QUERY_KINDS, type QueryKind } from './page-queries.ts';

export const ENGINES = ['ours', 'fts5', 'minisearch', 'flexsearch'] as const;
export type EngineName = (typeof ENGINES)[number];
export type EngineOrder = {
  readonly engine: EngineName;
  readonly pages: number;
  readonly queries: number;
  readonly seed: number;
};

type Asked = { readonly ms: ReturnType<typeof p50p95>; readonly found: number; readonly of: number };
export type EngineFigures = {
  readonly fillS: number;
  readonly pagesASecond: number;
  /** What the process grew by while it was filled. */
  readonly memoryMib: number;
  readonly bytesAPage: number | null;
  /** The first time that each is asked. */
  readonly cold: Readonly<Record<string, Asked>>;
  readonly warm: Readonly<Record<string, Asked>>;
  /** Ours with uncertain hits, where `warm` is without. */
  readonly uncertain?: Readonly<Record<string, Asked>>;
  /** Whether the machine forgot the files before it was asked the first time. */
  readonly wasForgotten: boolean;
};

const MIB = 2 ** 20;
const TOLD_EVERY = 50_000;

async function run({ engine, pages: count, queries: each, seed }: EngineOrder): Promise<EngineFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), `qoima-bench-finding-${engine}-`));
  try {
    const pages = madeUpPages(seed);
    const before = process.memoryUsage.rss();
    const index = open(engine, folder, 'certain');
    let fillMs = 0;
    for (let no = 0; no < count; no++) {
      const page = pages.page(no);
      const began = performance.now();
      await index.add(no, page);
      fillMs += performance.now() - began;
      if (no % TOLD_EVERY === TOLD_EVERY - 1)
        say(`${engine}: ${no + 1} pages, ${Math.round(fillMs / 1000)} s`);
    }
    const began = performance.now();
    await index.settle();
    fillMs += performance.now() - began;
    const memoryMib = (process.memoryUsage.rss() - before) / MIB;
    const bytes = index.bytes();
    const wasForgotten = bytes !== null && forget();
    const cold = await askAll(index, pages, count, each);
    const warm = await askAll(index, pages, count, each);
    await index.close();
    return {
      fillS: round(fillMs / 1000),
      pagesASecond: round((count / fillMs) * 1000),
      memoryMib: round(memoryMib),
      bytesAPage: bytes === null ? null : round(bytes / count),
      cold,
      warm,
      ...(engine === 'ours' ? { uncertain: await askUncertain(folder, pages, count, each) } : {}),
      wasForgotten,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function open(engine: EngineName, folder: string, certainty: 'certain' | 'all'): PageEngine {
  if (engine === 'ours') return openOurs(folder, certainty);
  if (engine === 'fts5') return openFts5(folder);
  return engine === 'minisearch' ? openMiniSearch() : openFlexSearch();
}

async function askUncertain(
  folder: string,
  pages: ReturnType<typeof madeUpPages>,
  count: number,
  each: number,
) {
  const index = openOurs(folder, 'all');
  try {
    await askAll(index, pages, count, 1);
    return await askAll(index, pages, count, each);
  } finally {
    await index.close();
  }
}

async function askAll(
  index: PageEngine,
  pages: ReturnType<typeof madeUpPages>,
  count: number,
  each: number,
): Promise<Record<string, Asked>> {
  const times = new Map<QueryKind, number[]>();
  const found = new Map<QueryKind, number>();
  for (const query of pageQueries(pages, count, each)) {
    const began = performance.now();
    const answer = await index.ask(query);
    times.set(query.kind, [...(times.get(query.kind) ?? []), performance.now() - began]);
    if (await answer.has()) found.set(query.kind, (found.get(query.kind) ?? 0) + 1);
  }
  return Object.fromEntries(
    QUERY_KINDS.flatMap((kind) => {
      const own = times.get(kind) ?? [];
      return own.length === 0
        ? []
        : [[kind, { ms: p50p95(own), found: found.get(kind) ?? 0, of: own.length }]];
    }),
  );
}

/** Needs rights that not everybody has. */
function forget(): boolean {
  try {
    execFileSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}

process.once('message', (order) => {
  void run(order as EngineOrder).then((figures) => process.send?.(figures, () => process.exit(0)));
});
