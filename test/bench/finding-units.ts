/**
 * `npm run -s bench -- finding-units [--units 10000] [--only ours,fts5,minisearch,flexsearch]`: catalogue units, and among them some
 * that ten kinds of query mean: ours beside SQLite FTS5 with unicode61, MiniSearch and FlexSearch with their default settings, each in
 * a process of its own in the same run: building, memory, time by kind of query, and what each finds.
 */
import { fork } from 'node:child_process';
import path from 'node:path';
import { machine, yardstick } from './catalogue/figures.ts';
import { say } from './catalogue/say.ts';
import type { UnitFigures, UnitOrder } from './finding/units-child.ts';
import { UNIT_ENGINES, type UnitEngineName } from './finding/units-engines.ts';
import type { BenchOptions } from './main.ts';

const UNITS = 10_000;
const REPEATS = 5;
const CHILD = path.join(import.meta.dirname, 'finding/units-child.ts');
const DEADLINE_MS = 15 * 60_000;
const HEAP_MB = 6000;
const TARGET = { p95Ms: 20, memoryMib: 250 };

export async function run({
  units = UNITS,
  only = null,
  seed = 1,
  runs = REPEATS,
}: BenchOptions): Promise<object> {
  const troubles: Record<string, string> = {};
  const engines: Partial<Record<UnitEngineName, UnitFigures>> = {};
  const before = yardstick();
  for (const engine of Object.keys(UNIT_ENGINES) as UnitEngineName[]) {
    if (only !== null && !only.includes(engine)) continue;
    say(`${engine} …`);
    try {
      engines[engine] = await race({ engine, units, seed, repeats: runs });
    } catch (error) {
      troubles[engine] = error instanceof Error ? error.message : String(error);
    }
  }
  return {
    bench: 'finding-units',
    at: new Date().toISOString(),
    units,
    machine: { ...machine(), yardstickMs: before, yardstickAfterMs: yardstick() },
    target: TARGET,
    engines,
    troubles,
  };
}

async function race(order: UnitOrder): Promise<UnitFigures> {
  const child = fork(CHILD, {
    execArgv: [`--max-old-space-size=${HEAP_MB}`, '--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const late = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
  try {
    return await new Promise<UnitFigures>((resolve, reject) => {
      child.once('message', (figures) => resolve(figures as UnitFigures));
      child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
      child.send(order);
    });
  } finally {
    clearTimeout(late);
    child.kill('SIGKILL');
  }
}
