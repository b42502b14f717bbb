/** Scans that people bring in at stations while something happens: what was called stored must come to the server, whole. */
import { createHash } from 'node:crypto';
import { must } from '../../shared/must.ts';
import { makeScan } from '../fixtures/make-scan.ts';
import type { SeededRandom } from '../fixtures/seeded-random.ts';
import type { ServerProcess } from '../fixtures/server-process.ts';
import { until } from '../fixtures/eventually.ts';
import { importFiles, type Station } from '../fixtures/sync-world.ts';

const MOST_SCANS = 3;
/** A disk may be full all the while from its beginning until its own time to look again. */
const IMPORT_MS = 200_000;

export type Scans = {
  /** Somebody begins to bring a few in; whether they are all told as stored is seen later. */
  bring(station: Station): void;
  /** How many were told as stored. */
  count(): number;
  /** Every import that was begun has come to its end, or was cut off with its station. */
  ended(): Promise<void>;
  /** No station has a file left to send, and each file can be read at the station that did not bring it, by way of the server. */
  areAtServer(stations: readonly Station[]): Promise<void>;
  /** The stopped server has them all, and reads each again. */
  areSoundIn(server: ServerProcess): void;
};

export function createScans(random: SeededRandom): Scans {
  /** Digest of each file that was called stored, and where it was brought in. */
  const stored = new Map<string, Station>();
  /** Those that the other station has read. */
  const read = new Set<string>();
  let imports: Promise<void>[] = [];

  async function bringIn(station: Station, names: readonly string[]): Promise<void> {
    const files = await Promise.all(
      names.map(async (name) => ({ name: `${name}.png`, bytes: await makeScan(name) })),
    );
    try {
      for (const sha256 of await importFiles(station, files, IMPORT_MS)) stored.set(sha256, station);
    } catch (error) {
      // Killed before all were handed over, or no room: nobody was told that they are kept.
      if (!/HOST_GONE|the host of|DISK_FULL|DISK_LOW/u.test(String(error))) throw error;
    }
  }

  async function ended(): Promise<void> {
    const waiting = imports;
    imports = [];
    await Promise.all(waiting);
  }

  return {
    bring(station) {
      const names = Array.from(
        { length: 1 + random.below(MOST_SCANS) },
        (_, at) => `${station.name} ${random.below(1e9)} ${at}`,
      );
      const work = bringIn(station, names);
      work.catch(() => undefined); // whoever waits for it hears of it
      imports.push(work);
    },
    count: () => stored.size,
    ended,
    async areAtServer(stations) {
      await ended();
      for (const station of stations) {
        await until(`${station.name} has no file left to send`, async () => {
          await station.call('sync.now', {});
          return (await station.status()).unsent.files === 0;
        });
      }
      for (const [sha256, from] of stored) {
        if (read.has(sha256)) continue;
        const other = must(
          stations.find((one) => one !== from),
          'another station',
        );
        const bytes = await fetched(other, sha256);
        if (createHash('sha256').update(bytes).digest('hex') !== sha256)
          throw new Error(`changed on its way: the scan ${sha256} of ${from.name}`);
        read.add(sha256);
      }
    },
    areSoundIn(server) {
      const told = server.command(['scrub']);
      const files = Number(/: (?<files>\d+) files/u.exec(told)?.groups?.['files']);
      if (!(files >= stored.size) || !told.includes(' 0 damaged'))
        throw new Error(`${stored.size} scans were stored, the server has: ${told}`);
    },
  };
}

async function fetched(station: Station, sha256: string): Promise<Uint8Array> {
  const found: Uint8Array[] = [];
  await until(`the scan ${sha256} at ${station.name}`, async () => {
    const bytes = await station.host().get(`/file/${sha256}`);
    if (bytes !== null) found.push(bytes);
    return bytes !== null;
  });
  return must(found[0], 'its bytes');
}
