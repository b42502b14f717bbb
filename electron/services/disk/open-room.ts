/** The watch over the disk as a host has it: with its ballast, and with the jobs that wait for room. */
import type { Closer } from '../close-all.ts';
import type { IngestDeps } from '../ingest/ingest.ts';
import { createBallast } from './ballast.ts';
import { openDisk, type Disk, type DiskDeps } from './disk.ts';
import { createHeldJobs, type HeldJobs } from './hold-jobs.ts';

export type Room = {
  readonly disk: Disk;
  /** For the queue, and for files that come in. */
  readonly forIngest: Required<Pick<IngestDeps, 'hold' | 'mayTakeIn'>>;
  readonly attach: HeldJobs['attach'];
};

/** Begins to watch; it ends with the host. */
export function openRoom(deps: Omit<DiskDeps, 'ballast'>, closers: Closer[]): Room {
  const disk = openDisk({ ...deps, ballast: createBallast(deps.folder) });
  closers.push(['disk', () => disk.close()]);
  const held = createHeldJobs(disk);
  closers.push(['held jobs', () => held.close()]);
  return {
    disk,
    forIngest: {
      hold: (kind) => held.hold(kind),
      mayTakeIn: async () => (await disk.look()) !== 'full',
    },
    attach: (queue) => held.attach(queue),
  };
}
