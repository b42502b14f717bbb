/** The bugs that the simulator must catch: each one line of the program under test, replaced. */
import type { SeededBug } from './patch-sources.ts';

export const BUGS: readonly SeededBug[] = [];

/** @throws Error when there is none of this name */
export function bugNamed(name: string): SeededBug {
  const bug = BUGS.find((each) => each.name === name);
  if (bug === undefined)
    throw new Error(`no bug is called ${name}: ${BUGS.map((each) => each.name).join(' ')}`);
  return bug;
}
