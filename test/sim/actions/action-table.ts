import type { Action, ActionName } from '../script.ts';
import type { World } from '../world/world.ts';

/** What is done for each of these actions. */
export type ActionTable<Names extends ActionName> = {
  readonly [A in Names]: (
    world: World,
    action: Extract<Action, { a: A }>,
  ) => Promise<string | null> | string | null;
};
