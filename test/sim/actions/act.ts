/** Carries out one action of a script. Each answers what it did, or null when there was nothing to do. */
import type { Action, ActionName } from '../script.ts';
import { FILE_ACTIONS } from '../world/files.ts';
import type { World } from '../world/world.ts';
import type { ActionTable } from './action-table.ts';
import { ADMINISTRATOR_ACTIONS } from './administrator.ts';
import { DISK_ACTIONS } from './disks.ts';
import { MACHINE_ACTIONS } from './machines.ts';
import { LINE_ACTIONS } from './talking.ts';
import { WRITING_ACTIONS } from './writing-acts.ts';

const ACTIONS: ActionTable<ActionName> = {
  ...WRITING_ACTIONS,
  ...LINE_ACTIONS,
  ...DISK_ACTIONS,
  ...ADMINISTRATOR_ACTIONS,
  ...MACHINE_ACTIONS,
  ...FILE_ACTIONS,
  check: () => 'ok',
};

export async function act(world: World, action: Action): Promise<string | null> {
  const carryOut = ACTIONS[action.a] as (world: World, action: Action) => Promise<string | null>;
  return carryOut(world, action);
}
