/**
 * The search engine: lives in the worker, holds the index of one catalogue copy, follows it, stores it. Queries are
 * answered at any time from what is in. A damaged, foreign or outdated snapshot is never used: it is made anew from rows.
 */
import type { RecordId } from '../../shared/sync/op.ts';
import { openGeneration } from '../db/generations.ts';
import { createPause, withDeadline } from '../db/deadline.ts';
import type { CatalogueDatabase } from '../db/database.ts';
import { must } from '../../shared/must.ts';
import { TroubleError } from '../../shared/result.ts';
import { troubleCode } from '../db/catalogue-trouble.ts';
import { createIndexer, type Indexer } from './indexer.ts';
import type { SearchAnswer, SearchStatus } from './messages.ts';
import { createSearcher, type Searcher } from './query.ts';
import { createSlotIndex, type SlotIndex } from './slot-index.ts';
import { readSnapshot, writeSnapshot } from './snapshot-store.ts';

export type EngineDeps = {
  readonly onStatus: (status: SearchStatus) => void;
  readonly locks: Pick<LockManager, 'request'>;
  readonly now?: () => number;
};

export type Engine = {
  /** Leaves the copy it follows, if any, and follows this one. */
  open(archive: RecordId, generation: number): void;
  /** The copy has changed. */
  grown(): void;
  search(text: string, limit: number): SearchAnswer;
  /** Stores the index at the next breath. */
  store(): void;
  close(): Promise<void>;
};

const OPEN_DEADLINE_MS = 15_000;
const RETRY_MS = 1000;
/** The index is stored after so many entries have changed, or after so long without a change. */
const STORE_AFTER_CHANGES = 2000;
const STORE_AFTER_MS = 10 * 60_000;
/** Dead slots cost memory and time; with more than this share of them the index is made anew. */
const MAX_DEAD_SHARE = 0.2;
const MIN_DEAD = 2000;

/** All that belongs to the copy that is followed. */
type Life = { readonly archive: RecordId; readonly generation: number; ended: boolean };
type Indexed = { readonly index: SlotIndex; readonly indexer: Indexer; readonly searcher: Searcher };

export function createEngine(deps: EngineDeps): Engine {
  const { onStatus, locks, now = Date.now } = deps;
  const pause = createPause();
  let life: Life | null = null;
  let lived: Promise<void> = Promise.resolve();
  let current: Indexed | null = null;
  let whole = false;
  let storeAsked = false;

  function open(archive: RecordId, generation: number): void {
    endLife();
    const mine: Life = { archive, generation, ended: false };
    life = mine;
    lived = lived.then(() => live(mine));
  }

  function endLife(): void {
    if (life !== null) life.ended = true;
    pause.wake();
  }

  async function live(mine: Life): Promise<void> {
    while (!mine.ended) {
      let db: CatalogueDatabase | null = null;
      try {
        onStatus({ state: 'starting' });
        const opened = await withDeadline(
          openGeneration(mine.archive, mine.generation),
          OPEN_DEADLINE_MS,
          'CATALOGUE_BLOCKED',
        );
        if (!opened.ok) throw new TroubleError(opened.code);
        db = opened.value;
        await liveWith(db, mine);
      } catch (error) {
        if (!mine.ended) {
          onStatus({ state: 'trouble', code: troubleCode(error) });
          await pause.wait(RETRY_MS);
        }
      }
      db?.close();
    }
  }

  /** Reads the stored index or makes one from the rows; answers the number that it has followed to. */
  async function begin(db: CatalogueDatabase): Promise<{ n: number; from: 'snapshot' | 'rows' }> {
    whole = false;
    const snapshot = await readSnapshot(db);
    if (snapshot !== null) {
      current = indexedBy(db, createSlotIndex(snapshot.stored));
      return { n: snapshot.n, from: 'snapshot' };
    }
    const anew = indexedBy(db, createSlotIndex());
    // What was found before can be found until the new index is whole; a first one answers from what is in.
    current ??= anew;
    const n = await build(anew);
    current = anew;
    return { n, from: 'rows' };
  }

  async function liveWith(db: CatalogueDatabase, mine: Life): Promise<void> {
    const begun = await begin(db);
    const { from } = begun;
    let { n } = begun;
    let indexed = must(current, 'an index has begun');
    let unstored = from === 'rows' ? Number.MAX_SAFE_INTEGER : 0;
    let changedAt = now();
    while (!mine.ended) {
      const followed = await indexed.indexer.follow(n);
      if (followed.changed > 0) changedAt = now();
      n = followed.n;
      unstored += followed.changed;
      whole = true;
      onStatus({ state: 'ready', n, entries: indexed.index.live, from });
      if (isWornOut(indexed.index)) {
        indexed = indexedBy(db, createSlotIndex());
        n = await indexed.indexer.build(() => undefined);
        current = indexed;
        unstored = Number.MAX_SAFE_INTEGER;
        continue;
      }
      const idle = now() - changedAt >= STORE_AFTER_MS;
      if (unstored > 0 && (storeAsked || unstored >= STORE_AFTER_CHANGES || idle)) {
        storeAsked = false;
        if (await storeIndex(locks, db, mine, indexed.index, n)) unstored = 0;
      }
      await pause.wait(unstored > 0 ? STORE_AFTER_MS : 24 * 60 * 60_000);
    }
  }

  async function build(into: Indexed): Promise<number> {
    let told = 0;
    return into.indexer.build((done, total) => {
      if (now() - told < 100 && done < total) return;
      told = now();
      onStatus({ state: 'indexing', done, total });
    });
  }

  return {
    open,
    grown: () => pause.wake(),
    search(text, limit) {
      const began = performance.now();
      const found = current?.searcher.search(text, limit) ?? { hits: [], total: 0 };
      return { ...found, ready: whole, ms: performance.now() - began };
    },
    store() {
      storeAsked = true;
      pause.wake();
    },
    async close() {
      endLife();
      await lived;
    },
  };
}

/** Windows of one profile share the copy, and one of them stores at a time. A full disk only means: not stored. */
async function storeIndex(
  locks: EngineDeps['locks'],
  db: CatalogueDatabase,
  { archive }: Life,
  index: SlotIndex,
  n: number,
): Promise<boolean> {
  try {
    return await locks.request(`qoima-search-${archive}`, { ifAvailable: true }, async (lock) => {
      if (lock === null) return false;
      await writeSnapshot(db, index, n);
      return true;
    });
  } catch {
    return false;
  }
}

function indexedBy(db: CatalogueDatabase, index: SlotIndex): Indexed {
  return { index, indexer: createIndexer(db, index), searcher: createSearcher(index) };
}

function isWornOut(index: SlotIndex): boolean {
  const dead = index.used - index.live;
  return dead > MIN_DEAD && dead > index.used * MAX_DEAD_SHARE;
}
