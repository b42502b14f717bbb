/** What the administrator of the server does. */
import { archiveTables } from '../stores/archive-tables.ts';
import { Crash } from '../stores/memory-db.ts';
import type { World } from '../world/world.ts';
import type { ActionTable } from './action-table.ts';

export const ADMINISTRATOR_ACTIONS: ActionTable<
  'revoke' | 'readmit' | 'person' | 'decide' | 'serverBackup' | 'serverRestore'
> = {
  revoke(world, { s }) {
    const { device, name } = world.station(s);
    // Somebody stays to work with.
    const left = new Set(
      world.stations.map((each) => each.device).filter((each) => !world.revoked.has(each)),
    );
    if (left.size < 2) return null;
    world.revoked.add(device);
    return `${name} is revoked`;
  },
  readmit(world, { s }) {
    const { device, name } = world.station(s);
    return world.revoked.delete(device) ? `${name} is in again` : null;
  },
  person(world, { isClosed }) {
    if (world.isPersonClosed === isClosed) return null;
    world.isPersonClosed = isClosed;
    return isClosed ? 'the account is closed' : 'the account is open';
  },
  decide: (world, { m, accept }) => decide(world, m, accept),
  serverBackup(world, { verified }) {
    world.serverBackups.push(world.server.backup(verified));
    return `backup ${world.serverBackups.length - 1} of the server${verified ? ', verified' : ''}`;
  },
  serverRestore(world, { b, epoch, isOpen }) {
    const image = world.serverBackups[b % Math.max(1, world.serverBackups.length)];
    if (image === undefined) return null;
    world.server.restore(image, epoch);
    world.isRecovering = isOpen;
    return `the server is as of head ${archiveTables(image).facts.get('facts')?.head ?? 0}`;
  },
};

/** Lets in, or leaves out, one of the ops that wait for a person. */
async function decide(world: World, m: number, accept: boolean): Promise<string | null> {
  const waiting = [...archiveTables(world.server.disk()).withheld.keys()];
  const id = waiting[m % Math.max(1, waiting.length)];
  if (id === undefined) return null;
  const admin = world.caller(world.station(0).device);
  try {
    const decision = accept ? 'accept' : 'leave';
    const result = await world.server
      .service()
      .as(admin)
      .decide({ ids: [id], decision });
    return `${decision} ${id}: ${JSON.stringify(result)}`;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    world.server.restart();
    return 'the server died';
  }
}

/** Lets in everything that waits. */
export async function acceptAll(world: World): Promise<void> {
  for (let i = 0; i < 50; i++) if ((await decide(world, 0, true)) === null) return;
}
