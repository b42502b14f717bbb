/**
 * Looks into a folder again and again: names first, then size and time of those that matter. The system's own watching only
 * wakes it, because network shares and cameras do not tell; what it sees by itself is the truth. A folder that is gone is
 * said at once and waited for.
 */
import { watch, type FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Finding, SeenFile, Sightings, Stat } from './sightings.ts';

/** While files are on their way, and while nothing is. */
const BUSY_MS = 60;
const IDLE_MS = 200;
/** A folder that takes long to list is looked at less often: at most a twentieth of the time. */
const IDLE_SHARE = 20;
/** A share that has died answers nothing for minutes; it counts as gone meanwhile. */
const LOOK_DEADLINE_MS = 5000;
const STATS_TOGETHER = 32;
const LOOKED_INTO_TOGETHER = 2;

export type FolderWatch = {
  /** Looks now. */
  wake(): void;
  /** Asks now whether the folder is out of reach. */
  isGone(): Promise<boolean>;
  stop(): Promise<void>;
};

export type WatchDeps = {
  readonly folder: string;
  readonly sightings: Sightings;
  /** Looks into a file that has been the same for a while. Never throws. */
  readonly lookInto: (file: SeenFile) => Promise<Finding>;
  /** Something may be ready or refused, or the number of those on their way has changed. */
  readonly onSeen: (at: number) => void;
  readonly onAway: (isAway: boolean) => void;
  readonly now?: () => number;
};

type Listed = { readonly names: string[]; readonly stats: Map<string, Stat | null> };

/** Begins to look; the first look begins at once. */
export function watchFolder(deps: WatchDeps): FolderWatch {
  const { folder, sightings } = deps;
  const now = deps.now ?? (() => performance.now());
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | null = null;
  let isStopped = false;
  let isAway: boolean | null = null;
  /** A look that has not come back, also beyond its deadline. */
  let under: Promise<void> | null = null;
  let isWoken = false;
  let isMount: boolean | null = null;
  const waiting: SeenFile[] = [];
  let lookedInto = 0;

  function become(next: boolean): void {
    if (isAway === next) return;
    isAway = next;
    if (next) unwatch();
    deps.onAway(next);
  }

  /** A disk that was unplugged may leave the empty folder that it was mounted on. */
  async function isGone(): Promise<boolean> {
    const [here, above] = await Promise.all([stat(folder), stat(path.dirname(path.resolve(folder)))]);
    const isOwn = here.dev !== above.dev;
    isMount ??= isOwn;
    return !here.isDirectory() || (isMount && !isOwn);
  }

  async function list(): Promise<Listed | null> {
    try {
      if (await isGone()) return null;
      const names = await readdir(folder);
      const asked = sightings.toStat(names);
      const stats = new Map<string, Stat | null>();
      for (let from = 0; from < asked.length; from += STATS_TOGETHER) {
        const some = asked.slice(from, from + STATS_TOGETHER);
        const found = await Promise.all(some.map((name) => statOf(path.join(folder, name))));
        for (const [i, name] of some.entries()) stats.set(name, found[i] ?? null);
      }
      return { names, stats };
    } catch {
      return null;
    }
  }

  async function look(): Promise<number> {
    const began = now();
    const listed = await list();
    if (isStopped) return 0;
    if (listed === null) {
      become(true);
      return IDLE_MS;
    }
    become(false);
    watchByWaking();
    const at = now();
    waiting.push(...sightings.see({ at, ...listed }));
    lookIntoNext();
    deps.onSeen(at);
    const cost = at - began;
    return sightings.waiting() > 0 ? Math.max(BUSY_MS, cost) : Math.max(IDLE_MS, cost * IDLE_SHARE);
  }

  function lookIntoNext(): void {
    while (lookedInto < LOOKED_INTO_TOGETHER) {
      const file = waiting.shift();
      if (file === undefined) return;
      lookedInto += 1;
      void deps.lookInto(file).then((finding) => {
        lookedInto -= 1;
        if (isStopped) return;
        sightings.hear(file, finding, now());
        lookIntoNext();
        deps.onSeen(now());
      });
    }
  }

  function run(): void {
    clearTimeout(timer);
    if (isStopped || under !== null) return;
    isWoken = false;
    const late = setTimeout(() => become(true), LOOK_DEADLINE_MS);
    under = look()
      .catch(() => IDLE_MS)
      .then((waitMs) => {
        clearTimeout(late);
        under = null;
        if (isStopped) return;
        timer = setTimeout(run, isWoken ? BUSY_MS : waitMs);
      });
  }

  function wake(): void {
    isWoken = true;
    if (under === null) run();
  }

  /** Not on Windows: a watched folder cannot be taken out with its disk there. */
  function watchByWaking(): void {
    if (watcher !== null || process.platform === 'win32') return;
    try {
      watcher = watch(folder, { persistent: false }, wake);
      watcher.on('error', unwatch);
    } catch {
      watcher = null;
    }
  }

  function unwatch(): void {
    watcher?.close();
    watcher = null;
  }

  run();
  return {
    wake,
    isGone: () => isGone().catch(() => true),
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      unwatch();
      // One that hangs in a dead share is left to itself.
      await Promise.race([under, new Promise((resolve) => setTimeout(resolve, LOOK_DEADLINE_MS).unref())]);
    },
  };
}

async function statOf(file: string): Promise<Stat | null> {
  try {
    const found = await stat(file);
    return found.isFile() ? { size: found.size, mtimeMs: found.mtimeMs, ino: found.ino } : null;
  } catch {
    return null;
  }
}
