/** The last lines of the host's log, and how long its last start took. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { shapeOfLogLine } from './shape.ts';

const LAST_BYTES = 512 * 1024;
const LAST_LINES = 200;
const STARTED = 'host.started';

export type ToldLog = { readonly start: unknown; readonly lines: readonly object[] };

/** Reads the end of `logs/host.log`. */
export async function tellOfLog(folder: string): Promise<ToldLog> {
  const entries = (await lastLines(path.join(folder, 'logs', 'host.log'))).flatMap((line) => {
    const entry = shapeOfLogLine(line);
    return entry === null ? [] : [entry];
  });
  const start = entries.findLast((entry) => entry['event'] === STARTED) ?? null;
  return { start, lines: entries.slice(-LAST_LINES) };
}

async function lastLines(file: string): Promise<string[]> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - LAST_BYTES);
    const bytes = Buffer.alloc(size - from);
    await handle.read(bytes, 0, bytes.length, from);
    return bytes.toString('utf8').split('\n').filter(Boolean);
  } finally {
    await handle.close();
  }
}
