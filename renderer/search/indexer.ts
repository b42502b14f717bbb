/**
 * Brings the rows of the catalogue copy into the slot index and keeps it true to them: what changed by the rows' numbers,
 * what hangs below a record whose code, fonds, years or bin changed, what carries a tag that was renamed.
 */
import { Dexie } from 'dexie';
import { STAFF_GRANT, type Grant } from '../../shared/model/access.ts';
import type { SynonymTable } from '../../shared/query/synonyms.ts';
import type { CatalogueDatabase } from '../db/database.ts';
import { foundRecordOf, type FoundRecord } from './found-record.ts';
import type { Row } from '../db/rows.ts';
import { createEntries } from './entries.ts';
import type { SlotIndex } from './slot-index.ts';

/** Rows between two breaths: a query waits for one batch at most. */
const BATCH = 400;

type Followed = { readonly n: number; readonly changed: number };

/** `n`: the number followed to. `given`: by record, the mark of what all below it have been given on the way. */
type Following = { readonly n: number; readonly isDoubted: boolean; readonly given: Map<string, number> };

export type Indexer = {
  /**
   * Puts all rows into an empty index; answers the catalogue's number that it has followed to. `breathe` is called between
   * two batches.
   */
  build(onProgress: (done: number, total: number) => void, breathe?: () => Promise<void>): Promise<number>;
  /** Takes in what changed after `after`; answers the number followed to and how many entries were put in. */
  follow(after: number): Promise<Followed>;
  /** Words that mean the same, as the catalogue has them now. */
  synonyms(): SynonymTable;
};

/** `grant`: which records may be found here; others are never put in. */
export function createIndexer(db: CatalogueDatabase, index: SlotIndex, grant: Grant = STAFF_GRANT): Indexer {
  const entries = createEntries(db, grant);
  /** Of the first following after a build: what was put in while one above it changed may know the old one. */
  let isBuilt = false;

  /**
   * Put in below one whose own news was not there yet: when that comes, it may be again what the index knows of it, and nobody
   * would look below it.
   */
  const early = new Set<string>();

  /** Puts records in as they are now; answers the ids of those whose children take something else from them now. */
  async function putIn(
    records: readonly FoundRecord[],
    { n, isDoubted, given }: Following,
  ): Promise<string[]> {
    await entries.load(records);
    const changed: string[] = [];
    for (const record of records) {
      const expected = entries.of(record);
      if (expected === null) continue;
      const { entry, mark } = expected;
      // One that is in the bin is not in the index: what hangs below it is looked through each time.
      if (entries.isBelowNewer(record, n)) early.add(record.id);
      const isOther = isDoubted || index.inheritedOf(record.id) !== mark;
      if (isOther && given.get(record.id) !== mark) {
        given.set(record.id, mark);
        changed.push(record.id);
      }
      if (entry === null) index.remove(record.id);
      else index.put(entry);
    }
    return changed;
  }

  let wordsLoaded: Promise<void> | undefined;

  /** All below these records, level by level and in batches. A loop of parents ends: none gives the same twice. */
  async function putInBelow(parents: readonly string[], following: Following): Promise<number> {
    // One transaction for all: most of them have no children, and asking one by one would take the time of a rebuild.
    const children = await db.transaction('r', db.records, () =>
      Promise.all(parents.map((parent) => childrenOf(db, parent).primaryKeys())),
    );
    const ids = children.flat();
    return ids.length + (await putInAll(ids, following));
  }

  /** These and what hangs below them; answers how many hang below. */
  async function putInAll(ids: readonly string[], following: Following): Promise<number> {
    let count = 0;
    await eachBatch(ids, async (rows) => {
      count += await putInBelow(await putIn(rows.map(foundRecordOf), following), following);
    });
    return count;
  }

  async function eachBatch(ids: readonly string[], take: (rows: Row[]) => Promise<void>): Promise<void> {
    for (let at = 0; at < ids.length; at += BATCH) {
      const rows = await db.records.bulkGet(ids.slice(at, at + BATCH));
      await take(rows.filter((row) => row !== undefined));
    }
  }

  return {
    async build(onProgress, breathe) {
      const n = (await db.meta.get('cursor'))?.n ?? 0;
      const total = await db.records.count();
      await (wordsLoaded ??= entries.loadWords());
      let done = 0;
      for await (const rows of rowsById(db)) {
        // Everything is put in anyway, so nobody's children are looked for.
        await putIn(rows.map(foundRecordOf), { n: Infinity, isDoubted: false, given: new Map() });
        done += rows.length;
        onProgress(done, Math.max(total, done));
        await breathe?.();
      }
      index.terms.settle();
      isBuilt = true;
      return n;
    },

    async follow(after) {
      // Asked first: a row that comes in meanwhile is taken in again by the next call, which does no harm.
      const n = (await db.meta.get('cursor'))?.n ?? 0;
      await (wordsLoaded ??= entries.loadWords(after));
      const ids = await db.records.where('n').above(after).primaryKeys();
      let changed = ids.length;
      const again = [...early];
      early.clear();
      const following: Following = { n, isDoubted: isBuilt, given: new Map() };
      await eachBatch(ids, async (rows) => {
        const records = rows.map(foundRecordOf);
        entries.learnSynonyms(records);
        for (const tag of entries.learnTags(records)) {
          const carriers = await db.records.where('tags').equals(tag).primaryKeys();
          changed += carriers.length + (await putInAll(carriers, { ...following, isDoubted: false }));
        }
        changed += await putInBelow(await putIn(records, following), following);
      });
      changed += again.length + (await putInAll(again, following));
      isBuilt = false;
      return { n: Math.max(n, after), changed };
    },
    synonyms: () => entries.synonyms(),
  };
}

/** All rows in the order of their ids, a batch at a time; each batch is as it is when it is asked for. */
export async function* rowsById(db: CatalogueDatabase): AsyncGenerator<Row[]> {
  let last: string | undefined;
  for (;;) {
    const from = last === undefined ? db.records.orderBy('id') : db.records.where('id').above(last);
    const rows = await from.limit(BATCH).toArray();
    if (rows.length > 0) yield rows;
    last = rows.at(-1)?.id;
    if (rows.length < BATCH) return;
  }
}

function childrenOf(db: CatalogueDatabase, place: string) {
  return db.records.where('[place+sort]').between([place, Dexie.minKey], [place, Dexie.maxKey]);
}
