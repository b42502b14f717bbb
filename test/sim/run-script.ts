/** Plays a script from its first action to the quiet end, and holds the program to its rules all the way. */
import { act } from './actions/act.ts';
import { finishRound } from './actions/talking.ts';
import { checkEverything, endRun } from './oracles/check-run.ts';
import { OracleError } from './oracles/oracle-error.ts';
import type { Action, Script } from './script.ts';
import { createWorld } from './world/world.ts';

export type Failure = { readonly oracle: string; readonly message: string };
export type Outcome = { readonly failure: Failure | null; readonly counts: Readonly<Record<string, number>> };

/** @param trace is told what happens, action by action */
export async function runScript(script: Script, trace?: (line: string) => void): Promise<Outcome> {
  const world = createWorld(script);
  const failure = await play();
  return { failure, counts: world.counts.all() };

  async function play(): Promise<Failure | null> {
    try {
      if (script.joined) for (const station of world.stations) await finishRound(world, station);
      for (const [i, action] of script.actions.entries()) {
        const told = await act(world, action);
        world.wait(1000);
        if (told !== null) world.counts.add(action.a);
        trace?.(
          short(`${String(i).padStart(3)} ${describe(action)}${told === null ? ' (nothing)' : `: ${told}`}`),
        );
        if (action.a === 'check' || trace !== undefined) checkEverything(world);
      }
      await endRun(world, script.acceptAll, (line) => trace?.(short(line)));
      return null;
    } catch (error) {
      if (error instanceof OracleError) return { oracle: error.oracle, message: short(error.message) };
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { oracle: 'NO_EXCEPTION', message: stack };
    }
  }
}

function describe({ a, ...rest }: Action): string {
  const told = Object.entries(rest).map(([name, value]) => `${name} ${String(value ?? 'server')}`);
  return `${a} ${told.join(', ')}`;
}

/** Replicas by their first letters, records by their number: a person is to read it. */
function short(line: string): string {
  return line
    .replaceAll(/\b(?<name>[a-z2-7]{4})[a-z2-7]{22}\b/g, '$<name>')
    .replaceAll(
      /\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}\b/g,
      (id) => `u${Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)}`,
    );
}
