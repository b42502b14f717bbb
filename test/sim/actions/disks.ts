/** What goes by disk: any order, twice, in part. */
import type { Segment } from '../../../shared/sync/wire/messages.ts';
import type { Carried, World } from '../world/world.ts';
import type { ActionTable } from './action-table.ts';

export const DISK_ACTIONS: ActionTable<'export' | 'import'> = {
  export: (world, { s, to }) => exportDisk(world, s, to),
  import: (world, { d, to, part }) => importDisk(world, d, { to, part }),
};

async function exportDisk(world: World, s: number, to: number | null): Promise<string | null> {
  const station = world.station(s);
  let segments: readonly Segment[] = [];
  const lived = await station.alive(async () => {
    // For the server what it has in a backup is left out; for others, what they have.
    const rows = [...(to === null ? station : world.station(to)).tables().replicas.values()];
    const vector = rows.map((row): [string, number] => [row.id, to === null ? row.durable : row.seq]);
    segments = await station.carry(Object.fromEntries(vector));
    if (segments.length > 0) world.disks.push({ device: station.device, segments });
  });
  if (!lived) return `${station.name} died`;
  return segments.length === 0
    ? null
    : `${station.name} put ${told(segments)} on disk ${world.disks.length - 1}`;
}

async function importDisk(
  world: World,
  d: number,
  { to, part }: { to: number | null; part: number },
): Promise<string | null> {
  const disk = world.disks[d % Math.max(1, world.disks.length)];
  if (disk === undefined) return null;
  const segments = readable(disk, part);
  if (segments.length === 0) return null;
  if (to === null) {
    const centre = world.centreFor(disk.device);
    const answer = await centre('push', JSON.stringify({ segments }));
    return `the server got ${told(segments)} from a disk: ${answer.ok ? answer.value : answer.code}`;
  }
  const station = world.station(to);
  let taken = '';
  const lived = await station.alive(async () => {
    taken = JSON.stringify(
      await station.process().store.takeOps({ segments, seals: segments.flatMap(({ seal }) => seal ?? []) }),
    );
  });
  return lived ? `${station.name} got ${told(segments)} from a disk: ${taken}` : `${station.name} died`;
}

/** A disk that can be read in part gives some segments whole and others not at all: each has a hash of its own. */
function readable({ segments }: Carried, part: number): Segment[] {
  if (part === 8) return [...segments];
  const kept = segments.filter((_, i) => (i * 5 + part) % 8 < part);
  return part % 2 === 0 ? kept : kept.reverse();
}

function told(segments: readonly Segment[]): string {
  return segments
    .map(({ replica, after, items }) => `${replica.slice(0, 4)}:${after + 1}+${items.length}`)
    .join(' ');
}
