/** The bugs that the simulator must catch: each one line of the program under test, replaced. */
import type { SeededBug } from './patch-sources.ts';
import { SERVER_BUGS } from './server-bugs.ts';
import { STATION_BUGS } from './station-bugs.ts';

/** The rules that both sides share, and the way of a scan. */
const SHARED_BUGS: readonly SeededBug[] = [
  {
    name: 'dead-forgotten',
    why: 'a value that was superseded before it arrived stands when it comes',
    file: 'shared/sync/reducer.ts',
    find: 'if (!isHere && !isApplied(id)) dead.add(id);',
    put: '',
  },
  {
    name: 'clock-decides',
    why: 'the later clock buries a value that its author never saw',
    file: 'shared/sync/reducer.ts',
    find: 'const heads = before.filter((other) => !named.includes(other.id));',
    put: 'const heads = before.filter((other) => !named.includes(other.id) && other.h > head.h);',
  },
  {
    name: 'predecessors-ignored',
    why: 'what was written one after the other is told as a conflict',
    file: 'shared/sync/reducer.ts',
    find: 'const heads = before.filter((other) => !named.includes(other.id));',
    put: 'const heads = [...before];',
  },
  {
    name: 'transactions-apart',
    why: 'a transaction is read as so many single ops, wherever it comes in',
    file: 'shared/sync/read-op.ts',
    find: 'next.x[0] === op.x[0] &&',
    put: 'next.x[0] !== op.x[0] &&',
  },
  {
    name: 'evicted-too-early',
    why: 'a scan is taken away here before a backup of the server has it',
    file: 'shared/sync/files/file-way.ts',
    find: '    facts.durable &&\n',
    put: '',
  },
  {
    name: 'counted-before-reading',
    why: 'a scan counts as being at the server when its last byte was sent',
    file: 'shared/sync/files/file-way.ts',
    find: "whole: (facts) => (facts.moving === 'up' ? { ...facts, there: 'whole' } : facts),",
    put: "whole: (facts) => (facts.moving === 'up' ? { ...facts, there: 'verified' } : facts),",
  },
  {
    name: 'old-word-of-a-server',
    why: 'what a server said of a scan still counts after it was restored',
    file: 'shared/sync/files/file-way.ts',
    find: "    there: 'unknown',\n    durable: false,\n    moving: facts.moving === 'down' ? 'down' : 'no',",
    put: "    moving: facts.moving === 'down' ? 'down' : 'no',",
  },
];

export const BUGS: readonly SeededBug[] = [...SHARED_BUGS, ...STATION_BUGS, ...SERVER_BUGS];

/** @throws Error when there is none of this name */
export function bugNamed(name: string): SeededBug {
  const bug = BUGS.find((each) => each.name === name);
  if (bug === undefined)
    throw new Error(`no bug is called ${name}: ${BUGS.map((each) => each.name).join(' ')}`);
  return bug;
}
