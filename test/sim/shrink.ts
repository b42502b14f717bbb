/** Makes a failing script short: takes out runs of actions, half of them first, as long as it still fails in the same way. */
import type { Action, Script } from './script.ts';

/**
 * @param fails whether a script still fails as the first one did
 * @param tries so many scripts are run at most
 */
export async function shrinkScript(
  script: Script,
  fails: (script: Script) => Promise<boolean>,
  tries = 600,
): Promise<Script> {
  const run = { best: script, left: tries };
  const attempt = async (candidate: Script): Promise<boolean> => {
    if (run.left-- <= 0 || !(await fails(candidate))) return false;
    run.best = candidate;
    return true;
  };
  for (let size = Math.ceil(script.actions.length / 2); size >= 1 && run.left > 0;) {
    const isShorter = await takeOut(run, size, attempt);
    if (size === 1 && !isShorter) break;
    size = Math.ceil(size / 2);
  }
  for (const stations of [1, 2, 3]) {
    if (stations < run.best.stations) await attempt({ ...run.best, stations });
  }
  return run.best;
}

/** Tries without each run of `size` actions, the last ones first; answers whether any could go. */
async function takeOut(
  run: { readonly best: Script; readonly left: number },
  size: number,
  attempt: (candidate: Script) => Promise<boolean>,
): Promise<boolean> {
  let isShorter = false;
  for (let at = run.best.actions.length - size; at > -size && run.left > 0; at -= size) {
    const from = Math.max(0, at);
    const actions: Action[] = [...run.best.actions.slice(0, from), ...run.best.actions.slice(from + size)];
    if (actions.length === run.best.actions.length) continue;
    isShorter = (await attempt({ ...run.best, actions })) || isShorter;
  }
  return isShorter;
}
