/** Other engines over the same entries in the same run: MiniSearch in a worker of the same page, SQLite FTS5 in Node. */
import type { Page } from '@playwright/test';
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { p50p95, quantile, round } from '../figures.ts';
import type { Fts5Answer, Fts5Order } from './fts5-child.ts';
import { workerHeap } from './memory.ts';
import { fts5Expression, makeQueries, QUERY_KINDS, type Query } from './queries.ts';
import type { Contenders } from './window/contenders.ts';
import type { EngineName } from './window/engines.ts';

const LIMIT = 50;
const FTS5 = path.join(import.meta.dirname, 'fts5-child.ts');
const FTS5_DEADLINE_MS = 120_000;
/** Entries taken from the window at once. */
const SLICE = 10_000;

type Call<K extends keyof Contenders> = Awaited<ReturnType<Contenders[K]>>;

function call<K extends keyof Contenders>(
  page: Page,
  method: K,
  ...args: Parameters<Contenders[K]>
): Promise<Call<K>> {
  return page.evaluate(
    ([method, args]) => {
      const { contenders } = globalThis as unknown as {
        contenders: Record<string, (...args: unknown[]) => unknown>;
      };
      return contenders[method]?.(...args);
    },
    [method, args] as const,
  ) as Promise<Call<K>>;
}

/** The words of every entry as the indexer of the product gives them, one line each. */
export async function readEntries(page: Page): Promise<string[]> {
  const { count } = await call(page, 'open', 'entries');
  const entries: string[] = [];
  for (let from = 0; from < count; from += SLICE) {
    entries.push(...(await call(page, 'entries', 'entries', from, SLICE)));
  }
  await call(page, 'close', 'entries');
  return entries;
}

type Raced = {
  readonly buildS: number;
  readonly memoryMib: number;
  readonly ms: readonly number[];
  readonly totals: readonly number[];
  readonly shown: readonly number[];
};

/** One engine in a fresh worker: fed, weighed, asked. */
async function race(
  page: Page,
  engine: EngineName,
  queries: readonly Query[],
  repeats: number,
): Promise<Raced> {
  await call(page, 'open', engine);
  try {
    const buildMs = await call(page, 'build', engine, engine);
    await call(page, 'forget', engine);
    const memoryMib = await workerHeap(page, 'contender-worker');
    const texts = queries.map(({ text }) => text);
    return {
      buildS: buildMs / 1000,
      memoryMib,
      ...(await call(page, 'query', engine, texts, repeats, LIMIT)),
    };
  } finally {
    await call(page, 'close', engine);
  }
}

/** FTS5 has no near words: for those it answers with what has the very word. */
async function raceFts5(
  folder: string,
  entries: readonly string[],
  queries: readonly Query[],
  repeats: number,
) {
  const order: Fts5Order = {
    database: path.join(folder, 'fts5.db'),
    entries: path.join(folder, 'entries.txt'),
    expressions: queries.map(({ text }) => fts5Expression(text)),
    repeats,
    limit: LIMIT,
  };
  writeFileSync(order.entries, entries.join('\n'));
  const child = fork(FTS5, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const late = setTimeout(() => child.kill('SIGKILL'), FTS5_DEADLINE_MS);
  try {
    return await new Promise<Fts5Answer>((resolve, reject) => {
      child.once('message', (answer) => resolve(answer as Fts5Answer));
      child.once('exit', () => reject(new Error('the process with FTS5 ended')));
      child.send(order);
    });
  } finally {
    clearTimeout(late);
    child.kill('SIGKILL');
  }
}

/** Ours, MiniSearch and FTS5 by turns on the same entries and queries. */
export async function raceAll(
  page: Page,
  folder: string,
  entries: readonly string[],
  { seed, repeats }: { readonly seed: number; readonly repeats: number },
) {
  const queries = makeQueries(entries, seed);
  const ours = await race(page, 'ours', queries, repeats);
  const mini = await race(page, 'minisearch', queries, repeats);
  const fts5 = await raceFts5(folder, entries, queries, repeats);
  const exact = queries.flatMap(({ kind }, i) => (kind === 'near' ? [] : [i]));
  const near = queries.flatMap(({ kind }, i) => (kind === 'near' ? [i] : []));
  const agree = (totals: readonly number[]) => exact.filter((i) => totals[i] === ours.totals[i]).length;
  const found = (shown: readonly number[]) => near.filter((i) => (shown[i] ?? 0) > 0).length;
  const kindsOf = (ms: readonly number[]) =>
    Object.fromEntries(
      QUERY_KINDS.map((kind) => [
        kind,
        p50p95(ms.filter((_, at) => queries[at % queries.length]?.kind === kind)),
      ]),
    );
  const median = (ms: readonly number[]): number => quantile(ms, 0.5);
  return {
    entries: entries.length,
    queries: queries.length,
    ours: {
      buildS: round(ours.buildS),
      memoryMib: round(ours.memoryMib),
      queryMs: p50p95(ours.ms),
      byKind: kindsOf(ours.ms),
      nearFound: found(ours.shown),
    },
    minisearch: {
      buildS: round(mini.buildS),
      memoryMib: round(mini.memoryMib),
      queryMs: p50p95(mini.ms),
      byKind: kindsOf(mini.ms),
      sameTotals: agree(mini.totals),
      nearFound: found(mini.shown),
      ratio: {
        build: round(ours.buildS / mini.buildS),
        memory: round(ours.memoryMib / mini.memoryMib),
        queryP50: round(median(ours.ms) / median(mini.ms)),
        queryP95: round(quantile(ours.ms, 0.95) / quantile(mini.ms, 0.95)),
      },
    },
    fts5: {
      buildS: round(fts5.buildMs / 1000),
      fileMib: round(fts5.fileMib),
      memoryMib: round(fts5.grownMib),
      rankedMs: p50p95(fts5.rankedMs),
      byKind: kindsOf(fts5.rankedMs),
      unrankedMs: p50p95(fts5.unrankedMs),
      sameTotals: agree(fts5.totals),
      nearFound: near.filter((i) => (fts5.totals[i] ?? 0) > 0).length,
      ratio: {
        build: round((ours.buildS * 1000) / fts5.buildMs),
        rankedP50: round(median(ours.ms) / median(fts5.rankedMs)),
        rankedP95: round(quantile(ours.ms, 0.95) / quantile(fts5.rankedMs, 0.95)),
        unrankedP95: round(quantile(ours.ms, 0.95) / quantile(fts5.unrankedMs, 0.95)),
      },
    },
    /** Of the queries other than near words: on how many each engine counts as many records as ours; the rest by name. */
    counted: exact.length,
    near: near.length,
    different: exact
      .filter((i) => mini.totals[i] !== ours.totals[i] || fts5.totals[i] !== ours.totals[i])
      .map((i) => ({
        query: queries[i]?.text,
        ours: ours.totals[i],
        minisearch: mini.totals[i],
        fts5: fts5.totals[i],
      })),
  };
}
