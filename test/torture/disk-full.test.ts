import { expect, test } from 'vitest';
import { findSmallDisk } from '../fixtures/small-disk.ts';
import { fillDisks } from './disk-full.ts';

/** One of the disks that `npm run torture -- disk-full` fills by the dozen; another seed each day. */
test.skipIf(findSmallDisk(1) === null)(
  'a disk that fills up in the middle of an import loses nothing',
  { timeout: 240_000 },
  async () => {
    const seed = Math.floor(Date.now() / 86_400_000);
    const { editsOnFullDisk, ...done } = (await fillDisks(1, seed, { files: 12, mostEdits: 150 })) as {
      editsOnFullDisk: number[];
    };
    expect(done).toMatchObject({ runs: 1, lost: 0 });
    // Not one of them would have found room without the ballast.
    expect(editsOnFullDisk[0]).toBeGreaterThan(100);
  },
);
