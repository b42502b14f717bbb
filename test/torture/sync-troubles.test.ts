import { describe, expect, test } from 'vitest';
import { findSmallDisk } from '../fixtures/small-disk.ts';
import { fillDisksOfSync } from './sync-full-disk.ts';
import { restoreServers } from './sync-restored.ts';
import { wipeWindows } from './sync-wiped.ts';

/** One of each that `npm run torture -- sync` makes by the dozen; another seed each day. */
const seed = Math.floor(Date.now() / 86_400_000);

describe('in the middle of the traffic between stations and server', { timeout: 240_000 }, () => {
  test.skipIf(findSmallDisk(1) === null)('a full disk on either side loses nothing', async () => {
    expect(await fillDisksOfSync(2, seed)).toMatchObject({ fullDisks: 2, lost: 0 });
  });

  test('a server that is a plain copy of some time ago is brought up again by its stations', async () => {
    expect(await restoreServers(1, seed)).toMatchObject({ restoredServers: 1, lost: 0 });
  });

  test('a window whose IndexedDB was wiped has everything again', async () => {
    expect(await wipeWindows(2, seed)).toMatchObject({ wipedWindows: 2, lost: 0 });
  });
});
