/**
 * Makes a script from a seed. Each run leaves a part of the kinds of trouble out, so that some runs go deep into few of
 * them instead of all being the same mixture.
 */
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';
import { FILE_ACTS } from './world/files.ts';
import { FAULTS, type Action, type Script } from './script.ts';

type Maker = (random: SeededRandom, stations: number) => Action;

const big = (random: SeededRandom): number => random.below(1000);
const any = (random: SeededRandom, stations: number): number => random.below(stations + 1);
const centre = (random: SeededRandom, stations: number): number | null =>
  random.chance(0.4) ? null : any(random, stations);

const YEAR = 365 * 24 * 3600 * 1000;
const CLOCKS = [-17 * YEAR, -YEAR, -3 * 24 * 3600_000, -60_000, 0, 0, 60_000, 3 * 24 * 3600_000, 40 * YEAR];

/** What everybody does all the time. */
const DAILY: readonly [number, Maker][] = [
  [6, (r, n) => ({ a: 'edit', s: any(r, n), r: big(r), f: big(r) })],
  [3, (r, n) => ({ a: 'new', s: any(r, n), r: big(r) })],
  [2, (r, n) => ({ a: 'text', s: any(r, n), r: big(r) })],
  [2, (r, n) => ({ a: 'tag', s: any(r, n), r: big(r), f: big(r), on: r.chance(0.6) })],
  [1, (r, n) => ({ a: 'settle', s: any(r, n), r: big(r) })],
  [7, (r, n) => ({ a: 'round', s: any(r, n) })],
  [1, (r) => ({ a: 'wait', ms: r.pick([1, 1000, 3_600_000, 40 * 24 * 3_600_000]) })],
  [1, () => ({ a: 'check' })],
];

/** Each run draws some of these. */
const THEMES: readonly (readonly [number, Maker][])[] = [
  [
    [2, (r, n) => ({ a: 'del', s: any(r, n), r: big(r) })],
    [1, (r, n) => ({ a: 'undel', s: any(r, n), r: big(r) })],
  ],
  [[2, (r, n) => ({ a: 'move', s: any(r, n), r: big(r), to: big(r) })]],
  [[2, (r, n) => ({ a: 'undo', s: any(r, n) })]],
  [[3, (r, n) => ({ a: 'txn', s: any(r, n), r: big(r), n: 2 + r.below(5) })]],
  [[3, (r, n) => ({ a: 'step', s: any(r, n), r: big(r), acts: 2 + r.below(3), n: 1 + r.below(3) })]],
  [
    [2, (r, n) => ({ a: 'newer', s: any(r, n), r: big(r), kind: r.chance(0.5) })],
    [1, (r, n) => ({ a: 'upgrade', s: centre(r, n) })],
  ],
  [[8, (r, n) => ({ a: 'talk', s: any(r, n), n: 1 + r.below(4), fault: r.pick(FAULTS) })]],
  [
    [6, (r, n) => ({ a: 'talk', s: any(r, n), n: 1, fault: 'ok' })],
    [2, (r) => ({ a: 'late', m: big(r) })],
    [1, (r, n) => ({ a: 'garbage', s: any(r, n), m: big(r), how: big(r) })],
  ],
  [
    [
      3,
      (r, n) => ({
        a: 'until',
        s: any(r, n),
        call: r.pick(['push', 'pull', 'records', 'records', 'snapshotPart']),
      }),
    ],
    [2, (r, n) => ({ a: 'huge', s: any(r, n), r: big(r) })],
    [1, (r) => ({ a: 'decide', m: big(r), accept: r.chance(0.5) })],
  ],
  [[1, (r, n) => ({ a: 'odd', s: any(r, n), r: big(r) })]],
  [
    [
      4,
      (r, n) => ({
        a: 'arm',
        s: centre(r, n),
        phase: r.pick(['begin', 'write', 'write', 'commit', 'done'] as const),
        nth: r.below(3),
        write: 1 + r.below(6),
      }),
    ],
    [1, (r, n) => ({ a: 'crash', s: centre(r, n) })],
  ],
  [[3, (r, n) => ({ a: 'clock', s: centre(r, n), ms: r.pick(CLOCKS) })]],
  [[1, () => ({ a: 'join' })]],
  [
    [2, (r, n) => ({ a: 'backup', s: any(r, n) })],
    [2, (r, n) => ({ a: 'restore', s: any(r, n), b: big(r), noticed: r.chance(0.5) })],
  ],
  [
    [4, (r, n) => ({ a: 'until', s: any(r, n), call: 'pull' })],
    [2, () => ({ a: 'serverBackup', verified: false })],
    [2, (r) => ({ a: 'serverRestore', b: big(r), epoch: false, isOpen: r.chance(0.5) })],
  ],
  [
    [2, () => ({ a: 'join' })],
    [1, () => ({ a: 'serverBackup', verified: false })],
    [1, (r) => ({ a: 'serverRestore', b: big(r), epoch: r.chance(0.5), isOpen: true })],
  ],
  [
    [2, (r, n) => ({ a: 'clone', s: any(r, n), noticed: false })],
    [6, (r, n) => ({ a: 'until', s: any(r, n), call: 'push' })],
  ],
  [[1, (r, n) => ({ a: 'clone', s: any(r, n), noticed: r.chance(0.5) })]],
  [
    [2, (r) => ({ a: 'serverBackup', verified: r.chance(0.5) })],
    [2, (r) => ({ a: 'serverRestore', b: big(r), epoch: r.chance(0.5), isOpen: r.chance(0.7) })],
  ],
  [
    [3, (r, n) => ({ a: 'export', s: any(r, n), to: centre(r, n) })],
    [4, (r, n) => ({ a: 'import', d: big(r), to: centre(r, n), part: r.chance(0.5) ? 8 : 1 + r.below(8) })],
  ],
  [
    [1, (r, n) => ({ a: 'revoke', s: any(r, n) })],
    [1, (r, n) => ({ a: 'readmit', s: any(r, n) })],
    [2, (r, n) => ({ a: 'huge', s: any(r, n), r: big(r) })],
    [0.5, (r) => ({ a: 'person', isClosed: r.chance(0.4) })],
    [2, (r) => ({ a: 'decide', m: big(r), accept: r.chance(0.7) })],
  ],
  [[2, (r, n) => ({ a: 'history', s: any(r, n) })]],
  [
    [16, (r, n) => ({ a: 'file', s: any(r, n), f: big(r), act: r.pick(FILE_ACTS) })],
    [12, (r, n) => ({ a: 'file', s: any(r, n), f: big(r), act: r.pick(['scan', 'send', 'ask', 'evict']) })],
    [2, () => ({ a: 'serverBackup', verified: true })],
    [1, (r) => ({ a: 'serverRestore', b: big(r), epoch: true, isOpen: true })],
  ],
];

/** Some runs are about one thing that is rare otherwise, with the limits that it needs. */
const PROFILES: readonly {
  readonly makers: readonly [number, Maker][];
  readonly limits: Partial<Script['limits']>;
}[] = [
  // Stations that have states without ops, and lose one of their own from them: they ask for whole records.
  {
    makers: [
      [8, (r, n) => ({ a: 'until', s: any(r, n), call: 'records' })],
      [5, (r, n) => ({ a: 'huge', s: any(r, n), r: big(r) })],
      [8, (r, n) => ({ a: 'edit', s: any(r, n), r: big(r), f: big(r) })],
    ],
    limits: { snapshotFrom: 1, historyPieces: 0 },
  },
  // Twins that speak with the server at the same time.
  {
    makers: [
      [3, (r, n) => ({ a: 'clone', s: any(r, n), noticed: false })],
      [12, (r, n) => ({ a: 'until', s: any(r, n + 3), call: 'push' })],
      [8, (r, n) => ({ a: 'edit', s: any(r, n + 3), r: big(r), f: big(r) })],
      [6, (r, n) => ({ a: 'round', s: any(r, n + 3) })],
    ],
    limits: { snapshotFrom: 1_000_000 },
  },
  // Stations that begin with a snapshot, of a server that is set back again and again.
  {
    makers: [
      [5, () => ({ a: 'join' })],
      [3, () => ({ a: 'serverBackup', verified: false })],
      [4, (r) => ({ a: 'serverRestore', b: big(r), epoch: r.chance(0.5), isOpen: true })],
      [6, (r, n) => ({ a: 'round', s: any(r, n + 3) })],
    ],
    limits: { snapshotFrom: 1 },
  },
];

/** The script of a seed: the same at every time and on every machine. */
export function generateScript(seed: number): Script {
  const random = seededRandom(seed);
  const stations = random.pick([1, 2, 2, 3, 3, 3, 4]);
  const profile = random.chance(0.3) ? random.pick(PROFILES) : null;
  const share = profile === null ? random.pick([0.15, 0.3, 0.5]) : 0.05;
  const themes = THEMES.filter(() => random.chance(share)).flat();
  const makers = [...DAILY, ...themes, ...(profile?.makers ?? [])];
  const weight = makers.reduce((sum, [each]) => sum + each, 0);
  const length = 15 + random.below(random.pick([20, 50, 90]));
  const actions = Array.from({ length }, () => draw(makers, weight, random)(random, stations));
  const limits = {
    pushOps: random.pick([1, 3, 7, 500]),
    pullOps: random.pick([1, 3, 7, 2000]),
    partRows: random.pick([1, 4, 1000]),
    snapshotFrom: random.pick([1, 1, 20, 1_000_000]),
    historyPieces: random.pick([0, 0, 1, 5]),
    ...profile?.limits,
  };
  const joined = profile !== null || random.chance(0.6);
  return { seed, why: '', stations, joined, limits, acceptAll: random.chance(0.5), actions };
}

function draw(makers: readonly [number, Maker][], weight: number, random: SeededRandom): Maker {
  let left = random.next() * weight;
  for (const [each, maker] of makers) {
    left -= each;
    if (left < 0) return maker;
  }
  throw new Error('nothing to draw from');
}
