/**
 * Brings the rows of the catalogue copy into the slot index and keeps it true to them: what changed by the rows' numbers,
 * what hangs below a record whose code or bin changed, what carries a tag that was renamed.
 */
import { Dexie } from 'dexie';
import { LEVELS, LANGUAGES } from '../../shared/model/record-types.ts';
import { textOf } from '../../shared/model/record-values.ts';
import { tokens } from '../../shared/text/tokens.ts';
import type { CatalogueDatabase } from '../db/database.ts';
import { recordOf, type CatalogueRecord } from '../db/row-of.ts';
import type { Row } from '../db/rows.ts';
import { createAncestry, markOf } from './ancestry.ts';
import { wordsOfEntry } from './entry.ts';
import type { SlotIndex } from './slot-index.ts';

/** Rows between two breaths: a query waits for one batch at most. */
const BATCH = 400;

export type Indexer = {
  /** Puts all rows into an empty index; answers the catalogue's number that it has followed to. */
  build(onProgress: (done: number, total: number) => void): Promise<number>;
  /** Takes in what changed after `after`; answers the number followed to and how many entries were put in. */
  follow(after: number): Promise<{ n: number; changed: number }>;
};

const levels: ReadonlySet<string> = new Set(LEVELS);

export function createIndexer(db: CatalogueDatabase, index: SlotIndex): Indexer {
  const ancestry = createAncestry(db);
  const wordsByTag = new Map<string, readonly string[]>();
  const tagWords = (tag: string): readonly string[] => wordsByTag.get(tag) ?? [];

  /** Puts records in as they are now; answers the ids of those whose children take something else from them now. */
  async function putIn(records: readonly CatalogueRecord[]): Promise<string[]> {
    await ancestry.load(records);
    const changed: string[] = [];
    for (const record of records) {
      if (!levels.has(record.t)) continue;
      const inheritance = ancestry.below(record);
      const mark = markOf(inheritance);
      if (index.inheritedOf(record.id) !== mark) changed.push(record.id);
      if (inheritance.binned) index.remove(record.id);
      else {
        const words = wordsOfEntry(record.t, record.values, inheritance.path, tagWords);
        index.put(record.id, record.t, words, mark);
      }
    }
    return changed;
  }

  /** Takes in the labels of tags; answers those that are not what they were. */
  function learnTags(records: readonly CatalogueRecord[]): string[] {
    const renamed: string[] = [];
    for (const { id, t, values, deleted } of records) {
      if (t !== 'tag') continue;
      const labels = deleted ? [] : LANGUAGES.map((language) => textOf(values, `label/${language}`) ?? '');
      const words = tokens(labels.join(' '));
      if (words.join(' ') === tagWords(id).join(' ')) continue;
      wordsByTag.set(id, words);
      renamed.push(id);
    }
    return renamed;
  }

  /** The labels as they are, or those that have not changed since `after`: the others count as renamed then. */
  async function loadTags(after = Number.MAX_SAFE_INTEGER): Promise<void> {
    const rows = await childrenOf(db, 'tags').toArray();
    learnTags(rows.filter((row) => row.n <= after).map(recordOf));
  }
  let tagsLoaded: Promise<void> | undefined;

  /** All below these records, level by level and in batches; `seen` ends a loop of parents. */
  async function putInBelow(parents: readonly string[], seen: Set<string>): Promise<number> {
    const fresh = parents.filter((parent) => !seen.has(parent));
    for (const parent of fresh) seen.add(parent);
    // One transaction for all: most of them have no children, and asking one by one would take the time of a rebuild.
    const children = await db.transaction('r', db.records, () =>
      Promise.all(fresh.map((parent) => childrenOf(db, parent).primaryKeys())),
    );
    const ids = children.flat();
    let count = ids.length;
    await eachBatch(ids, async (rows) => {
      count += await putInBelow(await putIn(rows.map(recordOf)), seen);
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
    async build(onProgress) {
      const n = (await db.meta.get('cursor'))?.n ?? 0;
      const total = await db.records.count();
      await (tagsLoaded ??= loadTags());
      let last: string | undefined;
      let done = 0;
      for (;;) {
        const from = last === undefined ? db.records.orderBy('id') : db.records.where('id').above(last);
        const rows = await from.limit(BATCH).toArray();
        // Everything is put in anyway, so nobody's children are looked for.
        await putIn(rows.map(recordOf));
        done += rows.length;
        onProgress(done, Math.max(total, done));
        last = rows.at(-1)?.id;
        if (rows.length < BATCH) return n;
      }
    },

    async follow(after) {
      // Asked first: a row that comes in meanwhile is taken in again by the next call, which does no harm.
      const n = (await db.meta.get('cursor'))?.n ?? 0;
      await (tagsLoaded ??= loadTags(after));
      const ids = await db.records.where('n').above(after).primaryKeys();
      let changed = ids.length;
      const seen = new Set<string>();
      await eachBatch(ids, async (rows) => {
        const records = rows.map(recordOf);
        for (const tag of learnTags(records)) {
          const carriers = await db.records.where('tags').equals(tag).primaryKeys();
          changed += carriers.length;
          await eachBatch(carriers, async (carrying) => void (await putIn(carrying.map(recordOf))));
        }
        changed += await putInBelow(await putIn(records), seen);
      });
      return { n: Math.max(n, after), changed };
    },
  };
}

function childrenOf(db: CatalogueDatabase, place: string) {
  return db.records.where('[place+sort]').between([place, Dexie.minKey], [place, Dexie.maxKey]);
}
