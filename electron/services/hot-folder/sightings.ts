/**
 * Which files of a folder are complete, told from sightings of names, sizes and times. It knows neither the disk nor a clock
 * but that of the sightings. A file is *settled* (taken, passed over) until its mark changes; a new one has to be the same in
 * several looks, then it is looked into, and only what is whole is ready, in the order of arrival.
 */
import { comparePaths } from '../../../shared/binding/compare-paths.ts';
import { isTemporaryName } from './temporary-name.ts';

/** One state of a file: its size and its time. */
export type Mark = string;

export type Stat = { readonly size: number; readonly mtimeMs: number; readonly ino: number };

/** One look into the folder. `stats` holds what was asked for; null: gone meanwhile, or no file. */
type Look = {
  /** In milliseconds of a clock that only goes forward. */
  readonly at: number;
  readonly names: readonly string[];
  readonly stats: ReadonlyMap<string, Stat | null>;
};

export type SeenFile = { readonly name: string; readonly mark: Mark; readonly size: number };
export type RefusedFile = SeenFile & { readonly code: string };

/** What looking into a file told: whole, or why not (yet). `mayPass`: it is held by another program, or cannot be read now. */
export type Finding =
  { readonly isWhole: true } | { readonly isWhole: false; readonly code: string; readonly mayPass: boolean };

/** As often must a file look the same before it is looked into. */
const SAME_LOOKS = 3;
/** What is not whole is looked into again, because not every disk tells of each byte written. */
const ASK_AGAIN_MS = 700;
const ASK_SELDOM_MS = 5000;
/** A file that is not whole and does not change any more keeps later ones waiting for so long. */
export const HOLD_MS = 2000;
/** After so long it counts as refused. Should it change later, it is a new file again. */
export const REFUSE_MS = 6000;
/** So many settled files are looked at again in one look, to see whether they were replaced. */
const SETTLED_PER_LOOK = 200;
/** Temporary names are only watched to know a file again that is renamed into its place. */
const TEMPORARY_WATCHED = 50;

type Seen = SeenFile & {
  readonly state: 'growing' | 'asked' | 'doubtful' | 'whole' | 'settled';
  /** The place in the order of arrival. */
  readonly order: number;
  /** Looks in which it was the same. */
  readonly looks: number;
  /** When it was last looked into. */
  readonly askedAt: number;
  /** Since when it has been found not whole without changing. */
  readonly doubtfulSince: number;
  readonly code: string;
  readonly mayPass: boolean;
  /** Its refusal has been told. */
  readonly isTold: boolean;
};

export type Sightings = {
  /** Names that are to be asked for size and time in the next look. */
  toStat(names: readonly string[]): string[];
  /** Takes a look in; answers the files that are to be looked into now, in the order of arrival. */
  see(look: Look): SeenFile[];
  /** Takes in what looking into a file told; about another state of the file than the present one it says nothing. */
  hear(file: SeenFile, finding: Finding, at: number): void;
  /** Takes out what is complete now, in order; it is settled from now on. */
  takeReady(at: number): SeenFile[];
  /** Takes out what counts as refused now, each state of a file once. */
  takeRefused(at: number): RefusedFile[];
  /** Nobody looks any more into the files that were handed out for it: the next look hands them out again. */
  askAnew(): void;
  /** A file that was ready and could not be taken waits once more. */
  putBack(file: SeenFile): void;
  /** Counts files as settled: taken before, or passed over. */
  settle(files: Iterable<SeenFile>): void;
  /** Makes new files of settled ones, in the order of their names. */
  unsettle(names: readonly string[]): void;
  /** What comes under this name from now on is a new file. */
  forget(name: string): void;
  /** How many are on their way: seen, neither settled nor refused. */
  waiting(): number;
};

export function markOf({ size, mtimeMs }: Pick<Stat, 'size' | 'mtimeMs'>): Mark {
  return `${size} ${Math.round(mtimeMs)}`;
}

/** `isInOrder`: a later file waits for an earlier one that is still being written. */
export function createSightings(isInOrder: () => boolean, refuseMs = REFUSE_MS): Sightings {
  const files = new Map<string, Seen>();
  /** Those that are not settled: the few that every look asks for. */
  const active = new Set<string>();
  /** By file number: what the last look saw under a temporary name. */
  let passing = new Map<number, Mark>();
  let order = 0;
  let turn = 0;

  function put(seen: Seen): void {
    files.set(seen.name, seen);
    if (seen.state === 'settled') active.delete(seen.name);
    else active.add(seen.name);
  }

  function forget(name: string): void {
    files.delete(name);
    active.delete(name);
  }

  function activeFiles(): Seen[] {
    return [...active].flatMap((name) => files.get(name) ?? []).sort((a, b) => a.order - b.order);
  }

  function seeOne(name: string, stat: Stat): void {
    const mark = markOf(stat);
    const before = files.get(name);
    if (before?.mark === mark) {
      if (before.state === 'growing') put({ ...before, looks: before.looks + 1 });
      return;
    }
    // What was renamed into its place was complete before.
    const isRenamed = before === undefined && stat.ino > 0 && passing.get(stat.ino) === mark;
    const place = before !== undefined && before.state !== 'settled' ? before.order : order++;
    put(newSeen({ name, mark, size: stat.size }, place, isRenamed ? SAME_LOOKS : 1));
  }

  return {
    toStat(names) {
      turn += 1;
      const atRest: string[] = [];
      const temporary: string[] = [];
      const asked = names.filter((name) => {
        if (isTemporaryName(name)) temporary.push(name);
        else if (files.has(name) && !active.has(name)) atRest.push(name);
        else return true;
        return false;
      });
      return [...asked, ...sliceOf(atRest, turn), ...temporary.slice(0, TEMPORARY_WATCHED)];
    },

    see({ at, names, stats }) {
      const there = new Set(names);
      // A settled one that is away is known again when it is back.
      for (const name of active) if (!there.has(name) || stats.get(name) === null) forget(name);
      const temporary = new Map<number, Mark>();
      for (const [name, stat] of inOrderOfArrival(stats)) {
        if (isTemporaryName(name)) temporary.set(stat.ino, markOf(stat));
        else if (there.has(name)) seeOne(name, stat);
      }
      passing = temporary;
      return activeFiles()
        .filter((seen) => isToBeAsked(seen, at))
        .map((seen) => {
          put({ ...seen, state: 'asked', askedAt: at });
          return fileOf(seen);
        });
    },

    hear(file, finding, at) {
      const seen = files.get(file.name);
      if (seen?.state !== 'asked' || seen.mark !== file.mark) return;
      if (finding.isWhole) return put({ ...seen, state: 'whole' });
      const { code, mayPass } = finding;
      const doubtfulSince = seen.code === '' ? at : seen.doubtfulSince;
      put({ ...seen, state: 'doubtful', doubtfulSince, code, mayPass });
    },

    takeReady(at) {
      const ready: SeenFile[] = [];
      for (const seen of activeFiles()) {
        if (seen.state === 'whole') {
          put({ ...seen, state: 'settled' });
          ready.push(fileOf(seen));
        } else if (isInOrder() && isHolding(seen, at)) break;
      }
      return ready;
    },

    takeRefused(at) {
      return activeFiles()
        .filter(
          ({ state, isTold, doubtfulSince }) =>
            state === 'doubtful' && !isTold && at - doubtfulSince >= refuseMs,
        )
        .map((seen) => {
          put({ ...seen, isTold: true });
          return { ...fileOf(seen), code: seen.code };
        });
    },

    askAnew() {
      for (const seen of activeFiles())
        if (seen.state === 'asked') put({ ...seen, state: seen.code === '' ? 'growing' : 'doubtful' });
    },

    putBack(file) {
      const seen = files.get(file.name);
      if (seen?.mark === file.mark) put({ ...newSeen(file, seen.order, 1) });
    },

    settle(settled) {
      for (const file of settled) put({ ...newSeen(file, order++, 1), state: 'settled' });
    },

    unsettle(names) {
      for (const name of [...names].sort(comparePaths)) {
        const seen = files.get(name);
        if (seen?.state === 'settled') put(newSeen(fileOf(seen), order++, 1));
      }
    },

    forget,
    waiting: () => activeFiles().filter(({ isTold }) => !isTold).length,
  };
}

function newSeen(file: SeenFile, order: number, looks: number): Seen {
  return {
    ...file,
    state: 'growing',
    order,
    looks,
    askedAt: 0,
    doubtfulSince: 0,
    code: '',
    mayPass: false,
    isTold: false,
  };
}

function fileOf({ name, mark, size }: Seen): SeenFile {
  return { name, mark, size };
}

/** Those at rest come round a slice at a time. */
function sliceOf(names: readonly string[], turn: number): readonly string[] {
  if (names.length <= SETTLED_PER_LOOK) return names;
  const slices = Math.ceil(names.length / SETTLED_PER_LOOK);
  const from = (turn % slices) * SETTLED_PER_LOOK;
  return names.slice(from, from + SETTLED_PER_LOOK);
}

/** New names of one look: what was written earlier first, then by name. */
function inOrderOfArrival(stats: ReadonlyMap<string, Stat | null>): (readonly [string, Stat])[] {
  return [...stats]
    .flatMap(([name, stat]) => (stat === null ? [] : [[name, stat] as const]))
    .sort(([a, x], [b, y]) => Math.round(x.mtimeMs) - Math.round(y.mtimeMs) || comparePaths(a, b));
}

function isToBeAsked({ state, looks, askedAt, isTold, mayPass }: Seen, at: number): boolean {
  if (state === 'growing') return looks >= SAME_LOOKS;
  if (state !== 'doubtful') return false;
  if (!isTold) return at - askedAt >= ASK_AGAIN_MS;
  return mayPass && at - askedAt >= ASK_SELDOM_MS;
}

function isHolding({ state, code, doubtfulSince }: Seen, at: number): boolean {
  const isStill = code !== '' && (state === 'doubtful' || state === 'asked');
  return !isStill || at - doubtfulSince < HOLD_MS;
}
