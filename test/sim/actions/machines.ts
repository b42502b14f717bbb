/** What happens to machines and their disks. */
import type { CrashPlan } from '../stores/memory-db.ts';
import type { SimServer } from '../world/server.ts';
import type { SimStation } from '../world/station.ts';
import type { World } from '../world/world.ts';
import type { ActionTable } from './action-table.ts';

const MAX_STATIONS = 6;

export const MACHINE_ACTIONS: ActionTable<
  'upgrade' | 'arm' | 'crash' | 'clock' | 'wait' | 'join' | 'backup' | 'restore' | 'clone'
> = {
  upgrade(world, { s }) {
    const program = programOf(world, s);
    if (program.version() === 'newer') return null;
    program.upgrade();
    return `${nameOf(world, s)} is newer`;
  },
  arm(world, { s, phase, nth, write }) {
    const plan: CrashPlan = { call: null, phase, nth, write };
    programOf(world, s).disk().plan(plan);
    return `${nameOf(world, s)} dies at ${phase} of transaction ${nth} from here`;
  },
  crash(world, { s }) {
    programOf(world, s).restart();
    return `${nameOf(world, s)} died and began again`;
  },
  clock(world, { s, ms }) {
    programOf(world, s).setSkew(ms);
    return `the clock of ${nameOf(world, s)} is wrong by ${ms} ms`;
  },
  wait(world, { ms }) {
    world.wait(ms);
    return 'time passes';
  },
  join(world) {
    return world.stations.length >= MAX_STATIONS ? null : `${world.addStation({}).name} begins`;
  },
  backup(world, { s }) {
    const station = world.station(s);
    world.stationBackups.push({ station, image: station.disk().copy() });
    return `backup ${world.stationBackups.length - 1} of ${station.name}`;
  },
  restore(world, { s, b, noticed }) {
    const mine = world.stationBackups.filter(({ station }) => station === world.station(s));
    const backup = mine[b % Math.max(1, mine.length)];
    if (backup === undefined) return null;
    backup.station.replaceDisk(backup.image, noticed);
    return `${backup.station.name} is what it was${noticed ? '' : ', unnoticed'}`;
  },
  clone(world, { s, noticed }) {
    const { stations } = world;
    if (stations.length >= MAX_STATIONS) return null;
    const station = world.station(s);
    const copy = world.addStation({
      name: `copy ${stations.length} of ${station.name}`,
      device: station.device,
      image: station.disk(),
      noticed,
      version: station.version(),
    });
    return `${copy.name}${noticed ? '' : ', unnoticed'}`;
  },
};

function programOf(world: World, s: number | null): SimServer | SimStation {
  return s === null ? world.server : world.station(s);
}

function nameOf(world: World, s: number | null): string {
  return s === null ? 'the server' : world.station(s).name;
}
