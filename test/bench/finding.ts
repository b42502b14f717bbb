/**
 * `npm run -s bench -- finding [--pages 100000] [--only ours,fts5,minisearch,flexsearch]`: page texts by the
 * hundred thousand, made up, of which a tenth of the Kazakh ones is garbled: our index beside SQLite FTS5 with unicode61, MiniSearch
 * and FlexSearch as they come, each in a process of its own. Units are raced by `bench -- catalogue --only contenders`.
 */
import { fork } from 'node:child_process';
import path from 'node:path';
import { machine } from './catalogue/figures.ts';
import { say } from './catalogue/say.ts';
import { ENGINES, type EngineFigures, type EngineName, type EngineOrder } from './finding/engine-child.ts';
import type { BenchOptions } from './main.ts';

const PAGES = 100_000;
const QUERIES = 40;
/** Beyond it what lives in memory alone does not fit into it any more. */
const MOST_IN_MEMORY: Readonly<Partial<Record<EngineName, number>>> = {
  minisearch: 100_000,
  flexsearch: 100_000,
};
const CHILD = path.join(import.meta.dirname, 'finding/engine-child.ts');
const DEADLINE_MS = 90 * 60_000;
const HEAP_MB = 8000;

export async function run({ pages = PAGES, only = null, seed = 1 }: BenchOptions): Promise<object> {
  const troubles: Record<string, string> = {};
  const engines: Record<string, EngineFigures | string> = {};
  for (const engine of ENGINES) {
    if (only !== null && !only.includes(engine)) continue;
    const most = MOST_IN_MEMORY[engine] ?? Infinity;
    if (pages > most) {
      engines[engine] = `not tried beyond ${most} pages: it holds all of them in memory`;
      continue;
    }
    say(`${engine} …`);
    try {
      engines[engine] = await race({ engine, pages, queries: QUERIES, seed });
    } catch (error) {
      troubles[engine] = error instanceof Error ? error.message : String(error);
    }
  }
  return {
    bench: 'finding',
    at: new Date().toISOString(),
    pages,
    machine: machine(),
    target: { warmP95Ms: 100, coldP95Ms: 250, uncertainP95Ms: 250 },
    engines,
    troubles,
  };
}

async function race(order: EngineOrder): Promise<EngineFigures> {
  const child = fork(CHILD, {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const late = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
  try {
    return await new Promise<EngineFigures>((resolve, reject) => {
      child.once('message', (figures) => resolve(figures as EngineFigures));
      child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
      child.send(order);
    });
  } finally {
    clearTimeout(late);
    child.kill('SIGKILL');
  }
}
