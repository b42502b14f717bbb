/**
 * Text that is still being typed, kept every second, so that a crash of the window loses a second at most. It lies on
 * the desk, not in the catalogue copy: a rebuild does not touch it. It is this profile's; the journal never sees it.
 */
import type { RecordId } from '../../shared/sync/op.ts';
import type { DeskDatabase } from './database.ts';
import type { DraftRow } from './rows.ts';
import type { Store } from './store.ts';

type Draft = {
  /** `<record id>/<field>`. */
  readonly key: string;
  readonly record: RecordId;
  readonly field: string;
  readonly text: string;
  /** The heads of the field that the author saw when they began. */
  readonly heads: readonly string[];
  readonly at: number;
};

export type Drafts = {
  /** Notes what is typed now; it is on disk within a second. */
  save(key: string, text: string, heads: readonly string[]): void;
  read(key: string): Promise<Draft | null>;
  /** Forgets a draft: it was committed, or a person gave it up. Resolves when it is gone from the disk. */
  clear(key: string): Promise<void>;
  all(): Promise<Draft[]>;
  /** Who was signed in when this text was begun; null: nobody, or there is no such draft. */
  author(key: string): RecordId | null;
  /** Writes what is noted, at once: the window is about to close. */
  flush(): Promise<void>;
};

const SAVE_EVERY_MS = 1000;

export function createDrafts(deps: {
  readonly archive: RecordId;
  readonly desk: Store<DeskDatabase | null>;
  /** Who is signed in; null: nobody. */
  readonly signedIn?: () => RecordId | null;
  readonly now?: () => number;
}): Drafts {
  const { archive, desk, signedIn = () => null, now = Date.now } = deps;
  const authors = new Map<string, RecordId | null>();
  const noted = new Map<string, DraftRow>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const db = desk.get();
    const rows = [...noted.values()];
    if (rows.length === 0) return;
    try {
      if (db === null) throw new Error('the desk is not open');
      await db.drafts.bulkPut(rows);
      for (const row of rows) if (noted.get(row.key) === row) noted.delete(row.key);
    } catch {
      // A full disk or a database that was closed: the text is on the screen, and the next second tries again.
      timer ??= setTimeout(() => void flush(), SAVE_EVERY_MS);
    }
  }

  return {
    save(key, text, heads) {
      if (!authors.has(key)) authors.set(key, signedIn());
      const by = authors.get(key) ?? null;
      noted.set(key, { archive, key, text, heads, by, at: now() });
      timer ??= setTimeout(() => void flush(), SAVE_EVERY_MS);
    },
    async read(key) {
      const row = noted.get(key) ?? (await desk.get()?.drafts.get([archive, key]));
      if (row === undefined) return null;
      if (!authors.has(key)) authors.set(key, row.by ?? null);
      return draftOf(row);
    },
    async clear(key) {
      noted.delete(key);
      authors.delete(key);
      await desk.get()?.drafts.delete([archive, key]);
    },
    async all() {
      const rows =
        (await desk.get()?.drafts.where('[archive+key]').between([archive], [archive, []]).toArray()) ?? [];
      return rows.map(draftOf);
    },
    author: (key) => authors.get(key) ?? null,
    flush,
  };
}

function draftOf(row: DraftRow): Draft {
  const slash = row.key.indexOf('/');
  return {
    key: row.key,
    record: row.key.slice(0, slash),
    field: row.key.slice(slash + 1),
    text: row.text,
    heads: row.heads,
    at: row.at,
  };
}
