/** From a row of the catalogue copy to what the index should hold of it; building, following and checking ask the same. */
import { LANGUAGES } from '../../shared/model/record-types.ts';
import { tagsOf, textOf } from '../../shared/model/record-values.ts';
import { tokens } from '../../shared/text/tokens.ts';
import { Dexie } from 'dexie';
import type { CatalogueDatabase } from '../db/database.ts';
import { recordOf, type CatalogueRecord } from '../db/row-of.ts';
import { createAncestry, markOf } from './ancestry.ts';
import { codeOrder } from './code-order.ts';
import { wordsOfEntry } from './entry.ts';
import { codeOfType } from './indexed-types.ts';
import type { Entry } from './slot-index.ts';

/** `entry` is null for what lies in the bin; `mark` is what its children take from it. */
type Expected = { readonly entry: Entry | null; readonly mark: number };

export type Entries = {
  /** Reads what stands above these records; before `of`. */
  load(records: readonly CatalogueRecord[]): Promise<void>;
  /** What the index should hold of a loaded record; null for what is not found by its words (a tag, an import). */
  of(record: CatalogueRecord): Expected | null;
  /** Reads the tags' labels, those not changed after `after`; `learnTags` then says which of the others are new. */
  loadTags(after?: number): Promise<void>;
  /** Takes in the labels of tags; answers those that are not what they were. */
  learnTags(records: readonly CatalogueRecord[]): string[];
};

export function createEntries(db: CatalogueDatabase): Entries {
  const ancestry = createAncestry(db);
  const wordsByTag = new Map<string, readonly string[]>();
  const tagWords = (tag: string): readonly string[] => wordsByTag.get(tag) ?? [];

  function learnTags(records: readonly CatalogueRecord[]): string[] {
    const renamed: string[] = [];
    for (const { id, t, values, deleted } of records) {
      if (t !== 'tag') continue;
      const labels = deleted ? [] : LANGUAGES.map((language) => textOf(values, `label/${language}`) ?? '');
      const words = tokens(labels.join(' '));
      // One that was not known may have lost its label since the index was stored.
      if (wordsByTag.has(id) && words.join(' ') === tagWords(id).join(' ')) continue;
      wordsByTag.set(id, words);
      renamed.push(id);
    }
    return renamed;
  }

  return {
    load: (records) => ancestry.load(records),
    of(record) {
      const { id, t, values } = record;
      const type = codeOfType(t);
      if (type === undefined) return null;
      const inheritance = ancestry.below(record);
      const mark = markOf(inheritance);
      if (inheritance.binned) return { entry: null, mark };
      const { path, fonds, years } = inheritance;
      const words = wordsOfEntry(t, values, path, tagWords);
      const order = codeOrder(type, path);
      return { entry: { id, t, words, inherited: mark, fonds, years, order, tags: tagsOf(values) }, mark };
    },
    async loadTags(after = Number.MAX_SAFE_INTEGER) {
      const rows = await db.records
        .where('[place+sort]')
        .between(['tags', Dexie.minKey], ['tags', Dexie.maxKey])
        .toArray();
      learnTags(rows.filter((row) => row.n <= after).map(recordOf));
    },
    learnTags,
  };
}
