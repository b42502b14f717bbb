/**
 * The pyramids that were made: one folder of files, of which those used last stay within a limit. Any of them may be
 * deleted at any moment, also by hand and while it is read.
 */
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { CachedPyramid } from './ahead-rules.ts';
import { openPyramid, type PyramidFile } from './pyramid-file.ts';
import type { MeasuredSize, TilePlace } from './tile-grid.ts';

export type PyramidFolder = {
  /** Where the pyramid of a page has to be put. */
  pathOf(sha256: string, index: number): string;
  /** The size of the page whose pyramid is there; null when it is not, or was damaged and has been taken away. Counts as a use. */
  size(sha256: string, index: number): Promise<MeasuredSize | null>;
  /** One tile as a JPEG; null when there is none. */
  tile(sha256: string, index: number, place: TilePlace): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Deletes those that were used longest ago until the rest is within the limit; `newest` stays. */
  makeRoom(newest: string): Promise<void>;
  /** Takes away what a kill left half made, but for the names that are `spared`. */
  clean(spared?: (name: string) => boolean): Promise<void>;
  /** Whether the pyramid of a page is there. Does not count as a use. */
  has(sha256: string, index: number): Promise<boolean>;
  /** Says of a pyramid just made that nobody has looked at it: it is the first to go. */
  markAhead(sha256: string, index: number): Promise<void>;
  /** All that there are. */
  list(): Promise<CachedPyramid[]>;
  drop(files: readonly string[]): Promise<void>;
  /** Makes the folder, if it is not there. */
  prepare(): Promise<void>;
  close(): Promise<void>;
};

/** Files that are held open: pages that are looked at now. */
const OPEN_AT_MOST = 8;
const ENDING = '.tif';
/** A pyramid that nobody has looked at yet bears the time of its making less this. */
const UNSEEN_MS = 40 * 365 * 86_400_000;
/** Files of this program are younger. */
const SEEN_SINCE_MS = Date.UTC(2010, 0, 1);

export function createPyramidFolder(deps: { folder: string; limitBytes: number }): PyramidFolder {
  const { folder, limitBytes } = deps;
  /** By path, the one used last at the end. */
  const opened = new Map<string, Promise<PyramidFile | null>>();
  const pathOf = (sha256: string, index: number) => path.join(folder, `${sha256}-${index}${ENDING}`);

  /** The file, opened if need be; null when it is not there or damaged. */
  function take(file: string): Promise<PyramidFile | null> {
    const known = opened.get(file);
    opened.delete(file);
    const taken = known ?? openSound(file);
    opened.set(file, taken);
    taken.then(
      (found) => found === null && forget(file, taken),
      () => forget(file, taken),
    );
    const [oldest] = opened.keys();
    if (opened.size > OPEN_AT_MOST && oldest !== undefined) void release(oldest);
    return taken;
  }

  function forget(file: string, taken: Promise<PyramidFile | null>): void {
    if (opened.get(file) === taken) opened.delete(file);
  }

  async function openSound(file: string): Promise<PyramidFile | null> {
    const found = await openPyramid(file);
    if (found === 'damaged') await rm(file, { force: true });
    return typeof found === 'string' ? null : found;
  }

  async function release(file: string): Promise<void> {
    const taken = opened.get(file);
    opened.delete(file);
    await (await taken?.catch(() => null))?.close();
  }

  async function remove(file: string): Promise<void> {
    await release(file);
    // One that somebody holds goes the next time.
    await rm(file, { force: true }).catch(() => undefined);
  }

  return {
    pathOf,
    async size(sha256, index) {
      const file = pathOf(sha256, index);
      const isThere = await touch(file);
      if (!isThere) {
        await release(file);
        return null;
      }
      return (await take(file))?.size ?? null;
    },
    async tile(sha256, index, place) {
      const file = pathOf(sha256, index);
      // Closed in the moment between: others were wanted more. Opened once more, it is among the last to go.
      for (let times = 1; times <= 2; times++) {
        const tile = await (await take(file))?.tile(place);
        if (tile instanceof Uint8Array) return tile;
        if (tile === 'damaged') {
          await release(file);
          await rm(file, { force: true });
        }
        if (tile !== 'closed') return null;
      }
      return null;
    },
    async makeRoom(newest) {
      let bytes = 0;
      for (const file of (await list(folder)).sort((a, b) => b.usedMs - a.usedMs)) {
        bytes += file.bytes;
        if (bytes <= limitBytes || file.path === newest) continue;
        await remove(file.path);
      }
    },
    has: (sha256, index) =>
      stat(pathOf(sha256, index)).then(
        () => true,
        () => false,
      ),
    async markAhead(sha256, index) {
      const made = new Date(Date.now() - UNSEEN_MS);
      await utimes(pathOf(sha256, index), made, made).catch(() => undefined);
    },
    async list() {
      const files = await list(folder).catch(() => []);
      return files.map(({ path: file, bytes, usedMs }) => ({
        path: file,
        bytes,
        aheadMs: usedMs < SEEN_SINCE_MS ? usedMs + UNSEEN_MS : null,
      }));
    },
    async drop(files) {
      for (const file of files) await remove(file);
    },
    async prepare() {
      await mkdir(folder, { recursive: true });
    },
    async clean(spared = () => false) {
      for (const name of await readdir(folder).catch(() => [])) {
        if (!name.endsWith(ENDING) && !spared(name))
          await rm(path.join(folder, name), { recursive: true, force: true });
      }
    },
    async close() {
      for (const file of opened.keys()) await release(file);
    },
  };
}

/** Says that the file was used now; false when it is not there. */
async function touch(file: string): Promise<boolean> {
  const now = new Date();
  return utimes(file, now, now).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}

async function list(folder: string): Promise<{ path: string; bytes: number; usedMs: number }[]> {
  const files: { path: string; bytes: number; usedMs: number }[] = [];
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found !== null) files.push({ path: file, bytes: found.size, usedMs: found.mtimeMs });
  }
  return files;
}
