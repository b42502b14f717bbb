import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillDisks, findDisks } from './sync-full-disk.ts';
import { killAndCut } from './sync-kill.ts';
import { openLot, type OpenLot } from './sync-people.ts';
import { restoreAgain } from './sync-restored.ts';
import { wipeAgain } from './sync-wiped.ts';

/** A few of each that `npm run torture -- sync` makes by the hundred, on the same two stations and their server; another seed each day. */
const seed = Math.floor(Date.now() / 86_400_000);
const disks = findDisks();

describe(
  'in the middle of the traffic between stations and server nothing is lost',
  { timeout: 240_000 },
  () => {
    let lot: OpenLot | null = null;
    let isWhole = false;
    const open = (): OpenLot => {
      if (lot === null) throw new Error('the stations did not start');
      return lot;
    };
    beforeAll(async () => {
      lot = await openLot(seed, disks?.mount);
    }, 120_000);
    afterAll(async () => {
      if (!isWhole) await lot?.giveUp();
    });

    test('by kills and cuts', async () => {
      const faults = await killAndCut(open(), { runs: 5, seed });
      expect(Object.values(faults).reduce((sum, times) => sum + times, 0)).toBe(5);
    });

    test.skipIf(disks === null)('by a full disk on either side', async () => {
      if (disks === null) throw new Error('left out');
      expect(await fillDisks(open(), disks, { runs: 2, seed })).toMatchObject({ fullDisks: 2 });
    });

    test('by a window whose IndexedDB is wiped: it has everything again', async () => {
      expect(await wipeAgain(open(), { runs: 2, seed })).toMatchObject({ wipedWindows: 2 });
    });

    test('by a server that is a plain copy of some time ago: its stations bring it up again', async () => {
      expect(await restoreAgain(open(), { runs: 1, seed })).toMatchObject({ restoredServers: 1 });
    });

    test('and in the end all of it stands in every journal, and whole at the server', async () => {
      expect(await open().end()).toMatchObject({ lost: 0 });
      isWhole = true;
    });
  },
);
