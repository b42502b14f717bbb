/**
 * `npm run -s bench -- sync [--units 112000] [--only exchange,edits,files,bad-line,catch-up,stations]`: stations and a server as real
 * processes on this machine. Each figure's contender, PouchDB or rsync, runs in the same run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measureConnected } from './connected-stations.ts';
import type { BenchOptions } from './main.ts';
import { measureCatchUp } from './sync/catch-up.ts';
import { measureEdits } from './sync/edits.ts';
import { measureExchange } from './sync/exchange.ts';
import { measureBadLine, measureFiles } from './sync/files.ts';
import { measurePouch } from './sync/pouchdb.ts';

const UNITS = 112_000;

export async function run({ units = UNITS, only = null }: BenchOptions): Promise<object> {
  const parts: Readonly<Record<string, (folder: string) => Promise<object>>> = {
    exchange: async (folder) => ({
      ours: await measureExchange(path.join(folder, 'ours'), units),
      contenderPouchDb: await measurePouch(folder, units),
      target: { pushOpsPerSecond: 5000, firstSyncSeconds: 60, timesPouchDb: 5 },
    }),
    edits: measureEdits,
    files: measureFiles,
    'bad-line': measureBadLine,
    'catch-up': measureCatchUp,
    stations: async () => ({ ...(await measureConnected()), target: { connectedMb: 500 } }),
  };
  const figures: Record<string, unknown> = {};
  const troubles: Record<string, string> = {};
  for (const [name, measure] of Object.entries(parts)) {
    if (only !== null && !only.includes(name)) continue;
    const folder = mkdtempSync(path.join(tmpdir(), `qoima-bench-${name}-`));
    try {
      figures[name] = await measure(folder);
    } catch (error) {
      troubles[name] = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return { units, ...figures, troubles };
}
