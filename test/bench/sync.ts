/**
 * `npm run -s bench -- sync [--units 112000] [--only exchange,edits,catch-up,stations,pouchdb,files,bad-line,bundle,line]`: stations and a
 * server as real processes on this machine, windows in real Chromium. Each figure's contender, PouchDB, rsync or cp, runs in the same
 * run. Parts run one after the other, each within its time; what befalls one is told under `troubles` and ends no other.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { machine, yardstick } from './catalogue/figures.ts';
import { createParts } from './catalogue/parts.ts';
import { measureConnected } from './connected-stations.ts';
import { round } from './figures.ts';
import type { BenchOptions } from './main.ts';
import { measureBundle } from './sync/bundle.ts';
import { measureCatchUp } from './sync/catch-up.ts';
import { measureEdits } from './sync/edits.ts';
import { measureExchange } from './sync/exchange.ts';
import { measureBadLine, measureFiles } from './sync/files.ts';
import { measureServerAlone } from './sync/line.ts';
import { measurePouch } from './sync/pouchdb.ts';
import { endWorlds } from './sync/worlds.ts';

const UNITS = 112_000;
/** So many say how fast it is; at more it only gets slower. */
const POUCH_DOCUMENTS = 40_000;
/** The whole ends by itself before half an hour is over. */
const WHOLE_S = 1450;

type Part = { readonly seconds: number; readonly run: (folder: string) => Promise<object> };

function partsOf(units: number): Readonly<Record<string, Part>> {
  return {
    edits: { seconds: 120, run: measureEdits },
    line: { seconds: 180, run: measureServerAlone },
    exchange: { seconds: 480, run: (folder) => measureExchange(folder, units) },
    pouchdb: {
      seconds: 300,
      run: (folder) => measurePouch(folder, Math.min(units, POUCH_DOCUMENTS)),
    },
    'catch-up': { seconds: 180, run: measureCatchUp },
    stations: {
      seconds: 150,
      run: async () => ({ ...(await measureConnected()), target: { connectedMb: 500 } }),
    },
    files: { seconds: 240, run: measureFiles },
    'bad-line': { seconds: 240, run: measureBadLine },
    bundle: { seconds: 240, run: measureBundle },
  };
}

export async function run({ units = UNITS, only = null }: BenchOptions): Promise<object> {
  const all = partsOf(units);
  const unknown = (only ?? []).filter((name) => !Object.hasOwn(all, name));
  if (unknown.length > 0)
    throw new Error(`no part ${unknown.join(', ')}; there are ${Object.keys(all).join(', ')}`);
  const before = { ...machine(), yardstickMs: yardstick() };
  const parts = createParts(only, WHOLE_S);
  const figures: Record<string, object> = {};
  for (const [name, { seconds, run: measure }] of Object.entries(all)) {
    const folder = mkdtempSync(path.join(tmpdir(), `qoima-bench-${name}-`));
    const load = loadavg()[0] ?? 0;
    const figure = await parts.run(name, seconds, () => measure(folder));
    // What a deadline left running is ended before the next part begins.
    await endWorlds();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    if (figure !== null) figures[name] = { ...figure, load: [round(load), round(loadavg()[0] ?? 0)] };
  }
  return {
    bench: 'sync',
    at: new Date().toISOString(),
    units,
    machine: { ...before, loadAfter: loadavg().map(round), yardstickAfterMs: yardstick() },
    ...figures,
    timesPouchDb: timesPouchDb(figures),
    seconds: parts.seconds,
    troubles: parts.troubles,
  };
}

/** How many times as fast as the contender that keeps what it confirms; null where one of the two was not measured. */
function timesPouchDb(figures: Readonly<Record<string, object>>): object | null {
  const ours = figures['exchange'] as
    { pushOpsPerSecond: number; firstSyncRecordsPerSecond: number } | undefined;
  const theirs = figures['pouchdb'] as
    { durable: { pushPerSecond: number; pullPerSecond: number } } | undefined;
  if (ours === undefined || theirs === undefined) return null;
  return {
    push: round(ours.pushOpsPerSecond / theirs.durable.pushPerSecond),
    firstSync: round(ours.firstSyncRecordsPerSecond / theirs.durable.pullPerSecond),
    target: 5,
  };
}
