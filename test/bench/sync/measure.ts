/** Small measures that the parts of the sync bench share. */
import { setTimeout as wait } from 'node:timers/promises';
import type { BadLine } from '../../fixtures/bad-line.ts';
import type { Station } from '../../fixtures/sync-world.ts';

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** What a bench waits for at most: its part has a deadline of its own, which comes before. */
export const LONG_MS = 15 * 60_000;
const LOOK_MS = 100;

/** Asks again until it is so; a host that restarts or is busy may fail to answer meanwhile. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + LONG_MS;
  for (let trouble: unknown = null; ;) {
    try {
      if (await isSo()) return;
    } catch (error) {
      trouble = error;
    }
    if (performance.now() > end) throw new Error(`not so in time: ${what}`, { cause: trouble });
    await wait(LOOK_MS);
  }
}

/** What an import leaves to do beside is done, or its time would be that of what follows. */
export const rests = (station: Station): Promise<void> =>
  until('no job is under way', async () =>
    (await station.call('job.list', {})).jobs.every(
      ({ state }) => state !== 'waiting' && state !== 'running',
    ),
  );

/** What went over a line, both ways together, in bytes. */
export function bytesOf(line: BadLine): number {
  return line.sent() + line.received();
}
