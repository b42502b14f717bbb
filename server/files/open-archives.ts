/** The files of archives, opened when they are asked for and closed when nobody has for a while: each has threads of its own. */
import type { ArchiveFiles } from './archive-files.ts';

export type OpenArchives = {
  use(archive: string): Promise<ArchiveFiles>;
  /** Does work that takes long; the archive is not closed meanwhile, and afterwards if it was not open before. */
  during<T>(archive: string, work: (files: ArchiveFiles) => Promise<T>): Promise<T>;
  /** Those that are open now. */
  names(): string[];
  release(archive: string): Promise<void>;
  /** Closes those that were not asked for since `before` (milliseconds since 1970). */
  closeIdle(before: number): Promise<void>;
  closeAll(): Promise<void>;
};

type Entry = { readonly opening: Promise<ArchiveFiles>; lastUsed: number; works: number };

async function closeWhenOpen({ opening }: Entry): Promise<void> {
  const files = await opening.catch(() => null);
  await files?.close();
}

export function createOpenArchives(
  open: (archive: string) => Promise<ArchiveFiles>,
  now: () => number,
): OpenArchives {
  const entries = new Map<string, Entry>();
  const closing = new Map<string, Promise<void>>();

  function entryOf(archive: string): Entry {
    const known = entries.get(archive);
    if (known !== undefined) {
      known.lastUsed = now();
      return known;
    }
    const entry: Entry = { opening: opened(archive), lastUsed: now(), works: 0 };
    entries.set(archive, entry);
    // The next request tries again.
    entry.opening.catch(() => {
      if (entries.get(archive) === entry) entries.delete(archive);
    });
    return entry;
  }

  /** One that is being closed is waited for: two at once would take its threads' files from each other. */
  async function opened(archive: string): Promise<ArchiveFiles> {
    await closing.get(archive)?.catch(() => undefined);
    return open(archive);
  }

  async function release(archive: string): Promise<void> {
    const entry = entries.get(archive);
    if (entry !== undefined) {
      entries.delete(archive);
      const closed = closeWhenOpen(entry).finally(() => {
        if (closing.get(archive) === closed) closing.delete(archive);
      });
      closing.set(archive, closed);
    }
    await closing.get(archive);
  }

  return {
    use: (archive) => entryOf(archive).opening,
    async during(archive, work) {
      const wasOpen = entries.has(archive);
      const entry = entryOf(archive);
      const begun = entry.lastUsed;
      entry.works++;
      try {
        return await work(await entry.opening);
      } finally {
        entry.works--;
        if (!wasOpen && entry.works === 0 && entry.lastUsed === begun) await release(archive);
      }
    },
    names: () => [...entries.keys()],
    release,
    async closeIdle(before) {
      for (const [archive, { lastUsed, works }] of entries)
        if (works === 0 && lastUsed < before) await release(archive);
    },
    async closeAll() {
      for (const archive of entries.keys()) await release(archive).catch(() => undefined);
    },
  };
}
