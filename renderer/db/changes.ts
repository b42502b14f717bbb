/**
 * What changed in a copy since it was last looked at, for lists too long to be read anew at every write. It rests on the
 * rows' own numbers: a row whose `n` is above the cursor of the look before may be new. Each is told at least once, some
 * of them twice; whoever listens takes a row's place from the row and nothing from the order of the news.
 */
import { liveQuery } from 'dexie';
import type { CatalogueDatabase } from './database.ts';
import type { Row } from './rows.ts';

/** The changed rows of a look, and the cursor at that look: what is written later has a higher number. */
export type ChangedRows = { readonly rows: readonly Row[]; readonly upTo: number };

/** What changed, or `many` when there are more rows than a list is patched by. */
export type CopyChange = ChangedRows | 'many';

type Listener = (change: CopyChange) => void;

export type CopyChanges = {
  /** Resolves when everything that is written from now on will be told; the function returned stops it. */
  follow(listener: Listener): { readonly began: Promise<void>; readonly stop: () => void };
};

/** More changed rows than this are read with their list faster than each for itself. */
const MOST_PATCHED = 200;

const feeds = new WeakMap<CatalogueDatabase, CopyChanges>();

/** The one feed of a copy; it looks only while somebody listens. */
export function changesOf(db: CatalogueDatabase): CopyChanges {
  const known = feeds.get(db);
  if (known !== undefined) return known;
  const feed = createChanges(db);
  feeds.set(db, feed);
  return feed;
}

function createChanges(db: CatalogueDatabase): CopyChanges {
  const listeners = new Set<Listener>();
  let stopLooking: (() => void) | undefined;
  let began: Promise<void> = Promise.resolve();

  function look(): void {
    let since: number | null = null;
    let begin: () => void = () => undefined;
    began = new Promise((resolve) => {
      begin = resolve;
    });
    const subscription = liveQuery(() => readSince(db, since)).subscribe({
      next({ cursor, change }) {
        since = cursor;
        begin();
        if (change === 'many' || change.rows.length > 0) {
          for (const listener of Array.from(listeners)) listener(change);
        }
      },
      // The copy was closed or cannot be read: the keeper opens another one, and its readers begin anew.
      error: () => undefined,
    });
    stopLooking = () => subscription.unsubscribe();
  }

  return {
    follow(listener) {
      listeners.add(listener);
      if (stopLooking === undefined) look();
      return {
        began,
        stop() {
          listeners.delete(listener);
          // Who follows on at once, another list in the place of this one, is told what was still to be told.
          queueMicrotask(() => {
            if (listeners.size > 0) return;
            stopLooking?.();
            stopLooking = undefined;
          });
        },
      };
    },
  };
}

async function readSince(
  db: CatalogueDatabase,
  since: number | null,
): Promise<{ cursor: number; change: CopyChange }> {
  return db.transaction('r', db.meta, db.records, async () => {
    const cursor = (await db.meta.get('cursor'))?.n ?? 0;
    const changed = db.records.where('n').above(since ?? cursor);
    const keys = await changed.limit(MOST_PATCHED + 1).primaryKeys();
    // What was written before the first look is in whatever its reader reads.
    if (since === null) return { cursor, change: { rows: [], upTo: cursor } };
    if (keys.length > MOST_PATCHED) return { cursor, change: 'many' as const };
    const rows = await db.records.bulkGet(keys);
    return { cursor, change: { rows: rows.filter((row) => row !== undefined), upTo: cursor } };
  });
}
